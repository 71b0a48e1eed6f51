# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.promises import is_at_risk, judge, wants_consent

PROMISED = date(2026, 3, 5)
DAY = timedelta(days=1)
TODAY, EARLIER, LATER = (PROMISED + number * DAY for number in range(3))

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
states = st.sampled_from(["waiting", "ready", "done", "cancel"])


@pytest.mark.parametrize(
    ("shipped", "verdict"),
    [(PROMISED - DAY, "kept"), (PROMISED, "kept"), (PROMISED + DAY, "broken")],
)
def test_a_promise_is_judged_by_the_day_of_shipment(shipped, verdict):
    assert judge(PROMISED, "done", shipped) == verdict


@pytest.mark.parametrize("state", ["waiting", "ready"])
def test_a_promise_is_open_until_the_goods_left(state):
    assert judge(PROMISED, state, None) == "open"


def test_goods_that_were_given_up_break_no_promise():
    assert judge(PROMISED, "cancel", None) is None


def test_no_date_is_no_promise():
    assert judge(None, "done", PROMISED) is None


@given(days, days)
def test_a_later_promise_is_never_harder_to_keep(promised, shipped):
    if judge(promised, "done", shipped) == "kept":
        assert judge(promised + DAY, "done", shipped) == "kept"


@pytest.mark.parametrize(
    ("expected", "at_risk"),
    [(PROMISED - DAY, False), (PROMISED, False), (PROMISED + DAY, True), (None, True)],
)
def test_a_later_or_a_lost_date_puts_the_promise_at_risk(expected, at_risk):
    assert is_at_risk(PROMISED, "waiting", expected) is at_risk


@given(states, st.none() | days)
def test_nothing_is_at_risk_without_a_promise(state, expected):
    assert not is_at_risk(None, state, expected)


@given(days, st.sampled_from(["ready", "done", "cancel"]), st.none() | days)
def test_only_what_waits_is_at_risk(promised, state, expected):
    assert not is_at_risk(promised, state, expected)


@pytest.mark.parametrize(
    ("expected", "due", "promised", "is_agreed", "answer"),
    [
        (LATER, EARLIER, None, False, True),
        (LATER, EARLIER, LATER, False, True),
        (LATER, None, EARLIER, False, True),
        (LATER, EARLIER, LATER, True, False),
        (EARLIER, EARLIER, LATER, False, False),
        (None, EARLIER, None, False, False),
        (LATER, EARLIER, EARLIER, True, True),
        (LATER, None, None, False, False),
    ],
)
def test_consent_is_wanted_to_a_worse_date(expected, due, promised, is_agreed, answer):
    assert wants_consent(TODAY, expected, due, promised, is_agreed) is answer


def test_nobody_agrees_to_a_day_that_has_passed():
    assert not wants_consent(LATER, EARLIER, TODAY, None, False)
