# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from typing import NamedTuple

from .shortage import TOLERANCE

WAITING, READY, DONE, CANCEL = "waiting", "ready", "done", "cancel"


class Situation(NamedTuple):
    """A backordered order line as it was known, or as it is now.

    :param float open: quantity still to be shipped
    :param float shipped: quantity shipped since the order was confirmed
    :param float short: part of `open` that is not in stock
    :param date expected: day on which the short part can leave, None when unknown
    """

    open: float
    shipped: float
    short: float
    expected: date | None


class Fact(NamedTuple):
    """Something that happened between two looks at an order line."""

    type: str
    old: object = None
    new: object = None


def compare(state, known, now):
    """Tell what happened to a backorder since it was last looked at.

    :param str state: `waiting` or `ready`, as known
    :param Situation known: at the last look
    :param Situation now:
    :return: the backorder's new state, and the fact that took it there, if any
    :rtype: tuple[str, Fact | None]
    """
    dropped = known.open - now.open - (now.shipped - known.shipped)
    if now.open <= TOLERANCE:
        return _close(known, now, dropped)
    if dropped > TOLERANCE:
        left = READY if now.short <= TOLERANCE else WAITING
        return left, Fact("cancelled", known.open, dropped)
    if now.short <= TOLERANCE:
        return READY, Fact("ready", known.short, now.open) if state == WAITING else None
    if state == READY:
        return WAITING, Fact("later", None, now.expected)
    return WAITING, _compare_dates(known.expected, now.expected)


def _close(known, now, dropped):
    if dropped > TOLERANCE:
        return CANCEL, Fact("cancelled", known.open, dropped)
    return DONE, Fact("shipped", known.open, now.shipped - known.shipped)


def _compare_dates(old, new):
    """A lost date is bad news, as a later one is; one that is found, good news."""
    if old == new:
        return None
    is_later = new is None or (old is not None and new > old)
    return Fact("later" if is_later else "earlier", old, new)
