# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from typing import NamedTuple

from .shortage import TOLERANCE


class Handover(NamedTuple):
    """Goods that one demand holds and another one is to hold.

    :param int giver: id
    :param int taker: id
    :param float quantity:
    """

    giver: int
    taker: int
    quantity: float


def plan(gifts, needs):
    """Return who hands over how much to whom, each in the order given.

    :param dict[int, float] gifts: what to take, by id of who holds it
    :param dict[int, float] needs: what is missing, by id of who takes
    :rtype: list[Handover]
    """
    handovers = []
    left = dict(needs)
    for giver, quantity in gifts.items():
        for taker in left:
            part = min(quantity, left[taker])
            if part > TOLERANCE:
                handovers.append(Handover(giver, taker, part))
                left[taker] -= part
                quantity -= part
    return handovers


def hand_over(holdings, handovers):
    """Return what everybody holds afterwards, by location.

    :param dict[int, dict[str, float]] holdings: by id, what it holds by location
    :param list[Handover] handovers:
    :rtype: dict[int, dict[str, float]]
    """
    after = {holder: dict(held) for holder, held in holdings.items()}
    for giver, taker, quantity in handovers:
        for place, held in after.get(giver, {}).items():
            part = min(held, quantity)
            after[giver][place] -= part
            after[taker][place] = after[taker].get(place, 0.0) + part
            quantity -= part
    return after
