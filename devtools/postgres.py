"""PostgreSQL: the user's server if one is named, else one of our own in the cache.

Everything that talks to the database (Odoo, psycopg2, psql) reads libpq's environment
variables, so they are the only thing that is set here.
"""

import os
from contextlib import contextmanager

from . import cache, embedded_postgres
from .console import Trouble

OWN_SERVER = ("PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE")
"""Any of these in the environment names the user's own server."""


@contextmanager
def running():
    """Have a server to talk to; the last process to leave stops the embedded one."""
    if any(os.environ.get(name) for name in OWN_SERVER):
        check_connection()
        yield
        return
    with cache.lock("postgres-users", shared=True) as users:
        before = dict(os.environ)
        server = embedded_postgres.start()
        os.environ["PGHOST"] = str(server.socket)
        os.environ["PGUSER"] = embedded_postgres.ROLE
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            if cache.try_exclusive(users):
                server.stop()


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
def connection(database="postgres"):
    """Give a cursor that commits each statement by itself."""
    import psycopg2

    connected = psycopg2.connect(dbname=database)
    connected.autocommit = True
    try:
        with connected.cursor() as cursor:
            yield cursor
    finally:
        connected.close()
