# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from logic.pegging import Demand, Step, Stock, Supply, peg
from logic.shortage import INCOMING, LATE, NONE, STOCK, Piece, measure_shortage

TODAY = date(2026, 3, 2)
SHELF, BIN, DOCK = 1, 2, 3


def day(days):
    return TODAY + timedelta(days=days)


def is_inside(location, other):
    return location == other or (location, other) == (BIN, SHELF)


def make_stock(**quantities):
    places = {"shelf": SHELF, "bin": BIN, "dock": DOCK}
    found = {places[name]: quantity for name, quantity in quantities.items()}
    return Stock(found, is_inside, root=SHELF, day=TODAY)


def make_demand(
    number, quantity, reserved=None, location=SHELF, brought=None, until=None
):
    """Return a demand of one step, whose place in the queue is its number."""
    step = Step(number, location, quantity, reserved or {}, brought)
    return Demand(number, quantity, (number,), (step,), until)


def incoming(quantity, days, supply):
    return Piece(quantity, INCOMING, day(days), supply=supply)


def test_stock_covers_the_first_in_the_queue():
    demands = [make_demand(1, 5), make_demand(2, 5)]
    pieces = peg(demands, make_stock(shelf=5), [])
    assert pieces == {1: [Piece(5, STOCK)], 2: [Piece(5, NONE)]}


def test_what_is_reserved_stays_with_who_has_it():
    demands = [make_demand(1, 5), make_demand(2, 5, reserved={SHELF: 5})]
    pieces = peg(demands, make_stock(shelf=5), [])
    assert pieces == {1: [Piece(5, NONE)], 2: [Piece(5, STOCK)]}


def test_the_earlier_arrival_covers_the_first_in_the_queue():
    demands = [make_demand(1, 5), make_demand(2, 5)]
    supplies = [Supply(20, 5, day(9)), Supply(10, 5, day(4))]
    pieces = peg(demands, make_stock(), supplies)
    assert pieces == {1: [incoming(5, 4, 10)], 2: [incoming(5, 9, 20)]}


def test_overdue_supply_is_for_who_would_get_nothing_else():
    demands = [make_demand(1, 5), make_demand(2, 5)]
    supplies = [Supply(10, 5, None, LATE), Supply(20, 5, day(9))]
    pieces = peg(demands, make_stock(), supplies)
    assert pieces == {1: [incoming(5, 9, 20)], 2: [Piece(5, LATE, supply=10)]}


def test_of_what_comes_on_the_same_day_the_sure_one_is_first():
    supplies = [Supply(-7, 5, day(4), latest=day(7)), Supply(10, 5, day(4))]
    pieces = peg([make_demand(1, 5)], make_stock(), supplies)
    assert pieces == {1: [incoming(5, 4, 10)]}


def test_stock_goes_to_others_before_those_who_give_way():
    demands = [make_demand(1, 5, until=day(9)), make_demand(2, 3)]
    pieces = peg(demands, make_stock(shelf=5), [])
    assert pieces == {1: [Piece(2, STOCK), Piece(3, NONE)], 2: [Piece(3, STOCK)]}


def test_what_comes_before_their_day_goes_to_others_first():
    demands = [make_demand(1, 5, until=day(9)), make_demand(2, 5)]
    supplies = [Supply(10, 5, day(4)), Supply(20, 5, day(9))]
    pieces = peg(demands, make_stock(), supplies)
    assert pieces == {1: [incoming(5, 9, 20)], 2: [incoming(5, 4, 10)]}


def test_what_comes_on_their_day_goes_by_place():
    demands = [make_demand(1, 5, until=day(9)), make_demand(2, 5)]
    pieces = peg(demands, make_stock(), [Supply(20, 5, day(9))])
    assert pieces == {1: [incoming(5, 9, 20)], 2: [Piece(5, NONE)]}


def test_who_gives_way_takes_what_nobody_else_needs():
    demands = [make_demand(1, 5, until=date.max), make_demand(2, 5)]
    pieces = peg(demands, make_stock(), [Supply(10, 10, day(4))])
    assert pieces == {1: [incoming(5, 4, 10)], 2: [incoming(5, 4, 10)]}


def test_what_was_ordered_for_somebody_is_his_first():
    demands = [make_demand(1, 5), make_demand(2, 5)]
    supplies = [Supply(10, 5, day(4), demands=frozenset({2}))]
    pieces = peg(demands, make_stock(), supplies)
    assert pieces == {1: [Piece(5, NONE)], 2: [incoming(5, 4, 10)]}


def test_what_was_ordered_for_somebody_and_is_left_goes_to_others():
    demands = [make_demand(1, 5), make_demand(2, 2)]
    supplies = [Supply(10, 7, day(4), demands=frozenset({2}))]
    pieces = peg(demands, make_stock(), supplies)
    assert pieces[1] == [incoming(5, 4, 10)]


def test_stock_in_a_bin_of_the_shelf_counts():
    assert peg([make_demand(1, 5)], make_stock(bin=5), [])[1] == [Piece(5, STOCK)]


def test_demand_from_a_bin_does_not_take_from_the_shelf():
    demand = make_demand(1, 5, location=BIN)
    assert peg([demand], make_stock(shelf=5), [])[1] == [Piece(5, NONE)]


def test_stock_on_the_dock_can_leave_when_it_is_put_away():
    assert peg([make_demand(1, 5)], make_stock(dock=5), [])[1] == [
        Piece(5, INCOMING, TODAY)
    ]


def test_a_later_step_takes_only_what_was_brought_to_it():
    demand = make_demand(1, 5, location=DOCK, brought=2)
    pieces = peg([demand], make_stock(dock=2, shelf=9), [])
    assert pieces[1] == [Piece(2, STOCK), Piece(3, NONE)]


def test_reservation_of_a_shared_step_counts_once():
    step = Step(7, SHELF, 6, {SHELF: 4})
    demands = [Demand(number, 3, (number,), (step,)) for number in (1, 2)]
    pieces = peg(demands, make_stock(shelf=4), [])
    assert pieces == {1: [Piece(3, STOCK)], 2: [Piece(1, STOCK), Piece(2, NONE)]}


quantities = st.integers(0, 20).map(float)
stocks = st.builds(make_stock, shelf=quantities, bin=quantities, dock=quantities)
supply_days = st.one_of(st.none(), st.integers(0, 60).map(day))
supply_lists = st.lists(st.tuples(quantities, supply_days), max_size=8).map(
    lambda rows: [
        Supply(100 + index, quantity, arrival, INCOMING if arrival else LATE)
        for index, (quantity, arrival) in enumerate(rows)
    ]
)
demand_lists = st.lists(st.integers(1, 20).map(float), max_size=8).map(
    lambda rows: [make_demand(index, quantity) for index, quantity in enumerate(rows)]
)
shelves = st.dictionaries(st.sampled_from(["shelf", "bin", "dock"]), quantities)


@st.composite
def patient_lists(draw):
    """Some of whom give way to others for a while, or for good."""
    days = st.none() | st.integers(1, 60).map(day) | st.just(date.max)
    return [
        demand._replace(gives_way_until=draw(days)) for demand in draw(demand_lists)
    ]


def get_expected(pieces):
    """Return the day of a demand's last piece; today for stock, the end of time for
    what has none."""
    shortage = measure_shortage(pieces)
    return (shortage.expected or date.max) if shortage.quantity else TODAY


def sum_taken(pieces_by_demand, *causes):
    taken = Counter()
    for pieces in pieces_by_demand.values():
        for piece in pieces:
            if piece.cause in causes:
                taken[piece.supply] += piece.quantity
    return taken


@given(patient_lists(), shelves, supply_lists)
def test_pieces_add_up_to_the_demand(demands, shelf, supplies):
    pieces = peg(demands, make_stock(**shelf), supplies)
    sums = {
        key: sum(piece.quantity for piece in found) for key, found in pieces.items()
    }
    assert sums == {demand.id: demand.quantity for demand in demands}


@given(patient_lists(), shelves, supply_lists)
def test_no_unit_of_supply_is_given_twice(demands, shelf, supplies):
    taken = sum_taken(peg(demands, make_stock(**shelf), supplies), INCOMING, LATE)
    assert all(taken[supply.id] <= supply.quantity for supply in supplies)


@given(patient_lists(), shelves)
def test_no_unit_of_stock_is_given_twice(demands, shelf):
    taken = sum_taken(peg(demands, make_stock(**shelf), []), STOCK, INCOMING)
    assert taken[None] <= sum(shelf.values())


@given(patient_lists(), shelves, supply_lists)
def test_nothing_is_uncovered_while_supply_is_left(demands, shelf, supplies):
    pieces = peg(demands, make_stock(**shelf), supplies)
    uncovered = sum(sum_taken(pieces, NONE).values())
    wanted = sum(demand.quantity for demand in demands)
    there = sum(shelf.values()) + sum(supply.quantity for supply in supplies)
    assert uncovered == max(0, wanted - there)


@given(demand_lists, shelves, supply_lists)
def test_nobody_is_served_before_those_in_front(demands, shelf, supplies):
    pieces = peg(demands, make_stock(**shelf), supplies)
    days = [get_expected(pieces[demand.id]) for demand in demands]
    assert days == sorted(days)


@given(st.data(), patient_lists(), shelves, supply_lists)
def test_the_order_of_the_input_does_not_matter(data, demands, shelf, supplies):
    shuffled = data.draw(st.permutations(demands)), data.draw(st.permutations(supplies))
    expected = peg(demands, make_stock(**shelf), supplies)
    assert peg(shuffled[0], make_stock(**shelf), shuffled[1]) == expected


@given(demand_lists, shelves, supply_lists, st.integers(0, 7), st.integers(0, 60))
def test_earlier_supply_delays_nobody(demands, shelf, supplies, index, days):
    earlier = [
        supply._replace(day=min(supply.day or date.max, day(days)), cause=INCOMING)
        if number == index
        else supply
        for number, supply in enumerate(supplies)
    ]
    before = peg(demands, make_stock(**shelf), supplies)
    after = peg(demands, make_stock(**shelf), earlier)
    assert all(get_expected(after[key]) <= get_expected(before[key]) for key in before)


@given(demand_lists, shelves, supply_lists, st.integers(0, 7), quantities)
def test_larger_supply_delays_nobody(demands, shelf, supplies, index, more):
    larger = [
        supply._replace(quantity=supply.quantity + more) if number == index else supply
        for number, supply in enumerate(supplies)
    ]
    before = peg(demands, make_stock(**shelf), supplies)
    after = peg(demands, make_stock(**shelf), larger)
    assert all(get_expected(after[key]) <= get_expected(before[key]) for key in before)


@given(demand_lists, shelves, supply_lists, st.integers(0, 7))
def test_who_gives_way_for_good_delays_nobody(demands, shelf, supplies, index):
    """As if he were not there, for the others."""
    behind = [
        demand._replace(gives_way_until=date.max) if number == index else demand
        for number, demand in enumerate(demands)
    ]
    others = [demand for demand in behind if not demand.gives_way_until]
    dated = [supply for supply in supplies if supply.day]
    found = peg(behind, make_stock(**shelf), dated)
    alone = peg(others, make_stock(**shelf), dated)
    assert {key: found[key] for key in alone} == alone
