"""Odoo inside this very process; only for processes that were started for it."""

from contextlib import contextmanager


def configure(database, *options):
    """Read our configuration file, and `options` of Odoo's command line on top."""
    from odoo.tools import config

    arguments = ["-d", database, "--log-level=warn", *options]
    config.parse_config(arguments, setup_logging=True)


@contextmanager
def environment(database):
    """Give an environment with a transaction of its own, committed at the end."""
    from odoo.api import SUPERUSER_ID, Environment
    from odoo.modules.registry import Registry

    with Registry(database).cursor() as cursor:
        yield Environment(cursor, SUPERUSER_ID, {})


def disconnect(database):
    """Let go of a database, so that it can be copied, dropped or changed by others."""
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db

    Registry.delete(database)
    close_db(database)


def serve():
    """Serve the configured database until a signal comes; return the exit code."""
    from odoo.service import server
    from odoo.tools import config

    return server.start(preload=config["db_name"], stop=False)


def test():
    """Run the tests of the configured database that the options name."""
    from odoo.service import server
    from odoo.tools import config

    server.start(preload=config["db_name"], stop=True)
