"""`./dev test …`: every test, on a database that Odoo itself installed and updated.

WHAT is an addon, a file, or file::Class::test; without it all tests run. When single
tests are named the database of the last run is used and only updated.

With --faults, the scenarios run in which servers and processes fail: some minutes. They
are no part of the other runs, but for the short ones among them.

With --core, WHAT are addons of Odoo's own, whose tests run without our addon and with
it: what fails only with it is our fault, and makes the command fail. It takes long.
"""

import argparse
from pathlib import Path

from devtools import ROOT, addons, browser, cache, core_suites, postgres, testing
from devtools.console import Trouble

MAIN_ADDON = "backorder_comms"


def main(arguments):
    own, pytest_s = split(arguments)
    options = parser().parse_args(own)
    options.pytest = pytest_s
    if options.pure:
        paths = options.what or ["tests/logic"]
        return testing.run_pure([*paths, *runner_options(options)])
    browser.ensure()
    with postgres.running():
        if options.core:
            return core_suites.compare(
                options.what or core_suites.DEFAULT, options.fresh
            )
        return run_on_database(options)


def split(arguments):
    """Return our own arguments and, from behind `--`, those of pytest."""
    if "--" not in arguments:
        return arguments, []
    place = arguments.index("--")
    return arguments[:place], arguments[place + 1 :]


def parser():
    result = argparse.ArgumentParser(
        prog="./dev test",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="What follows -- goes to pytest as it stands.",
    )
    add = result.add_argument
    add("what", nargs="*", metavar="WHAT")
    add("-k", metavar="EXPRESSION", help="only tests whose names match")
    add("-m", metavar="MARKS", help="only tests so marked, as 'not slow'")
    add("-x", action="store_true", help="stop at the first failure")
    add("--pure", action="store_true", help="only the tests that need no Odoo")
    add("--faults", action="store_true", help="only the scenarios of failure")
    add("--alone", action="store_true", help="no other addons than the needed ones")
    add("--core", action="store_true", help="the tests of Odoo's own addons")
    add("--no-update", action="store_true", help="take the database as it is")
    add("--fresh", action="store_true", help="make the database anew in any case")
    add("--coverage", action="store_true", help="print how much of the code ran")
    add("--database", metavar="NAME", help="use this database")
    return result


def run_on_database(options):
    names = [word for word in options.what if word in addons.ours()]
    modules = names or ([MAIN_ADDON] if options.alone else addons.ours())
    name = options.database or testing.database_name(options.alone)
    where = paths(options, modules)
    with cache.lock(name):
        logs = prepare(options, name, modules)
        arguments = [
            *where,
            f"--odoo-database={name}",
            "--odoo-http",
            "--odoo-log-level=warn",
            *(coverage(modules) if options.coverage else []),
            *runner_options(options),
        ]
        return testing.run_pytest(arguments, logs)


def prepare(options, name, modules):
    """Return the logs of what was installed, none if the database stays as it is."""
    if options.no_update:
        return []
    chosen = set(options.what) - set(addons.ours())
    fresh = options.fresh or not (chosen or options.k)
    surroundings = [] if options.alone else testing.SURROUNDINGS
    return testing.prepare(name, [*modules, *surroundings], fresh)


def paths(options, modules):
    """Return what pytest shall collect: addons stand for their tests."""
    default = modules if options.alone else [*modules, "tests"]
    default = ["tests/e2e"] if options.faults else default
    chosen = options.what or default
    ours = addons.ours()
    result = [f"{word}/tests" if word in ours else word for word in chosen]
    for word in result:
        if not (ROOT / word.partition("::")[0]).exists() and not Path(word).exists():
            raise Trouble(f"{word}: no such addon or file (see ./dev test --help)")
    return result


def coverage(modules):
    return [*(f"--cov={name}" for name in modules), "--cov-report=term-missing"]


def runner_options(options):
    result = ["-k", options.k] if options.k else []
    marks = options.m or ("faults" if options.faults else "")
    if not marks and not options.what:
        marks = "not faults"  # whoever names a file wants all of it
    result += ["-m", marks] if marks else []
    return [*result, *(["-x"] if options.x else []), *options.pytest]
