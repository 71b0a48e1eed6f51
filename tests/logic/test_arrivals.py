# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from logic.arrivals import FIRST_PART, rearrange, take

OLD, NEW, LATER = date(2026, 12, 1), date(2026, 12, 5), date(2026, 12, 9)


class Move(NamedTuple):
    id: int
    quantity: float
    date: date


MOVES = [Move(1, 10, OLD), Move(2, 4, OLD)]


def test_other_moves_stay():
    assert rearrange(MOVES, {}) == (MOVES, {})


def test_whole_move_comes_on_another_day():
    assert rearrange(MOVES, {2: (NEW, [])}) == ([MOVES[0], Move(2, 4, NEW)], {})


def test_part_comes_on_another_day():
    moves, origins = rearrange(MOVES[:1], {1: (None, [(3, LATER)])})
    assert moves == [Move(FIRST_PART, 3, LATER), Move(1, 7, OLD)]
    assert origins == {FIRST_PART: 1}


def test_nothing_stays_where_parts_are_all():
    moves, _origins = rearrange(MOVES[:1], {1: (NEW, [(10, LATER)])})
    assert moves == [Move(FIRST_PART, 10, LATER)]


def test_parts_are_taken_from_the_last_moves():
    assert take({1: 10, 2: 4}, [(5, NEW), (1, LATER)]) == {
        1: [(1, NEW), (1, LATER)],
        2: [(4, NEW)],
    }


parts = st.lists(st.tuples(st.integers(1, 20), st.just(NEW)), max_size=4)


@given(st.dictionaries(st.integers(1, 5), st.integers(1, 9), min_size=1), parts)
def test_no_more_is_taken_than_there_is(moves, wishes):
    shares = take(moves, wishes)
    taken = {
        move: sum(quantity for quantity, _day in share)
        for move, share in shares.items()
    }
    assert all(taken[move] <= quantity for move, quantity in moves.items())
    wanted = sum(quantity for quantity, _day in wishes)
    assert sum(taken.values()) == min(wanted, sum(moves.values()))
