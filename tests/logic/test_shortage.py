# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from logic.shortage import (
    INCOMING,
    LATE,
    NONE,
    STOCK,
    Piece,
    Shortage,
    measure_shortage,
)

TODAY = date(2026, 3, 2)
SOON = TODAY + timedelta(days=3)
LATER = TODAY + timedelta(days=9)

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
quantities = st.integers(1, 1000).map(float)
pieces = st.lists(
    st.one_of(
        st.builds(Piece, quantities, st.sampled_from([STOCK, LATE, NONE])),
        st.builds(Piece, quantities, st.just(INCOMING), days),
    )
)


def test_stock_is_no_shortage():
    assert measure_shortage([Piece(5, STOCK)]) == Shortage(0, None, None)


def test_demand_of_nothing_is_no_shortage():
    assert measure_shortage([]) == Shortage(0, None, None)


def test_the_last_piece_gives_the_date():
    shortage = measure_shortage([Piece(1, INCOMING, LATER), Piece(2, INCOMING, SOON)])
    assert shortage == Shortage(3, LATER, INCOMING)


def test_one_uncovered_piece_makes_the_date_unknown():
    shortage = measure_shortage([Piece(1, INCOMING, SOON), Piece(2, NONE)])
    assert shortage == Shortage(3, None, NONE)


def test_what_arrives_on_the_due_day_is_in_time():
    assert measure_shortage([Piece(1, INCOMING, SOON)], due=SOON).quantity == 0


def test_what_arrives_after_the_due_day_is_not():
    assert measure_shortage([Piece(1, INCOMING, LATER)], due=SOON).quantity == 1


def test_overdue_supply_weighs_more_than_supply_to_come():
    shortage = measure_shortage([Piece(1, INCOMING, SOON), Piece(1, LATE)])
    assert shortage.cause == LATE


@given(pieces)
def test_shortage_and_stock_are_the_whole_demand(demand):
    in_stock = sum(piece.quantity for piece in demand if piece.cause == STOCK)
    total = sum(piece.quantity for piece in demand)
    assert measure_shortage(demand).quantity + in_stock == total


@given(pieces, days)
def test_a_due_day_never_adds_to_a_shortage(demand, due):
    assert measure_shortage(demand, due).quantity <= measure_shortage(demand).quantity


@given(pieces, days, days)
def test_a_later_due_day_never_adds_to_a_shortage(demand, one_day, another):
    earlier, later = sorted((one_day, another))
    assert (
        measure_shortage(demand, later).quantity
        <= measure_shortage(demand, earlier).quantity
    )


@given(st.permutations([Piece(1, NONE), Piece(2, LATE), Piece(3, INCOMING, SOON)]))
def test_the_order_of_pieces_does_not_matter(demand):
    assert measure_shortage(demand) == Shortage(6, None, NONE)


@given(pieces)
def test_a_date_is_given_only_if_every_missing_piece_has_one(demand):
    missing = [piece for piece in demand if piece.cause != STOCK]
    is_known = bool(missing) and all(piece.day for piece in missing)
    assert bool(measure_shortage(demand).expected) == is_known
