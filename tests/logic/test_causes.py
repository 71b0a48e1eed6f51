# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.causes import Evidence, find_causes, is_above_usual

quantities = st.floats(0, 1e6)
counts = st.integers(0, 1000)


def test_without_evidence_nothing_is_found():
    assert find_causes(10, Evidence()) == set()


@pytest.mark.parametrize("name", ["held", "corrected"])
@pytest.mark.parametrize(("quantity", "count"), [(4, 0), (5, 1), (50, 1)])
def test_a_quantity_explains_what_it_is_half_of(name, quantity, count):
    assert len(find_causes(10, Evidence(**{name: quantity}))) == count


def test_all_that_applies_is_found():
    evidence = Evidence(10, 10, True, recent=100, earlier=100, orders=9)
    assert find_causes(10, evidence) == {"hold", "corrected", "outranked", "demand"}


@pytest.mark.parametrize(("recent", "is_above"), [(30, False), (31, True)])
def test_half_as_much_again_as_in_thirty_usual_days_is_above_usual(recent, is_above):
    assert is_above_usual(recent, earlier=100, orders=10) is is_above


def test_what_was_hardly_ever_ordered_has_no_usual():
    assert not is_above_usual(1000, earlier=2, orders=2)


@given(quantities, counts)
def test_the_same_pace_is_never_above_usual(earlier, orders):
    assert not is_above_usual(earlier / 5, earlier, orders)


@given(quantities, quantities, quantities, counts)
def test_more_orders_lately_never_make_demand_usual(recent, more, earlier, orders):
    if is_above_usual(recent, earlier, orders):
        assert is_above_usual(recent + more, earlier, orders)
