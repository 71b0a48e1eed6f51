# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.substitution import LIST, PROTECTED, SAME, Price, choose_price

PRICES = st.builds(
    Price,
    st.floats(0, 1e6, allow_nan=False),
    st.floats(0, 100, allow_nan=False),
)
POLICIES = st.sampled_from([PROTECTED, SAME, LIST])


@pytest.mark.parametrize(
    ("policy", "ordered", "listed", "chosen"),
    [
        (PROTECTED, 100, 120, 100),
        (PROTECTED, 100, 80, 80),
        (SAME, 100, 120, 100),
        (SAME, 100, 80, 100),
        (LIST, 100, 120, 120),
        (LIST, 100, 80, 80),
    ],
)
def test_policy_decides_on_the_price(policy, ordered, listed, chosen):
    assert choose_price(policy, Price(ordered), Price(listed), False) == Price(chosen)


def test_discount_is_kept():
    price = choose_price(LIST, Price(100, 10), Price(120), False)
    assert price == Price(120, 10)


def test_higher_discount_of_the_substitute_counts():
    price = choose_price(PROTECTED, Price(100, 10), Price(120, 50), False)
    assert price == Price(120, 50)


def test_whoever_was_invoiced_is_not_asked_for_more():
    assert choose_price(LIST, Price(100), Price(120), True) == Price(100)


def test_whoever_was_invoiced_gets_the_lower_price():
    assert choose_price(LIST, Price(100), Price(80), True) == Price(80)


@given(PRICES, PRICES, st.booleans())
def test_protected_price_is_never_above_either(ordered, listed, is_charged):
    price = choose_price(PROTECTED, ordered, listed, is_charged)
    assert price.net <= min(ordered.net, listed.net)


@given(POLICIES, PRICES, PRICES)
def test_what_was_invoiced_never_becomes_dearer(policy, ordered, listed):
    assert choose_price(policy, ordered, listed, True).net <= ordered.net


@given(POLICIES, PRICES, PRICES, st.booleans())
def test_discount_is_never_lost(policy, ordered, listed, is_charged):
    price = choose_price(policy, ordered, listed, is_charged)
    assert price.discount >= ordered.discount
