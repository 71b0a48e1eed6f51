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
