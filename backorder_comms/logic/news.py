# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from typing import NamedTuple

# A flush sends one message per order: the first of these gives it its words. Its
# table shows the state of every waiting line, so the other facts are in it too.
OCCASIONS = (
    "cancelled",
    "partly_shipped",
    "shipped",
    "opened",
    "later",
    "ready",
    "earlier",
    "still_waiting",
)


# Whatever happens while nobody was told: what the customer has to hear first is that
# he must wait.
NEWS_WHILE_WAITING = ("opened", "later", "earlier", "partly_shipped", "still_waiting")


class Told(NamedTuple):
    """A backorder's state beside what its customer was told about it.

    :param str state: `waiting`, `ready`, `done` or `cancel`
    :param date expected: None when unknown
    :param bool told: whether any message about it went out
    :param date promised: the day in the last of them, None when it named none
    """

    state: str
    expected: date | None
    told: bool
    promised: date | None


def find_occasion(fact_type, backorder, threshold):
    """Return what there is to tell about a fact now, given what was told before.

    The fact only says that something happened; the direction and size of a date's move
    are measured against the promise, so that small steps add up and moves that were
    undone before anyone was told cancel out.

    :param str fact_type: the type of an event
    :param Told backorder:
    :param int threshold: days that a date must move to be worth a message
    :return: one of `OCCASIONS`, or None when there is no news
    """
    if not backorder.told:
        is_waiting = backorder.state == "waiting"
        return "opened" if is_waiting and fact_type in NEWS_WHILE_WAITING else None
    if fact_type in ("later", "earlier"):
        return _find_date_news(backorder, threshold)
    still_true = {
        "opened": False,
        "partly_shipped": True,
        "shipped": True,
        "cancelled": True,
        "ready": backorder.state == "ready",
        "still_waiting": backorder.state == "waiting",
    }
    return fact_type if still_true[fact_type] else None


def _find_date_news(backorder, threshold):
    if backorder.state != "waiting" or backorder.expected == backorder.promised:
        return None
    if backorder.promised is None:
        return "earlier"
    if backorder.expected is None:
        return "later"
    days = (backorder.expected - backorder.promised).days
    if abs(days) < threshold:
        return None
    return "later" if days > 0 else "earlier"


def choose_occasion(occasions):
    """Return the one to write about, None when there is none."""
    return next((occasion for occasion in OCCASIONS if occasion in occasions), None)
