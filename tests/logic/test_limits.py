# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from hypothesis import given
from hypothesis import strategies as st

from logic.limits import Line, Missing, find_excesses, find_missing

STOCKS = "AB"
quantities = st.integers(0, 20)
lines = st.lists(
    st.builds(
        Line,
        st.integers(),
        st.sampled_from(STOCKS),
        st.integers(1, 20),
        st.integers(0, 9),
    )
)
stocks = st.fixed_dictionaries(dict.fromkeys(STOCKS, st.integers(-5, 40)))


def line(ordered, record="line", stock="A", price=1.0):
    return Line(record, stock, ordered, price)


def exceed(*missing, measure="quantity", waiting=None, maximum=10):
    """Return the totals beyond the maximum, where lines of a name go together."""
    found = find_excesses(missing, str, measure, waiting or {}, maximum)
    return [excess.total for excess in found]


def test_what_is_free_serves_the_first_line_first():
    found = find_missing([line(6, "one"), line(6, "two")], {"A": 8})
    assert found == [Missing(line(6, "two"), 2)]


def test_overdrawn_stock_serves_nobody_and_adds_nothing():
    [missing] = find_missing([line(6)], {"A": -4})
    assert missing.quantity == 6


@given(lines, stocks)
def test_no_unit_serves_two_lines(wanted, free):
    missing = find_missing(wanted, free)
    for stock in STOCKS:
        ordered = sum(one.ordered for one in wanted if one.stock == stock)
        short = sum(one.quantity for one in missing if one.line.stock == stock)
        assert short == max(0, ordered - max(0, free[stock]))


@given(lines, stocks)
def test_what_is_missing_is_part_of_what_was_ordered(wanted, free):
    for missing in find_missing(wanted, free):
        assert 0 < missing.quantity <= missing.line.ordered


def test_the_maximum_itself_may_wait():
    assert exceed(Missing(line(10), 0)) == []


def test_more_than_the_maximum_may_not():
    assert exceed(Missing(line(12), 1)) == [11]


def test_lines_of_a_group_are_added_up():
    assert exceed(Missing(line(6), 0), Missing(line(7), 0)) == [13]


def test_groups_are_looked_at_one_by_one():
    assert exceed(Missing(line(6, "one"), 0), Missing(line(7, "two"), 0)) == []


def test_what_waits_already_counts():
    assert exceed(Missing(line(1), 0), waiting={"line": 10}) == [11]


def test_a_group_beyond_its_maximum_to_which_nothing_is_added_is_left_alone():
    assert exceed(Missing(line(1), 0), waiting={"other": 99}) == []


def test_value_is_that_of_what_is_missing():
    assert exceed(Missing(line(5, price=7.0), 3), measure="value") == [14]


@given(lines, stocks, quantities)
def test_a_higher_maximum_never_refuses_more(wanted, free, maximum):
    missing = find_missing(wanted, free)

    def refused(at_most):
        return len(find_excesses(missing, str, "quantity", {}, at_most))

    assert refused(maximum + 1) <= refused(maximum)
