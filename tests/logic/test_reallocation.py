# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.reallocation import Handover, hand_over, plan

quantities = st.floats(0, 100).map(lambda quantity: round(quantity, 2))
gifts = st.dictionaries(st.integers(1, 4), quantities)
needs = st.dictionaries(st.integers(5, 8), quantities)


def test_goods_go_to_whoever_misses_them_first():
    assert plan({1: 5, 2: 4}, {7: 6, 8: 9}) == [
        Handover(1, 7, 5),
        Handover(2, 7, 1),
        Handover(2, 8, 3),
    ]


def test_goods_stay_where_they_lie():
    before = {1: {"8": 3.0, "9": 4.0}, 7: {}}
    after = hand_over(before, [Handover(1, 7, 5.0)])
    assert after == {1: {"8": 0.0, "9": 2.0}, 7: {"8": 3.0, "9": 2.0}}


@given(gifts, needs)
def test_nobody_gives_or_gets_more_than_he_is_to(gifts, needs):
    handovers = plan(gifts, needs)
    for giver, quantity in gifts.items():
        given_away = sum(one.quantity for one in handovers if one.giver == giver)
        assert given_away <= quantity + 1e-6
    for taker, quantity in needs.items():
        got = sum(one.quantity for one in handovers if one.taker == taker)
        assert got <= quantity + 1e-6


@given(gifts, needs)
def test_as_much_is_handed_over_as_can_be(gifts, needs):
    handed = sum(one.quantity for one in plan(gifts, needs))
    wanted = min(sum(gifts.values()), sum(needs.values()))
    assert handed == pytest.approx(wanted, abs=1e-4)


@given(gifts, needs)
def test_nothing_is_lost_or_made(gifts, needs):
    holdings = {giver: {"8": quantity} for giver, quantity in gifts.items()}
    holdings |= {taker: {} for taker in needs}
    after = hand_over(holdings, plan(gifts, needs))
    total = sum(sum(held.values()) for held in after.values())
    assert total == pytest.approx(sum(gifts.values()))
