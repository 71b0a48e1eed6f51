# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from logic.effects import (
    LATER,
    SAME,
    SOONER,
    Effect,
    Outcome,
    find_effects,
    number,
)

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)

outcomes = st.builds(
    Outcome, st.integers(1, 9), st.none() | st.sampled_from([MONDAY, FRIDAY])
)
situations = st.dictionaries(st.integers(1, 9), outcomes)


def effect(before, after):
    return Effect(Outcome(1, before), Outcome(1, after))


def test_later_day_is_later():
    assert effect(MONDAY, FRIDAY).direction == LATER
    assert effect(MONDAY, FRIDAY).days == 4


def test_unknown_day_is_later_than_any():
    assert effect(MONDAY, None).direction == LATER
    assert effect(None, MONDAY).direction == SOONER
    assert effect(None, MONDAY).days == 0


def test_two_unknown_days_are_the_same():
    assert effect(None, None).direction == SAME


def test_line_stands_where_its_first_demand_does():
    assert number([[(3, 7), (1, 7), (2, 8)], [(1, 9)]]) == {7: 1, 8: 2, 9: 1}


def test_line_that_does_not_wait_any_more_differs():
    gone = find_effects({7: Outcome(1, MONDAY)}, {})
    assert gone == {7: Effect(Outcome(1, MONDAY), Outcome(None, None))}


@given(situations)
def test_the_same_has_no_effect(situation):
    assert find_effects(situation, dict(situation)) == {}


@given(situations, situations)
def test_what_one_gains_on_the_way_there_it_loses_on_the_way_back(before, after):
    there, back = find_effects(before, after), find_effects(after, before)
    opposite = {SOONER: LATER, LATER: SOONER, SAME: SAME}
    assert there.keys() == back.keys()
    for line_id, one in there.items():
        assert back[line_id].direction == opposite[one.direction]
        assert back[line_id].days == -one.days
