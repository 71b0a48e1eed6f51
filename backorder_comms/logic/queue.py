# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import Counter
from typing import NamedTuple

URGENT, LONGER, SOONER = "urgent", "longer", "sooner"


class Standing(NamedTuple):
    """Where a demand stands among those that wait for the same goods.

    :param int position: 1 for the first
    :param int count: of those that wait, itself included
    :param Counter ahead: how many are ahead because they are more `urgent`, wait
        `longer`, or would be due `sooner`
    """

    position: int
    count: int
    ahead: Counter


class Waiter(NamedTuple):
    """A demand that waits: its points of urgency and its place, see `ranking`."""

    score: int
    place: tuple


def get_standing(waiter, others):
    """Tell where a demand stands and why the ones ahead of it are there.

    :param Waiter waiter:
    :param list[Waiter] others: the rest of the queue
    :rtype: Standing
    """
    ahead = [other for other in others if other.place < waiter.place]
    return Standing(
        len(ahead) + 1,
        len(others) + 1,
        Counter(_get_advantage(other, waiter) for other in ahead),
    )


def _get_advantage(other, waiter):
    if other.score > waiter.score:
        return URGENT
    if other.place.queue_day < waiter.place.queue_day:
        return LONGER
    return SOONER if other.place.due < waiter.place.due else LONGER
