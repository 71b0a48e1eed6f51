"""`./dev bench [GROUP]`: measure, and print bar, value and verdict of each figure."""

import argparse
from pathlib import Path

from devtools import ROOT, addons, cache, databases, odoo_process, postgres
from devtools.console import note

GROUPS = ("core", "dates", "communication", "portal", "backoffice", "suppliers")
SURROUNDINGS = ["sale_management", "purchase_stock"]
ADDON = "backorder_comms"


def main(arguments):
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("group", nargs="?", choices=GROUPS, help="all without it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows too")
    options = parser.parse_args(arguments)
    mark = cache.fingerprint(str(ROOT))[:6]
    names = [f"bench_with_{mark}", f"bench_without_{mark}"]
    with cache.lock("bench", busy="another ./dev bench runs"), postgres.running():
        make_databases(*names)
        words = ["-m", "devtools.bench_runner", *names]
        words += ["--group", options.group] if options.group else []
        words += ["--json", options.json.resolve()] if options.json else []
        return odoo_process.run_python(*words, cwd=ROOT)


def make_databases(with_addon, without_addon):
    """Make two databases that differ by our addon only."""
    ours, core = addons.with_dependencies([ADDON, *SURROUNDINGS])
    template = databases.template(core)
    for name in (with_addon, without_addon):
        databases.drop(name)
        databases.copy(template, name)
    note(f"installing {ADDON} in {with_addon}")
    databases.install(with_addon, ours)
