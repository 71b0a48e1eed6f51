# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from dataclasses import replace as copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.allocation import Allocation, Demand

DESK = 7
STOCK, SHELF, CELLAR = "1/5/", "1/5/6/", "1/5/8/"
FIRST, SECOND, THIRD = 1, 2, 3


def demand(rank, quantity=10, path=STOCK, owed=True, product=DESK):
    """Return a demand whose id is its rank."""
    return Demand(rank, product, path, quantity, (False, rank), owed)


def allocate(free, *demands):
    """Return an allocation of desks; a number is free in the stock itself."""
    places = free if isinstance(free, dict) else {STOCK: free}
    return Allocation({(DESK, path): qty for path, qty in places.items()}, demands)


def test_the_first_takes_what_it_needs():
    allocation = allocate(10, demand(FIRST), demand(SECOND))
    assert allocation.get_allowance(FIRST, 10) == 10


def test_the_second_takes_nothing_the_first_waits_for():
    allocation = allocate(10, demand(FIRST), demand(SECOND))
    assert allocation.get_allowance(SECOND, 10) == 0


def test_the_second_takes_what_the_first_does_not_need():
    allocation = allocate(10, demand(FIRST, 4), demand(SECOND))
    assert allocation.get_allowance(SECOND, 10) == 6


def test_nobody_holds_back_before_one_for_whom_nothing_is_kept():
    allocation = allocate(10, demand(FIRST, owed=False), demand(SECOND))
    assert allocation.get_allowance(SECOND, 10) == 10


def test_surplus_is_what_nobody_waits_for():
    allocation = allocate(10, demand(FIRST, 4), demand(SECOND, 3))
    assert allocation.get_surplus(DESK, STOCK) == 3


def test_there_is_no_surplus_where_more_is_waited_for():
    assert allocate(10, demand(FIRST, 14)).get_surplus(DESK, STOCK) == 0


def test_who_waits_by_himself_alone_leaves_a_surplus():
    allocation = allocate(10, demand(FIRST, owed=False))
    assert allocation.get_surplus(DESK, STOCK) == 10


def test_surplus_is_that_of_a_place():
    allocation = allocate({SHELF: 6, CELLAR: 5}, demand(FIRST, 4, path=SHELF))
    assert (
        allocation.get_surplus(DESK, SHELF),
        allocation.get_surplus(DESK, STOCK),
    ) == (
        2,
        7,
    )


def test_stock_below_zero_is_no_surplus():
    assert allocate({SHELF: 6, CELLAR: -5}).get_surplus(DESK, STOCK) == 1


@given(st.integers(0, 20), st.lists(st.integers(1, 9), max_size=4))
def test_surplus_is_never_taken_from_who_waits(free, needs):
    allocation = allocate(free, *(demand(i, need) for i, need in enumerate(needs, 1)))
    assert allocation.get_surplus(DESK, STOCK) == max(0, free - sum(needs))


def test_another_product_does_not_matter():
    allocation = allocate(10, demand(FIRST, product=8), demand(SECOND))
    assert allocation.get_allowance(SECOND, 10) == 10


def test_what_was_taken_is_neither_owed_nor_free_any_more():
    allocation = allocate(15, demand(FIRST), demand(SECOND), demand(THIRD))
    allocation.take(FIRST, 10)
    assert (allocation.get_allowance(SECOND, 10), allocation.get_reach(SECOND)) == (
        10,
        5,
    )


def test_who_takes_from_a_shelf_leaves_what_is_owed_only_from_there():
    free = {SHELF: 5, CELLAR: 5}
    allocation = allocate(free, demand(FIRST, 5), demand(SECOND, path=SHELF))
    assert allocation.get_allowance(SECOND, 5) == 5


def test_who_takes_from_anywhere_leaves_the_shelf_to_who_waits_for_it():
    free = {SHELF: 5, CELLAR: 5}
    allocation = allocate(free, demand(FIRST, path=SHELF), demand(SECOND))
    assert allocation.get_allowance(SECOND, 10) == 5


def test_an_unknown_move_takes_what_it_wants():
    assert allocate(0).get_allowance(FIRST, 10) == 10


def test_unknown_moves_are_sorted_last():
    allocation = allocate(5, demand(SECOND), demand(FIRST))
    assert sorted([9, SECOND, FIRST], key=allocation.get_rank) == [FIRST, SECOND, 9]


def test_the_last_ones_lose_first_to_who_takes_it_anyway():
    allocation = allocate(20, demand(FIRST), demand(SECOND), demand(THIRD, 12))
    assert allocation.take_all(THIRD) == {SECOND: 10, FIRST: 2}


def test_nobody_loses_what_there_is_for_all():
    allocation = allocate(30, demand(FIRST), demand(SECOND), demand(THIRD))
    assert allocation.take_all(THIRD) == {}


def test_servable_are_those_in_whose_reach_something_is_free():
    allocation = allocate(
        {SHELF: 5},
        demand(THIRD),
        demand(SECOND, path=CELLAR),
        demand(FIRST, path=SHELF),
    )
    assert allocation.get_servable_ids() == [FIRST, THIRD]


paths = st.sampled_from([STOCK, SHELF, CELLAR])
quantities = st.integers(0, 20)
frees = st.dictionaries(paths, quantities)
queues = st.lists(st.tuples(quantities, paths, st.booleans()), max_size=6).map(
    lambda rows: [demand(rank, *row) for rank, row in enumerate(rows, 1)]
)


def serve(free, queue, order=None):
    """Let each take what it may and what there is, in the order of asking.

    :return: what each got, by id
    """
    allocation = allocate(free, *(copy(one) for one in queue))
    taken = {}
    for one in order or queue:
        allowed = allocation.get_allowance(one.id, one.quantity)
        taken[one.id] = min(allowed, allocation.get_reach(one.id))
        allocation.take(one.id, taken[one.id])
    return taken


@given(frees, queues)
def test_nothing_is_taken_twice(free, queue):
    assert sum(serve(free, queue).values()) <= sum(free.values())


@given(st.integers(0, 60), st.lists(quantities, max_size=6), st.randoms())
def test_who_asks_first_gets_no_more_than_is_his_turn(free, needs, random):
    queue = [demand(rank, need) for rank, need in enumerate(needs, 1)]
    shuffled = random.sample(queue, len(queue))
    assert serve(free, queue, shuffled) == serve(free, queue)


@given(frees, queues)
def test_who_takes_all_takes_from_others_just_what_he_may_not(free, queue):
    for one in queue:
        allocation = allocate(free, *(copy(other) for other in queue))
        wanted = min(one.quantity, allocation.get_reach(one.id))
        excess = wanted - allocation.get_allowance(one.id, wanted)
        assert sum(allocation.take_all(one.id).values()) == pytest.approx(excess)
