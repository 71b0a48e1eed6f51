# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from typing import NamedTuple

MATCH = "match"


class Facts(NamedTuple):
    """What is true of a waiting order line today, whatever anybody expects.

    Nothing that a forecast found out: its result would depend on how often it was made,
    and points that it gave would change it again.

    :param date queued: waits since this day, as far as its place goes
    :param date deadline: the day that the customer wants it for; None without one
    :param date promised: the first date that he was told, or a later one that he agreed
        to; None without one
    :param int slips: how often a promised date was put off
    :param float value: of its order, in the company's currency
    :param float paid: share of its order that is paid, from 0 to 1
    """

    queued: date
    deadline: date | None = None
    promised: date | None = None
    slips: int = 0
    value: float = 0.0
    paid: float = 0.0


class Weight(NamedTuple):
    """What a rule is worth.

    :param str kind: what it measures, see `MEASURES`; `match` for what applies or not
    :param int points: for each step
    :param float step: as much of what is measured gives the points once
    :param int limit: no more points than this
    :param int horizon: days before a deadline from which each day counts
    """

    kind: str
    points: int
    step: float = 1.0
    limit: int = 0
    horizon: int = 0


# What a rule can measure: functions of facts, the day and its weight.
MEASURES = {
    MATCH: lambda facts, today, weight: weight.step,
    "broken": lambda facts, today, weight: _count_days(facts.promised, today),
    "slips": lambda facts, today, weight: facts.slips,
    "age": lambda facts, today, weight: _count_days(facts.queued, today),
    "deadline": lambda facts, today, weight: _count_days(
        facts.deadline, today, weight.horizon
    ),
    "value": lambda facts, today, weight: facts.value,
    "paid": lambda facts, today, weight: 100 * facts.paid,
}


def measure(weight, facts, today):
    """Return how much there is of what a rule looks at; never negative.

    :param Weight weight:
    :param Facts facts:
    :param date today: where the company is
    """
    return max(0, MEASURES[weight.kind](facts, today, weight))


def get_points(weight, facts, today):
    """Return the points of a rule that applies: whole steps count, up to its limit.

    :rtype: int
    """
    # A sum of payments that lacks a hair of a step has reached it.
    steps = int(measure(weight, facts, today) / weight.step + 1e-6)
    points = steps * weight.points
    return points if weight.kind == MATCH else min(points, weight.limit)


def get_score(points, cap):
    """Return the score that points add up to: at most the cap, so that the wait of
    those who have none is bounded; and at least nothing.

    :param list[int] points: of each rule that applies
    :param int cap: of the company
    :rtype: int
    """
    return max(0, min(sum(points), cap))


def _count_days(since, today, head_start=0):
    """Return the days from one day to another, counted from so many days before."""
    return (today - since).days + head_start if since else 0
