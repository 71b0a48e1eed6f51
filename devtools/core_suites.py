"""Core's own tests, without our addon and with it: what they find must be the same.

What fails in both is not ours: tours that a machine is too slow for, tests that expect
fewer addons than are there. What fails only with our addon is.
"""

import json
import re
import socket
import sys
from collections import Counter
from dataclasses import dataclass

from . import ROOT, addons, cache, databases, odoo_process, odoo_source
from .console import Trouble, note, say
from .process import run_logged

ADDON = "backorder_comms"
DEFAULT = ("sale_stock", "stock", "purchase_stock", "mrp")
# A line of Odoo's log: date, time, process, level, database, logger, words.
TESTS = r"^\S+ \S+ \d+ \S+ \S+ odoo\.addons\.(?P<module>\w+)\.tests\.\S+: "
STARTED = re.compile(TESTS + r"Starting (?P<test>\S+) \.\.\.", re.MULTILINE)
FAILED = re.compile(TESTS + r"(?:FAIL|ERROR): (?:Subtest )?(?P<test>\S+)", re.MULTILINE)
BROKEN_CLASS = re.compile(
    r": ERROR: \w+ \(odoo\.addons\.(?P<module>\w+)\.tests\.\w+\.(?P<test>\w+)\)$",
    re.MULTILINE,
)
ENDED = re.compile(r": \d+ failed, \d+ error\(s\) of (\d+) tests when loading")


@dataclass(frozen=True)
class Outcome:
    """The tests that ran, and those that failed, as `module/Class.test`."""

    ran: frozenset
    failed: frozenset

    @classmethod
    def read(cls, log):
        """Read what Odoo logged; stop if it did not come to the end of its tests."""
        ended = ENDED.search(log)
        ran = find(STARTED, log)
        if not ended or not ran:
            raise Trouble("Odoo ran no test, or not to the end")
        return cls(ran, find(FAILED, log) | find(BROKEN_CLASS, log))

    def count(self):
        """Return how many tests ran, by addon."""
        return Counter(name.partition("/")[0] for name in self.ran)

    def find_lost(self, before):
        """Return what ran before and did not now, though its class was set up."""
        return {
            name
            for name in before.ran - self.ran
            if name.rpartition(".")[0] not in self.failed
        }


def find(pattern, log):
    return frozenset(
        f"{found['module']}/{found['test']}" for found in pattern.finditer(log)
    )


def compare(modules, fresh=False):
    """Run the suites of `modules` in two databases and print how they differ.

    :param bool fresh: run also what was run before, without our addon
    :return: the exit code, 1 if anything fails only with our addon
    """
    check(modules)
    mark = cache.fingerprint(str(ROOT))[:6]
    with cache.lock(f"core_{mark}"):
        without = baseline(f"core_without_{mark}", modules, fresh)
        ours = measure(f"core_with_{mark}", modules, [ADDON])
    return report(modules, without, ours)


def check(modules):
    """Stop at a name that is none of core's, and where core came without its tests."""
    for name in modules:
        folders = [path / name for path in odoo_source.ensure().addons_paths]
        if not any((folder / "tests").is_dir() for folder in folders):
            raise Trouble(f"{name}: no addon of Odoo's, or one without tests here")


def baseline(name, modules, fresh):
    """Return the outcome without our addon, which changes with Odoo only."""
    key = cache.fingerprint(odoo_source.ensure().version, ADDON, *sorted(modules))
    file = cache.home() / "core_suites" / f"{key}.json"
    if file.exists() and not fresh:
        note(f"without {ADDON}: as measured before (--fresh measures anew)")
        return Outcome(
            **{k: frozenset(v) for k, v in json.loads(file.read_text()).items()}
        )
    outcome = measure(name, modules, [])
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({k: sorted(v) for k, v in vars(outcome).items()}))
    return outcome


def measure(name, modules, additional):
    """Run the suites of `modules` in a new database with our `additional` addons."""
    ours, core = addons.with_dependencies([ADDON, *modules])
    databases.drop(name)
    databases.copy(databases.template(core), name)
    if additional:
        databases.install(name, ours)
    note(f"running core's tests {'with' if additional else 'without'} {ADDON}")
    log = run_logged(
        [sys.executable, "-m", "devtools.core_runner", name, free_port(), *modules],
        name,
        "Odoo broke while it ran core's tests",
        shown=15,
        cwd=ROOT,
        env=odoo_process.environment(),
    )
    try:
        return Outcome.read(log.read_text(errors="replace"))
    except Trouble as trouble:
        raise Trouble(f"{trouble} (log: {log})") from None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def report(modules, without, ours):
    """Print what both runs found; return the exit code."""
    say(f"{'tests that ran':20} {'without':>8} {'with':>8}")
    for name in modules:
        say(f"{name:20} {without.count()[name]:8} {ours.count()[name]:8}")
    lost, broken = ours.find_lost(without), ours.failed - without.failed
    show("fail in both", without.failed & ours.failed)
    show(f"fail only without {ADDON}", without.failed - ours.failed)
    show(f"do not even run with {ADDON}", lost)
    show(f"fail only with {ADDON}", broken)
    return 1 if lost or broken else 0


def show(title, names):
    say(f"{len(names)} {title}{':' if names else ''}")
    for name in sorted(names):
        say(f"  {name}")
