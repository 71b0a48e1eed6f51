# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from logic.priority import MEASURES, Facts, Weight, get_points, get_score, measure
from logic.ranking import Claim, get_place

TODAY = date(2026, 3, 2)

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
facts = st.builds(
    Facts,
    queued=days,
    deadline=st.none() | days,
    promised=st.none() | days,
    slips=st.integers(0, 50),
    value=st.floats(0, 1e7),
    paid=st.floats(0, 1),
)
weights = st.builds(
    Weight,
    kind=st.sampled_from(sorted(MEASURES)),
    points=st.integers(1, 50),
    step=st.floats(0.01, 1e5),
    limit=st.integers(0, 200),
    horizon=st.integers(0, 60),
)


def in_days(count):
    return TODAY + timedelta(days=count)


def score(kind, points=1, step=1.0, limit=100, horizon=14, **known):
    """Return the points for facts about an order line that waits since today."""
    weight = Weight(kind, points, step, limit, horizon)
    return get_points(weight, Facts(**{"queued": TODAY, **known}), TODAY)


@pytest.mark.parametrize(
    ("kind", "known", "points"),
    [
        ("match", {}, 1),
        ("broken", {"promised": in_days(-5)}, 5),
        ("broken", {"promised": in_days(3)}, 0),
        ("broken", {}, 0),
        ("slips", {"slips": 2}, 2),
        ("age", {"queued": in_days(-9)}, 9),
        ("age", {"queued": in_days(9)}, 0),
        ("deadline", {"deadline": in_days(10)}, 4),
        ("deadline", {"deadline": in_days(20)}, 0),
        ("deadline", {"deadline": in_days(-2)}, 16),
        ("deadline", {}, 0),
        ("value", {"value": 12.5}, 12),
        ("paid", {"paid": 0.5}, 50),
    ],
)
def test_what_a_rule_measures(kind, known, points):
    assert score(kind, **known) == points


def test_only_whole_steps_count():
    assert score("value", step=1000, points=2, value=2999.0) == 4


def test_payment_that_lacks_a_hair_of_a_step_has_reached_it():
    assert score("paid", step=10, paid=0.1 + 0.2) == 3


def test_rule_gives_no_more_than_its_limit():
    assert score("broken", limit=14, promised=in_days(-90)) == 14


def test_condition_may_take_points_away():
    assert score("match", points=-5, step=3) == -5


def test_score_is_between_nothing_and_the_cap():
    assert get_score([7, 9, 30], 40) == 40
    assert get_score([7, -9], 40) == 0
    assert get_score([], 40) == 0


@given(weights, facts)
def test_measured_points_are_never_negative_nor_beyond_the_limit(weight, known):
    assume(weight.kind != "match")
    assert measure(weight, known, TODAY) >= 0
    assert 0 <= get_points(weight, known, TODAY) <= weight.limit


@given(weights, facts, st.integers(0, 60), days)
def test_nobody_goes_before_who_waits_longer_than_star_and_cap(
    weight, known, cap, newcomer_day
):
    """Whatever the rules give to a newcomer, a line without points waits no longer."""
    star = 30
    waiting = Claim(0, datetime(2026, 3, 2, 12), datetime(2026, 3, 2, 12), 1)
    points = star + get_score([get_points(weight, known, TODAY)] * 9, cap)
    moment = datetime.combine(newcomer_day, datetime.min.time())
    newcomer = Claim(points, moment, moment, 2)
    assume(newcomer_day > TODAY + timedelta(days=star + cap))
    assert get_place(waiting, 30) < get_place(newcomer, 30)


@given(weights, facts, facts)
def test_more_of_what_is_measured_never_gives_fewer_points(weight, one, other):
    less, more = sorted((one, other), key=lambda known: measure(weight, known, TODAY))
    assert get_points(weight, less, TODAY) <= get_points(weight, more, TODAY)
