# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import deque
from collections.abc import Callable
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from typing import Any, NamedTuple

from .news import (
    DATE_NEWS,
    Threshold,
    Told,
    choose_occasion,
    find_occasion,
    find_telling_day,
)

# What an event makes of a backorder's state.
STATES = {
    "opened": "waiting",
    "later": "waiting",
    "earlier": "waiting",
    "ready": "ready",
    "shipped": "done",
    "cancelled": "cancel",
}
AGREED = "agreed"  # a promise that staff made by hand: not told, but it counts
FLUSH = timedelta(seconds=10)  # so soon, or sooner, a job looks at what happened


class Happening(NamedTuple):
    """An event as it is on record, in the order in which they happened.

    :param datetime moment:
    :param int number: of those of one moment, the later one has the higher one
    :param str type: that of the event, or `AGREED`
    :param backorder: anything that tells backorders apart; None for a mere shipment
    :param date expected: the date as of then, where the event says so
    :param bool must_tell: whether it is told in any case
    """

    moment: datetime
    number: int
    type: str
    backorder: Any = None
    expected: date | None = None
    must_tell: bool = False


class Clock(NamedTuple):
    """How a company reckons time.

    :param to_day: gives the day of a moment
    :param to_moment: gives the moment at which a day begins
    :param timedelta settle: how long a date must not have moved before it is told
    :param int days: by how much it must move, see `Threshold`
    :param int share: likewise
    """

    to_day: Callable
    to_moment: Callable
    settle: timedelta
    days: int
    share: int

    def get_threshold(self, moment):
        return Threshold(self.days, self.share, self.to_day(moment))


class Telling(NamedTuple):
    """A message that would have been called for.

    It takes the place of what did not leave yet. Without an occasion none of that is
    news any more, and nothing leaves.

    :param dict dates: of each backorder that waits, the day on which it is expected and
        the one that the customer has, None where there is none
    """

    moment: datetime
    occasion: str | None
    numbers: tuple
    dates: dict


class Leaving(NamedTuple):
    """When a message leaves, by whatever channels.

    :param datetime told: when its customer gets it first, None if never
    :param datetime left: when nothing of it is kept back any more, None likewise
    """

    told: datetime | None = None
    left: datetime | None = None


class _Memory(dict):
    """What is known of each backorder of the order, as `find_occasion` wants it."""

    def __missing__(self, backorder):
        return Told("waiting", None, False, None)

    def note(self, happening):
        """Take over what happened."""
        if happening.backorder is None:
            return
        told = self[happening.backorder]
        if happening.type == AGREED:
            told = told._replace(promised=happening.expected, agreed=True)
        elif happening.type in STATES:
            told = told._replace(state=STATES[happening.type])
            if told.state == "waiting":
                told = told._replace(expected=happening.expected)
        self[happening.backorder] = told

    def note_told(self):
        """A message tells how all that is open stands."""
        for backorder, told in self.items():
            if told.state == "waiting":
                self[backorder] = told._replace(
                    told=True,
                    told_ready=False,
                    promised=told.expected,
                    agreed=told.agreed and told.expected == told.promised,
                )
            elif told.state == "ready":
                self[backorder] = told._replace(told=True, told_ready=True)


def replay(happenings, clock, tell, until):
    """Go through an order's events again and find what its customer is told when.

    :param list[Happening] happenings: all of the order's, from the first one on
    :param Clock clock:
    :param tell: asked with each `Telling` for its `Leaving`; only what the customer
        knows decides what is news later
    :param datetime until: what is still held then is left out
    """
    memory = _Memory()
    coming = deque(sorted(happenings))
    looks = [happening.moment + FLUSH for happening in coming]
    unhandled, untold, leaving = [], [], Leaving()
    while looks and looks[0] <= until:
        now = heappop(looks)
        while coming and coming[0].moment < now:
            unhandled.append(coming.popleft())
            memory.note(unhandled[-1])
        held = _hold(unhandled, memory, clock, now)
        for moment in held.values():
            heappush(looks, moment)
        due = [happening for happening in unhandled if happening not in held]
        unhandled = list(held)
        if due:
            untold += due
            telling = _choose(untold, memory, clock.get_threshold(now), now)
            if telling.occasion or len(untold) > len(due):
                leaving = tell(telling)
                for moment in filter(None, leaving):
                    heappush(looks, moment)
        if leaving.told and leaving.told <= now:
            memory.note_told()
            leaving = leaving._replace(told=None)
        if not leaving.left or leaving.left <= now:
            untold = []


def _hold(happenings, memory, clock, now):
    """Return until when to keep back moves of dates that must not be told yet.

    Those of customers who were told before: whoever was not hears at once.

    :rtype: dict[Happening, datetime]
    """
    moves = [
        happening
        for happening in happenings
        if happening.type in DATE_NEWS
        and not happening.must_tell
        and memory[happening.backorder].told
    ]
    settled = max((move.moment for move in moves), default=now) + clock.settle
    held = {}
    for move in moves:
        day = find_telling_day(memory[move.backorder], clock.get_threshold(now))
        until = max(settled, clock.to_moment(day)) if day else settled
        if until > now:
            held[move] = until
    return held


def _choose(happenings, memory, threshold, moment):
    """Return what there is to tell now."""
    news = {}
    for happening in happenings:
        if happening.type != AGREED:
            news[happening.number] = (
                happening.type
                if happening.must_tell
                else find_occasion(
                    happening.type, memory[happening.backorder], threshold
                )
            )
    dates = {
        backorder: (told.expected, told.promised)
        for backorder, told in memory.items()
        if told.state == "waiting"
    }
    return Telling(moment, choose_occasion(news.values()), tuple(news), dates)
