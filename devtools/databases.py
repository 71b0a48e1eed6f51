"""Databases with modules in them, copied from templates so that they cost seconds.

A template holds core modules only and is kept; our own addons, which change all day,
are installed by Odoo on top of the copy.
"""

from . import addons, cache, odoo_source, postgres
from .console import Trouble, note
from .odoo_process import run_quietly

TEMPLATE = "template_odoo_"
HALF_MADE = "_half_made"


def names():
    """Return the databases of the server that are neither its own nor templates."""
    with postgres.connection() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE NOT datistemplate"
            " AND datname != 'postgres' ORDER BY datname"
        )
        found = [name for (name,) in cursor.fetchall()]
    return [name for name in found if not name.startswith(TEMPLATE)]


def exists(name):
    with postgres.connection() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return bool(cursor.fetchone())


def template(modules, demo=False):
    """Return the template database that has core's `modules`, made if need be."""
    modules = sorted({"base", *modules})
    version = odoo_source.ensure().version
    key = cache.fingerprint(version, str(demo), *modules)
    name = TEMPLATE + key
    with cache.lock(name):
        if not exists(name):
            note(f"making a template database with {', '.join(modules)} (a minute)")
            drop(name + HALF_MADE)
            install(name + HALF_MADE, modules, demo=demo)
            run_quietly("db", "rename", name + HALF_MADE, name)
    return name


def create(name, modules, demo=False):
    """Make the database `name` with `modules`, ours and core's, and what they need."""
    if exists(name):
        raise Trouble(f"database {name} is there already: ./dev db drop {name}")
    ours, core = addons.with_dependencies(modules)
    copy(template(core, demo), name)
    if ours:
        install(name, ours, demo=demo)


def copy(source, target):
    """Copy a database and its files; nobody may be connected to the source."""
    with cache.lock(source if source.startswith(TEMPLATE) else f"copy-{source}"):
        failure = f"could not copy database {source} to {target}"
        run_quietly("db", "duplicate", source, target, log_name=target, failure=failure)


def drop(name):
    """Drop a database and its files; nothing happens if it is not there."""
    if exists(name):
        run_quietly("db", "drop", name, failure=f"could not drop database {name}")


def install(name, modules, update=(), demo=False):
    """Let Odoo install and update modules of `name`; return the log's path."""
    arguments = ["-d", name, "--stop-after-init", *(["--with-demo"] if demo else [])]
    if modules:
        arguments += ["-i", ",".join(modules)]
    if update:
        arguments += ["-u", ",".join(update)]
    failure = f"Odoo could not install {', '.join([*modules, *update])} in {name}"
    return run_quietly(*arguments, log_name=name, failure=failure)
