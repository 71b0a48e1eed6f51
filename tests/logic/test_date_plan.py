# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from logic.date_plan import (
    CHANGE,
    REFUSED,
    TOLERANCE,
    UNCHANGED,
    UNCLEAR,
    Change,
    Line,
    Verdict,
    Wish,
    plan,
)


def on(day):
    return date(2026, 12, day)


def line(number, quantity, day, codes="a", order=1, ordered=None, can_split=True):
    return Line(
        number,
        order,
        frozenset(codes),
        quantity,
        ordered or quantity,
        on(day),
        can_split,
    )


def decide(lines, *rows, codes="a"):
    return plan([Wish(lines, tuple(codes), on(day), *rest) for day, *rest in rows])


def states(lines, *rows, **options):
    return [
        (verdict.state, verdict.reason)
        for verdict in decide(lines, *rows, **options)[0]
    ]


ONE = [line(1, 100, 1)]
TWO = [line(1, 60, 1), line(2, 40, 5)]


def test_date_of_the_only_line_changes():
    assert decide(ONE, [5]) == (
        [Verdict(CHANGE, "", 1)],
        [Change(1, on(5))],
    )


def test_same_date_is_unchanged():
    assert decide(ONE, [1]) == ([Verdict(UNCHANGED, "", 1)], [])


def test_quantity_of_the_line_is_the_whole_line():
    assert decide(ONE, [5, 100])[1] == [Change(1, on(5))]


def test_ordered_quantity_is_the_whole_line_when_some_of_it_came():
    assert decide([line(1, 60, 1, ordered=100)], [5, 100])[1] == [Change(1, on(5))]


def test_part_gets_a_date_of_its_own():
    assert decide(ONE, [5, 40]) == (
        [Verdict(CHANGE, "part", 1)],
        [Change(1, on(5), 40)],
    )


def test_parts_share_out_the_line_and_the_first_keeps_it():
    assert decide(ONE, [9, 60], [5, 40])[1] == [
        Change(1, on(5)),
        Change(1, on(9), 60),
    ]


def test_part_that_stays_keeps_the_line():
    assert decide(ONE, [1, 60], [9, 40]) == (
        [Verdict(UNCHANGED, "", 1), Verdict(CHANGE, "part", 1)],
        [Change(1, on(9), 40)],
    )


def test_parts_of_one_day_are_one():
    assert decide(ONE, [5, 50], [5, 50])[1] == [Change(1, on(5))]


def test_more_than_is_open_is_refused():
    assert states(ONE, [5, 140]) == [(REFUSED, "quantity")]
    assert states(ONE, [5, 60], [6, 60]) == [(REFUSED, "quantity")] * 2


def test_line_that_must_stay_whole_is_not_split():
    assert states([line(1, 100, 1, can_split=False)], [5, 40]) == [(UNCLEAR, "split")]


def test_repeated_row_changes_once():
    verdicts, changes = decide(ONE, [5], [5])
    assert [v.reason for v in verdicts] == ["", "repeated"]
    assert len(changes) == 1


def test_rows_that_contradict_each_other_are_unclear():
    assert states(ONE, [5], [6]) == [(UNCLEAR, "contradiction")] * 2


def test_several_lines_of_a_product_are_told_apart_by_quantity():
    assert decide(TWO, [7, 60])[1] == [Change(1, on(7))]
    assert states(TWO, [7]) == [(UNCLEAR, "several")]
    assert states(TWO, [7, 10]) == [(UNCLEAR, "several")]


def test_product_that_is_not_on_the_order_is_refused():
    assert states(ONE, [5], codes="z") == [(REFUSED, "product")]


def test_codes_of_different_products_are_unclear():
    lines = [line(1, 1, 1, codes="a"), line(2, 1, 1, codes="b")]
    assert states(lines, [5], codes="ab") == [(UNCLEAR, "contradiction")]


def test_unknown_code_beside_a_known_one_does_not_matter():
    assert decide(ONE, [5], codes="za")[1] == [Change(1, on(5))]


def test_received_line_is_refused():
    assert states([line(1, 0, 1)], [5]) == [(REFUSED, "received")]


def test_row_without_product_needs_a_single_line():
    assert states(ONE, [5], codes="") == [(CHANGE, "")]
    lines = [*ONE, line(2, 5, 1, codes="b")]
    assert states(lines, [5], codes="") == [(UNCLEAR, "several")]


def test_row_without_order_needs_a_single_order():
    lines = [line(1, 5, 1), line(2, 5, 1, order=2)]
    assert states(lines, [5]) == [(UNCLEAR, "orders")]


def test_very_many_lines_of_a_product_are_not_told_apart():
    lines = [line(number, 5, 1) for number in range(101)]
    assert states(lines, [5, 5]) == [(UNCLEAR, "several")]


def apply(lines, changes):
    """Do what the addon does with purchase lines."""
    left, numbers = {line.id: line for line in lines}, count(1000)
    for change in changes:
        if change.quantity is not None:
            rest = left[change.line].open - change.quantity
            left[change.line] = left[change.line]._replace(open=rest, ordered=rest)
            new = left[change.line]._replace(
                id=next(numbers),
                open=change.quantity,
                ordered=change.quantity,
                day=change.day,
            )
            left[new.id] = new
    for change in changes:
        if change.quantity is None:
            left[change.line] = left[change.line]._replace(day=change.day)
    return list(left.values())


quantities = st.none() | st.integers(1, 12)
some_rows = st.lists(st.tuples(st.integers(1, 6), quantities), min_size=1, max_size=5)
some_lines = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 6)), min_size=1, max_size=3
)


@given(some_lines, some_rows)
def test_goods_neither_appear_nor_vanish_and_no_part_is_empty(lines, rows):
    lines = [line(number, *values) for number, values in enumerate(lines, 1)]
    after = apply(lines, decide(lines, *rows)[1])
    assert sum(line.open for line in after) == sum(line.open for line in lines)
    assert all(after.open > TOLERANCE for after in after if after.id >= 1000)
    assert all(after.open >= 0 for after in after)


@given(some_lines, some_rows)
def test_what_was_applied_changes_nothing_again(lines, rows):
    lines = [line(number, *values) for number, values in enumerate(lines, 1)]
    assert decide(apply(lines, decide(lines, *rows)[1]), *rows)[1] == []
