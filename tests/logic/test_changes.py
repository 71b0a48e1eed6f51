# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from logic.changes import CANCEL, DONE, READY, WAITING, Fact, Situation, compare

SOON, LATER = date(2026, 3, 5), date(2026, 3, 11)
WAITS = Situation(open=10, shipped=0, short=4, expected=SOON)

days = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def situations(draw):
    """Any order line: not more is short than is open."""
    open_quantity = draw(st.integers(0, 50))
    return Situation(
        open_quantity,
        draw(st.integers(0, 50)),
        draw(st.integers(0, open_quantity)),
        draw(days),
    )


def test_a_later_date_is_a_fact():
    now = WAITS._replace(expected=LATER)
    assert compare(WAITING, WAITS, now) == (WAITING, Fact("later", SOON, LATER))


def test_an_earlier_date_is_a_fact():
    known = WAITS._replace(expected=LATER)
    assert compare(WAITING, known, WAITS) == (WAITING, Fact("earlier", LATER, SOON))


def test_a_lost_date_counts_as_later():
    now = WAITS._replace(expected=None)
    assert compare(WAITING, WAITS, now) == (WAITING, Fact("later", SOON, None))


def test_a_found_date_counts_as_earlier():
    known = WAITS._replace(expected=None)
    assert compare(WAITING, known, WAITS) == (WAITING, Fact("earlier", None, SOON))


def test_goods_for_a_part_are_no_fact():
    assert compare(WAITING, WAITS, WAITS._replace(short=2)) == (WAITING, None)


def test_goods_for_all_make_it_ready():
    now = WAITS._replace(short=0, expected=None)
    assert compare(WAITING, WAITS, now) == (READY, Fact("ready", 4, 10))


def test_ready_stays_ready():
    ready = WAITS._replace(short=0)
    assert compare(READY, ready, ready) == (READY, None)


def test_goods_that_are_taken_away_again_mean_a_new_date():
    ready = WAITS._replace(short=0)
    assert compare(READY, ready, WAITS) == (WAITING, Fact("later", None, SOON))


def test_all_shipped_is_done():
    now = Situation(open=0, shipped=10, short=0, expected=None)
    assert compare(READY, WAITS, now) == (DONE, Fact("shipped", 10, 10))


def test_what_vanishes_without_being_shipped_is_cancelled():
    now = Situation(open=0, shipped=6, short=0, expected=None)
    assert compare(WAITING, WAITS, now) == (CANCEL, Fact("cancelled", 10, 4))


def test_part_that_vanishes_is_cancelled_though_the_rest_is_there():
    now = Situation(open=6, shipped=0, short=0, expected=None)
    assert compare(WAITING, WAITS, now) == (READY, Fact("cancelled", 10, 4))


def test_part_that_vanishes_is_cancelled_while_the_rest_waits():
    now = Situation(open=8, shipped=0, short=2, expected=SOON)
    assert compare(WAITING, WAITS, now) == (WAITING, Fact("cancelled", 10, 2))


def test_part_that_is_shipped_is_not_cancelled():
    now = Situation(open=4, shipped=6, short=4, expected=SOON)
    assert compare(WAITING, WAITS, now) == (WAITING, None)


@given(st.sampled_from([WAITING, READY]), situations())
def test_looking_twice_tells_nothing_new(state, now):
    state, _fact = compare(state, WAITS, now)
    if state in (WAITING, READY):
        assert compare(state, now, now) == (state, None)


@given(st.sampled_from([WAITING, READY]), situations(), situations())
def test_it_is_closed_exactly_when_nothing_is_open(state, known, now):
    new_state, _fact = compare(state, known, now)
    assert (new_state in (DONE, CANCEL)) == (now.open == 0)


@given(st.sampled_from([WAITING, READY]), situations(), situations())
def test_each_change_of_state_has_a_fact(state, known, now):
    new_state, fact = compare(state, known, now)
    assert new_state == state or fact is not None
