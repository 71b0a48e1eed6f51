# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from logic.parcels import Parcel, Portion, find_last_day, plan_parcels

TODAY = date(2026, 11, 25)
LATER = date(2026, 12, 19)

DESKS, LAMPS, CHAIRS = 1, 2, 3


def test_what_is_here_leaves_before_what_is_not():
    portions = {DESKS: [Portion(3, TODAY, True)], LAMPS: [Portion(1, LATER)]}
    assert plan_parcels(portions) == [
        Parcel(TODAY, {DESKS: 3}, True),
        Parcel(LATER, {LAMPS: 1}, False),
    ]


def test_what_waits_for_each_other_leaves_with_the_last():
    portions = {DESKS: [Portion(3, TODAY, True)], LAMPS: [Portion(1, LATER)]}
    assert plan_parcels(portions, {DESKS, LAMPS}) == [
        Parcel(LATER, {DESKS: 3, LAMPS: 1}, False)
    ]


def test_what_is_ready_on_the_same_day_is_one_parcel():
    portions = {DESKS: [Portion(3, LATER)], LAMPS: [Portion(1, LATER)]}
    assert plan_parcels(portions) == [Parcel(LATER, {DESKS: 3, LAMPS: 1})]


def test_line_that_comes_in_parts_leaves_in_parts():
    portions = {DESKS: [Portion(6, TODAY, True), Portion(4, LATER)]}
    assert [parcel.quantity for parcel in plan_parcels(portions)] == [6, 4]
    assert [parcel.quantity for parcel in plan_parcels(portions, {DESKS})] == [10]


def test_one_part_without_a_day_leaves_all_that_waits_for_it_without_one():
    portions = {DESKS: [Portion(3, TODAY, True)], LAMPS: [Portion(1, None)]}
    assert plan_parcels(portions, {DESKS, LAMPS})[0].day is None


def test_others_do_not_wait():
    portions = {
        DESKS: [Portion(3, TODAY, True)],
        LAMPS: [Portion(1, LATER)],
        CHAIRS: [Portion(4, TODAY, True)],
    }
    assert plan_parcels(portions, {DESKS, LAMPS}) == [
        Parcel(TODAY, {CHAIRS: 4}, True),
        Parcel(LATER, {DESKS: 3, LAMPS: 1}, False),
    ]


def test_nothing_leaves_in_no_parcel():
    assert plan_parcels({}) == []
    assert find_last_day({}, {DESKS}) is None


PORTIONS = st.dictionaries(
    st.integers(1, 6),
    st.lists(
        st.builds(
            Portion,
            st.integers(1, 9),
            st.none() | st.integers(0, 9).map(lambda n: TODAY + timedelta(days=n)),
            st.booleans(),
        ),
        min_size=1,
        max_size=3,
    ),
)
LINES = st.sets(st.integers(1, 6))


@given(PORTIONS, LINES)
def test_nothing_is_lost_or_sent_twice(portions, together):
    parcels = plan_parcels(portions, together)
    for line, own in portions.items():
        packed = sum(parcel.quantities.get(line, 0) for parcel in parcels)
        assert packed == sum(portion.quantity for portion in own)


@given(PORTIONS, LINES)
def test_one_parcel_leaves_a_day(portions, together):
    days = [parcel.day for parcel in plan_parcels(portions, together)]
    assert len(days) == len(set(days))
    known = [day for day in days if day]
    assert known == sorted(known) and None not in days[:-1]


@given(PORTIONS)
def test_who_waits_for_everything_gets_one_parcel_at_most(portions):
    assert len(plan_parcels(portions, set(portions))) == min(1, len(portions))


@given(PORTIONS, LINES)
def test_waiting_makes_nothing_leave_earlier(portions, together):
    last = find_last_day(portions, portions)
    assert (last is None) == (
        not portions or plan_parcels(portions, together)[-1].day is None
    )
