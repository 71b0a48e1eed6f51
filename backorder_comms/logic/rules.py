# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

import pytz

DAY = timedelta(days=1)


class Rule(NamedTuple):
    """What decides whether a rule applies.

    :param key: tells the caller which rule it is
    :param target: whom it tells; rules for different ones do not compete
    :param tuple channels: each that it can use
    :param bool by_preference: whether it only uses those that the recipient prefers
    :param int min_delay: days that the goods must be late
    :param float min_value: of what waits
    """

    key: Any
    target: Any
    channels: tuple
    by_preference: bool = False
    min_delay: int = 0
    min_value: float = 0.0


class Facts(NamedTuple):
    """What an order is like for the rules.

    :param int delay: days that its goods are late, None when nobody knows until when
    :param float value: of what waits
    """

    delay: int | None
    value: float

    def meet(self, rule):
        """Tell whether it is bad enough; an unknown date is as bad as it gets."""
        late = self.delay is None or self.delay >= rule.min_delay
        return late and self.value >= rule.min_value


def find_delay(dates):
    """Return by how many days goods are late, None when nobody knows until when.

    :param dates: pairs of the day on which some of them are expected, or None, and the
        day on which they should have come, if there is one
    :rtype: int | None
    """
    days = [0]
    for expected, wanted in dates:
        if not expected:
            return None
        if wanted:
            days.append((expected - wanted).days)
    return max(days)


class Timing(NamedTuple):
    """When a rule may tell.

    :param timedelta wait: after what happened
    :param float start: hour of the day from which it may, in the recipient's time
    :param float end: hour until which it may, 24 for midnight
    :param timedelta gap: after the rule's last message about the order
    :param int cap: messages of the rule that a recipient gets in a day; 0: any number
    """

    wait: timedelta = timedelta()
    start: float = 0.0
    end: float = 24.0
    gap: timedelta = timedelta()
    cap: int = 0


def choose_rules(rules, facts, preferred):
    """Return the rule of each target and channel: the first one that applies.

    :param list[Rule] rules: in their order
    :param Facts facts:
    :param set preferred: the channels that the recipient prefers
    :return: by pair of target and channel
    :rtype: dict[tuple, Rule]
    """
    chosen = {}
    for rule in filter(facts.meet, rules):
        for channel in rule.channels:
            if not rule.by_preference or channel in preferred:
                chosen.setdefault((rule.target, channel), rule)
    return chosen


def is_overruled(rule, others):
    """Tell whether rules that come before, and always apply, leave it nothing to do.

    :param Rule rule:
    :param list[Rule] others: those before it
    """
    taken = {
        channel
        for other in others
        if other.target == rule.target
        and not (other.min_delay or other.min_value)
        and other.by_preference <= rule.by_preference
        for channel in other.channels
    }
    return taken.issuperset(rule.channels)


def find_moment(timing, now, zone, sent=(), last=None):
    """Return the first moment at which a message may be sent.

    :param Timing timing:
    :param datetime now: in UTC, as all moments here
    :param zone: the recipient's time zone, of pytz
    :param sent: moments of the rule's messages to the recipient
    :param datetime last: that of the last one about the same order
    :rtype: datetime
    """
    moment = now + timing.wait
    if last:
        moment = max(moment, last + timing.gap)
    full = _find_full_days(sent, timing.cap, zone)
    while True:
        here = _to_zone(moment, zone)
        midnight = datetime.combine(here.date(), time.min)
        clock = here.replace(tzinfo=None) - midnight
        if here.date() in full or clock >= timedelta(hours=timing.end):
            moment = _to_utc(midnight + DAY, zone)
        elif clock < timedelta(hours=timing.start):
            moment = _to_utc(midnight + timedelta(hours=timing.start), zone)
        else:
            return moment


def _find_full_days(sent, cap, zone):
    """Return the days on which the recipient gets no more."""
    if not cap:
        return set()
    days = [_to_zone(moment, zone).date() for moment in sent]
    return {day for day in days if days.count(day) >= cap}


def _to_zone(moment, zone):
    return pytz.utc.localize(moment).astimezone(zone)


def _to_utc(moment, zone):
    """Return in UTC when a clock on the wall shows so much.

    Where it does twice, the second time; where it skips it, as much later.
    """
    return zone.localize(moment, is_dst=False).astimezone(pytz.utc).replace(tzinfo=None)
