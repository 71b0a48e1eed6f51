"""Runs benchmarks in a process with Odoo inside, and prints their rows.

python -m devtools.bench_runner WITH_ADDON WITHOUT_ADDON [--group G] [--json FILE]
"""

import argparse
import importlib.util
import json
import sys
import traceback
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from . import ROOT, benchmarking, databases, odoo_env
from .benchmarking import Row
from .console import note, say

FOLDER = ROOT / "benchmarks"
COLUMNS = "{:14} {:>12} {:>12} {:10} {:8} {}"


class Bench:
    """What a benchmark finds its databases by. Nothing that it does there stays."""

    def __init__(self, with_addon, without_addon):
        self._names = with_addon, without_addon

    def with_addon(self):
        return self._environment(self._names[0])

    def without_addon(self):
        return self._environment(self._names[1])

    @contextmanager
    def scratch(self, with_addon=True):
        """Give the name of a copy to commit and install in, which does not stay."""
        source = self._names[0 if with_addon else 1]
        name = f"{source}_scratch"
        odoo_env.disconnect(source)
        databases.drop(name)
        databases.copy(source, name)
        if with_addon:
            _confirm(name)
        try:
            yield name
        finally:
            odoo_env.disconnect(name)
            databases.drop(name)

    @contextmanager
    def _environment(self, name):
        with odoo_env.environment(name) as env:
            try:
                yield env
            finally:
                env.cr.rollback()


def _confirm(name):
    """Say that customers hear from this copy: from others, nothing leaves."""
    with odoo_env.environment(name) as env:
        env.ref("backorder_comms.outbox").action_confirm()
    odoo_env.disconnect(name)


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("databases", nargs=2)
    parser.add_argument("--group", default="")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    odoo_env.configure(options.databases[0])
    rows = run(options.group, Bench(*options.databases))
    if options.json:
        found = [asdict(row) for row in rows]
        options.json.write_text(json.dumps(found, indent=2) + "\n")
    return 0 if all(row.ok for row in rows) else 1


def run(group, bench):
    """Run the benchmarks of `group`, printing each row as it comes."""
    for path in sorted(FOLDER.glob(f"bench_{group}*.py")):
        load(path)
    if not benchmarking.registered:
        note(f"no benchmark yet in {FOLDER.name}/bench_{group}*.py")
        return []
    say(COLUMNS.format("id", "value", "bar", "unit", "verdict", "note"))
    rows = []
    for function in benchmarking.registered:
        for row in rows_of(function, bench):
            say(line(row))
            rows.append(row)
    return rows


def load(path):
    spec = importlib.util.spec_from_file_location(f"benchmarks.{path.stem}", path)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def rows_of(function, bench):
    """Give the rows of a benchmark; if it breaks, one that says so."""
    try:
        yield from function(bench)
    except Exception as error:
        traceback.print_exc()
        yield Row(function.__name__, -1, 0, "", ok=False, note=f"broke: {error!r}")


def line(row):
    if row.bar is None:
        verdict = bar = "-"
    else:
        verdict = "ok" if row.ok else "MISSED"
        bar = f"{row.sign} {row.bar:g}"
    return COLUMNS.format(row.id, f"{row.value:.4g}", bar, row.unit, verdict, row.note)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
