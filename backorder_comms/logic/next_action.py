# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from typing import NamedTuple

from .changes import READY, WAITING

ANSWER, SHIP, CALL, SUPPLY = "answer", "ship", "call", "supply"
SUBSTITUTE, REVIEW, WAIT = "substitute", "review", "wait"


class Facts(NamedTuple):
    """What decides what is to be done next about a backorder.

    :param str state: of the backorder
    :param bool is_answered: its customer decided something that somebody has to do
    :param bool is_asked: its customer was asked something and did not answer yet
    :param bool is_at_risk: see `promises.is_at_risk`
    :param bool has_date: whether anybody knows when the goods can leave
    :param bool is_late: whether that is after the due date, or unknown
    :param bool has_substitute: whether something is sold instead
    :param bool is_review_due: whether nobody looked at it for too long
    """

    state: str
    is_answered: bool = False
    is_asked: bool = False
    is_at_risk: bool = False
    has_date: bool = True
    is_late: bool = True
    has_substitute: bool = False
    is_review_due: bool = False


def find_next_action(facts):
    """Return what is to be done next: one thing, the most urgent one.

    What the customer decided goes first, then what only has to be packed; then a
    promise that is about to break, goods that nobody has a date for, and a substitute
    that he was not asked about. Else, from time to time, somebody looks at it.

    :param Facts facts:
    :rtype: str | None, None once the backorder is closed
    """
    if facts.state not in (WAITING, READY):
        return None
    if facts.is_answered:
        return ANSWER
    if facts.state == READY:
        return SHIP
    if facts.is_at_risk:
        return CALL
    if not facts.has_date:
        return SUPPLY
    if facts.has_substitute and facts.is_late and not facts.is_asked:
        return SUBSTITUTE
    return REVIEW if facts.is_review_due else WAIT
