# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta
from typing import NamedTuple

# A flush sends one message per order: the first of these gives it its words. Its
# table shows the state of every waiting line, so the other facts are in it too.
OCCASIONS = (
    "decision",
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

# What may yet be undone: told only once it has settled.
DATE_NEWS = ("later", "earlier")


class Told(NamedTuple):
    """A backorder's state beside what its customer was told about it.

    :param str state: `waiting`, `ready`, `done` or `cancel`
    :param date expected: None when unknown
    :param bool told: whether any message about it went out
    :param date promised: the day that the customer has, None when he has none
    :param bool agreed: whether the promise was made by hand, for staff and customer
        know of it already
    :param bool told_ready: whether the customer was told last that the goods arrived
    """

    state: str
    expected: date | None
    told: bool
    promised: date | None
    agreed: bool = False
    told_ready: bool = False


class Threshold(NamedTuple):
    """How far a date must move to be worth a message.

    :param int days: so many days at least
    :param int share: and so many percent of the days that are left until the promise
    :param date today:
    """

    days: int
    share: int
    today: date

    def is_passed(self, promised, expected):
        """Tell whether the move from one day to another is worth a message."""
        days = abs((expected - promised).days)
        left = max((promised - self.today).days, 0)
        return days >= self.days and 100 * days >= self.share * left


def find_occasion(fact_type, backorder, threshold):
    """Return what there is to tell about a fact now, given what was told before.

    The fact only says that something happened; the direction and size of a date's move
    are measured against the promise, so that small steps add up and moves that were
    undone before anyone was told cancel out.

    :param str fact_type: the type of an event
    :param Told backorder:
    :param Threshold threshold:
    :return: one of `OCCASIONS`, or None when there is no news
    """
    if fact_type == "decision":  # whether it was answered is not known here
        return None if backorder.state == "silent" else "decision"
    if not backorder.told:
        is_late = backorder.state == "waiting" and not _is_as_agreed(backorder)
        return "opened" if is_late and fact_type in NEWS_WHILE_WAITING else None
    if fact_type in DATE_NEWS:
        return _find_date_news(backorder, threshold)
    still_true = {
        "opened": False,
        "partly_shipped": True,
        "shipped": True,
        "cancelled": True,
        "ready": backorder.state == "ready" and not backorder.told_ready,
        "still_waiting": backorder.state == "waiting",
    }
    return fact_type if still_true[fact_type] else None


def find_telling_day(backorder, threshold):
    """Return the day from which a move that is too small for now is worth a message.

    Three days are nothing to whoever waits for a hundred more, and much to whoever
    waits for ten.

    :param Told backorder:
    :param Threshold threshold:
    :return: None when it is worth one now, or will not be on any day
    :rtype: date | None
    """
    at_last = threshold._replace(share=0)
    if _find_date_news(backorder, threshold) == _find_date_news(backorder, at_last):
        return None
    days = abs((backorder.expected - backorder.promised).days)
    return backorder.promised - timedelta(100 * days // threshold.share)


def _is_as_agreed(backorder):
    """What staff agreed with the customer is no news, as long as it can be kept."""
    dates = (backorder.expected, backorder.promised)
    return backorder.agreed and None not in dates and dates[0] <= dates[1]


def _find_date_news(backorder, threshold):
    if backorder.state != "waiting":
        return None
    if backorder.told_ready:
        return "later"
    if backorder.expected == backorder.promised or _is_as_agreed(backorder):
        return None
    if backorder.promised is None:
        return "earlier"
    if backorder.expected is None:
        return "later"
    if not threshold.is_passed(backorder.promised, backorder.expected):
        return None
    return "later" if backorder.expected > backorder.promised else "earlier"


def choose_occasion(occasions):
    """Return the one to write about, None when there is none."""
    return next((occasion for occasion in OCCASIONS if occasion in occasions), None)


def choose_occasions(occasions):
    """Return what to write about, the weightiest first.

    One, unless it is a question: where no rule asks it, the rest is still to be told,
    and colleagues hear of the rest in any case.

    :rtype: list[str]
    """
    first = choose_occasion(occasions)
    rest = choose_occasion(set(occasions) - {"decision"})
    return list(dict.fromkeys(filter(None, (first, rest))))


def find_next_news(today, expected, days_without_date, days_with_date):
    """Return the day by which the customer hears from us again.

    On the day on which the goods are expected at the latest: they come, or do not.

    :param date today:
    :param date expected: None when nobody knows
    :param int days_without_date:
    :param int days_with_date:
    :rtype: date
    """
    if expected is None:
        return today + timedelta(days_without_date)
    return min(max(expected, today), today + timedelta(days_with_date))
