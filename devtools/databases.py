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


def template(modules, demo=False, languages=()):
    """Return the template database that has core's `modules`, made if need be."""
    modules = sorted({"base", *modules})
    options = ["--with-demo"] if demo else []
    options += [f"--load-language={','.join(languages)}"] if languages else []
    version = odoo_source.ensure().version
    name = TEMPLATE + cache.fingerprint(version, *options, *modules)
    with cache.lock(name):
        if not exists(name):
            note(f"making a template database with {', '.join(modules)} (a minute)")
            drop(name + HALF_MADE)
            install(name + HALF_MADE, modules, options)
            run_quietly("db", "rename", name + HALF_MADE, name)
    return name


def create(name, modules, demo=False):
    """Make the database `name` with `modules`, ours and core's, and what they need."""
    refuse_existing(name)
    ours, core = addons.with_dependencies(modules)
    copy(template(core, demo), name)
    if ours:
        install(name, ours, ["--with-demo"] if demo else [])


def refuse_existing(name):
    if exists(name):
        raise Trouble(f"database {name} is there already: ./dev db drop {name}")


def copy(source, target):
    """Copy a database and its files; nobody may be connected to the source."""
    with cache.lock(source if source.startswith(TEMPLATE) else f"copy-{source}"):
        failure = f"could not copy database {source} to {target}"
        run_quietly("db", "duplicate", source, target, log_name=target, failure=failure)


def drop(name):
    """Drop a database and its files; nothing happens if it is not there."""
    if exists(name):
        run_quietly("db", "drop", name, failure=f"could not drop database {name}")


def install(name, modules, options=()):
    """Let Odoo install `modules` in database `name`; return the log."""
    return _run_odoo(name, ["-i", ",".join(modules), *options], "install")


def update(name, modules):
    """Let Odoo update `modules` in database `name`; return the log."""
    return _run_odoo(name, ["-u", ",".join(modules)], "update")


def _run_odoo(name, arguments, step):
    return run_quietly(
        *("-d", name, "--stop-after-init", *arguments),
        log_name=f"{name}.{step}",
        failure=f"Odoo could not {step} addons in database {name}",
    )
