# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, datetime, timedelta
from typing import NamedTuple


class Claim(NamedTuple):
    """What decides the place of a demand in the queue for goods.

    Only facts of the demand itself: nothing that an evaluation found out, or its
    result would depend on how often it was made.

    :param int score: points of urgency; each goes before a day of waiting
    :param datetime ordered: when the demand came up, in UTC
    :param datetime due: when it should leave, in UTC
    :param int id: of the stock move
    """

    score: int
    ordered: datetime
    due: datetime
    id: int


class Place(NamedTuple):
    """A demand's place in the queue: the smaller one gets the goods.

    :param date queue_day: waits, as far as its place goes, since this day (UTC)
    """

    queue_day: date
    due: datetime
    ordered: datetime
    id: int


def get_place(claim, ahead_days):
    """Return a demand's place: by score, then due date, then age, then id.

    A demand waits from the day on which it came up, but at most `ahead_days` before it
    is due, so that whoever orders early for a late day does not hold goods which others
    need now. Each point of the score counts as one more day of waiting. So the place
    does not change from one day to the next, and the wait is bounded: nothing that
    comes up more than the highest score in days after a demand goes before it.

    :param Claim claim:
    :param int ahead_days: days before its due day from which a demand counts
    :rtype: Place
    """
    due = max(claim.due, claim.ordered)  # nobody gets ahead by a day in the past
    start = max(claim.ordered, due - timedelta(days=ahead_days))
    queue_day = start.date() - timedelta(days=claim.score)
    return Place(queue_day, due, claim.ordered, claim.id)
