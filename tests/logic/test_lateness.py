# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.lateness import MIN_RECEIPTS, Lateness, measure_lateness

days = st.integers(-400, 400)
histories = st.lists(days, min_size=MIN_RECEIPTS, max_size=60)


def measure(history):
    return measure_lateness(history, len(history))


@pytest.mark.parametrize(
    ("history", "lateness"),
    [
        ([3, 3, 3, 3, 3], Lateness(3, 3, 3)),
        ([0, 1, 2, 3, 4], Lateness(0, 2, 4)),
        ([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], Lateness(0, 4, 8)),
        ([-2, -1, 0, 0, 90], Lateness(-2, 0, 90)),
    ],
)
def test_figures_are_those_that_were_seen(history, lateness):
    assert measure(history) == lateness


def test_one_receipt_that_is_far_off_moves_nothing_of_a_long_history():
    assert measure([2] * 19 + [300]) == Lateness(2, 2, 2)


def test_one_lorry_with_many_lines_says_nothing_of_a_vendor():
    assert measure_lateness([7] * 30, receipt_count=1) is None


@given(st.lists(days, max_size=MIN_RECEIPTS - 1))
def test_too_few_receipts_say_nothing(history):
    assert measure(history) is None


@given(histories)
def test_figures_are_in_order(history):
    early, likely, late = measure(history)
    assert min(history) <= early <= likely <= late <= max(history)


@given(histories)
def test_as_many_are_later_and_earlier_as_the_figures_say(history):
    for value, percent in zip(measure(history), (10, 50, 90), strict=True):
        count = len(history)
        assert sum(day <= value for day in history) >= count * percent / 100
        assert sum(day < value for day in history) < count * percent / 100


@given(histories, st.randoms())
def test_the_order_of_receipts_does_not_matter(history, random):
    shuffled = list(history)
    random.shuffle(shuffled)
    assert measure(shuffled) == measure(history)


@given(histories, days)
def test_a_vendor_who_is_later_by_so_much_always_is_later_by_so_much(history, delay):
    moved = measure([day + delay for day in history])
    assert moved == Lateness(*(figure + delay for figure in measure(history)))


@given(histories, days)
def test_another_late_receipt_makes_nobody_earlier(history, day):
    late = max(history) + abs(day)
    before, after = measure(history), measure([*history, late])
    assert all(old <= new for old, new in zip(before, after, strict=True))
