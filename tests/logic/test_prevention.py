# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.prevention import get_reorder_point, get_safety_stock, measure_demand

quantities = st.floats(0, 1e4)
lead_times = st.integers(1, 365)


@given(st.lists(quantities, min_size=1, max_size=90))
def test_demand_is_measured_as_python_does(days):
    mean, deviation = measure_demand(
        len(days), sum(days), sum(quantity**2 for quantity in days)
    )
    assert mean == pytest.approx(statistics.fmean(days))
    assert deviation == pytest.approx(statistics.pstdev(days), rel=1e-3, abs=1e-2)


def test_steady_demand_needs_no_safety_stock():
    assert get_reorder_point(4, 0, 10) == 40


def test_safety_stock_grows_with_the_root_of_the_lead_time():
    assert get_safety_stock(10, 4) == pytest.approx(1.645 * 10 * 2)


@given(quantities, quantities, lead_times, lead_times)
def test_a_longer_lead_time_never_needs_less(mean, deviation, days, more):
    longer = get_reorder_point(mean, deviation, days + more)
    assert longer >= get_reorder_point(mean, deviation, days)
