"""`./dev db …`: databases for playing with."""

import argparse

from devtools import databases, postgres
from devtools.console import Trouble, say


def main(arguments):
    options = parser().parse_args(arguments)
    with postgres.running():
        options.action(options)
    return 0


def parser():
    result = argparse.ArgumentParser(prog="./dev db", description=__doc__)
    actions = result.add_subparsers(required=True, metavar="ACTION")
    create = actions.add_parser("create", help="make a database")
    create.add_argument("name")
    create.add_argument("-m", "--modules", default="base", help="m1,m2,… to install")
    create.add_argument("--demo", action="store_true", help="with core's demo data")
    create.set_defaults(action=create_database)
    copy = actions.add_parser("copy", help="copy a database and its files")
    copy.add_argument("source")
    copy.add_argument("target")
    copy.set_defaults(action=copy_database)
    drop = actions.add_parser("drop", help="drop a database and its files")
    drop.add_argument("name")
    drop.set_defaults(action=drop_database)
    listing = actions.add_parser("list", help="list the databases")
    listing.set_defaults(action=list_databases)
    return result


def create_database(options):
    databases.create(options.name, options.modules.split(","), demo=options.demo)
    say(f"database {options.name} is ready: ./dev odoo -d {options.name}")


def copy_database(options):
    require(options.source)
    databases.refuse_existing(options.target)
    databases.copy(options.source, options.target)


def drop_database(options):
    require(options.name)
    databases.drop(options.name)


def require(name):
    if not databases.exists(name):
        raise Trouble(f"there is no database {name} (./dev db list)")


def list_databases(_options):
    for name in databases.names():
        say(name)
