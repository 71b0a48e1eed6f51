"""What is read from Odoo's log of core's tests, and what is made of it."""

import pytest

from devtools import core_suites
from devtools.console import Trouble
from devtools.core_suites import Outcome, report

LINE = (
    "2026-11-25 10:29:23,513 7740 {} core_with odoo.addons.stock.tests.test_move: {}\n"
)
STARTED = "".join(
    LINE.format("INFO", f"Starting {name} ... ")
    for name in ("Moves.test_split", "Moves.test_merge", "Quants.test_merge")
)
FAILED = (
    LINE.format("INFO", "=" * 70)
    + LINE.format("ERROR", "FAIL: Moves.test_split")
    + "Traceback (most recent call last):\nAssertionError: 1 != 2\n \n"
    + LINE.format("ERROR", "ERROR: Subtest Quants.test_merge (quantity=3)")
    + "2026-11-25 10:33:20,658 9692 ERROR core_with odoo.tests.suite: ERROR: "
    "setUpClass (odoo.addons.stock.tests.test_lots.Lots)\nTraceback\n"
)
ENDED = (
    "2026-11-25 10:40:00,000 7740 ERROR core_with odoo.tests.result: 1 failed, "
    "2 error(s) of 3 tests when loading database 'core_with' \n"
)
PASSED = Outcome(frozenset({"stock/A.test_a", "stock/A.test_b"}), frozenset())


def test_reads_what_ran_and_what_failed():
    outcome = Outcome.read(STARTED + FAILED + ENDED)
    assert outcome.ran == {
        "stock/Moves.test_split",
        "stock/Moves.test_merge",
        "stock/Quants.test_merge",
    }
    assert outcome.failed == {
        "stock/Moves.test_split",
        "stock/Quants.test_merge",
        "stock/Lots",
    }


@pytest.mark.parametrize("log", [STARTED, ENDED, ""])
def test_a_run_that_was_cut_short_is_no_result(log):
    with pytest.raises(Trouble, match="not to the end"):
        Outcome.read(log)


@pytest.mark.parametrize(
    ("without", "ours", "code", "words"),
    [
        ([], [], 0, "0 fail only with backorder_comms"),
        (["stock/A.test_a"], ["stock/A.test_a"], 0, "1 fail in both"),
        (["stock/A.test_a"], [], 0, "1 fail only without"),
        ([], ["stock/A.test_a"], 1, "1 fail only with backorder_comms"),
    ],
)
def test_what_fails_only_with_us_is_our_fault(capsys, without, ours, code, words):
    before, now = (Outcome(PASSED.ran, frozenset(found)) for found in (without, ours))
    assert report(["stock"], before, now) == code
    assert words in capsys.readouterr().out


def test_what_does_not_run_any_more_is_our_fault(capsys):
    fewer = Outcome(frozenset({"stock/A.test_a"}), frozenset())
    assert report(["stock"], PASSED, fewer) == 1
    assert "1 do not even run" in capsys.readouterr().out


def test_tests_of_a_broken_class_are_told_as_one(capsys):
    broken = Outcome(frozenset(), frozenset({"stock/A"}))
    assert report(["stock"], PASSED, broken) == 1
    assert "0 do not even run" in capsys.readouterr().out


def test_an_addon_that_core_does_not_have():
    with pytest.raises(Trouble, match="sale_stok: no addon of Odoo's"):
        core_suites.check(["sale_stok"])


def test_the_outcome_without_us_is_kept(cache_home, monkeypatch):
    runs = []
    monkeypatch.setattr(core_suites, "measure", lambda *_: runs.append(1) or PASSED)
    monkeypatch.setattr(core_suites.odoo_source, "ensure", OdooNow)
    for fresh in (False, False, True):
        assert core_suites.baseline("name", ["stock"], fresh) == PASSED
    assert len(runs) == 2


class OdooNow:
    """A source of which only the version matters."""

    version = "19.0"
