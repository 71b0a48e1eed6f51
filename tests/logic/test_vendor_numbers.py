# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.vendor_numbers import read_quantity


@pytest.mark.parametrize(
    ("cell", "decimal", "quantity"),
    [
        (3, ".", 3.0),
        (2.5, ".", 2.5),
        ("3", ".", 3.0),
        ("12 pcs", ".", 12.0),
        ("12 Stk.", ",", 12.0),
        ("1.5", ".", 1.5),
        ("1,5", ".", 1.5),
        ("1,000", ".", 1000.0),
        ("1,000", ",", 1.0),
        ("1.000", ",", 1000.0),
        ("1.000", ".", 1.0),
        ("1.234,5", ".", 1234.5),
        ("1,234.5", ",", 1234.5),
        ("1.234.567", ".", 1234567.0),
        ("1'234", ".", 1234.0),
        ("1 234,5", ",", 1234.5),
        ("1234,5", ".", 1234.5),
        ("-4", ".", -4.0),
    ],
)
def test_quantity_is_read(cell, decimal, quantity):
    assert read_quantity(cell, decimal) == quantity


@pytest.mark.parametrize("cell", [None, "", "x", "10-12", "ca. 5", "=?", "1 2 x 3"])
def test_what_is_no_quantity_is_none(cell):
    assert read_quantity(cell) is None


@given(st.floats(0, 10**9).map(lambda value: round(value, 2)))
def test_quantity_is_read_back_in_both_ways_of_writing_it(value):
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert read_quantity(english, ".") == value
    assert read_quantity(german, ",") == value


@given(st.text())
def test_nothing_makes_it_fail(text):
    read_quantity(text)
