# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .changes import CANCEL, DONE, WAITING

OPEN, KEPT, BROKEN = "open", "kept", "broken"


def judge(promised, state, shipped):
    """Tell what became of a promise.

    :param date promised: None when no date was ever named
    :param str state: of the backorder
    :param date shipped: day on which the last of it left, None before that
    :return: `open`, `kept` or `broken`; None when there is nothing to judge, as no date
        was named, or the customer gave up the goods
    :rtype: str | None
    """
    if promised is None or state == CANCEL:
        return None
    if state != DONE:
        return OPEN
    return KEPT if shipped <= promised else BROKEN


def is_at_risk(promised, state, expected):
    """Tell whether a promise will be broken if nothing changes.

    :param date promised: None when the customer has no date
    :param str state: of the backorder
    :param date expected: day on which the goods can leave, None when unknown
    """
    if promised is None or state != WAITING:
        return False
    return expected is None or expected > promised


def wants_consent(today, expected, due, promised, is_agreed):
    """Tell whether to ask a customer if he agrees to a date.

    Only to one that is known, still ahead, and worse than what he was promised by the
    order or by a message; not to one that he agreed to, nor to a better one.

    :param date today:
    :param date expected: None when nobody knows
    :param date due: the day of the order
    :param date promised: the day that he has, None when he has none
    :param bool is_agreed: whether he agreed to that day
    """
    if expected is None or expected < today:
        return False
    if is_agreed and promised is not None and expected <= promised:
        return False
    return any(day is not None and expected > day for day in (due, promised))
