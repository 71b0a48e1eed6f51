# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from datetime import datetime, time, timedelta
from typing import NamedTuple

import pytz

DAY_MINUTES = 24 * 60

# With less, the hour that a clock skips in spring might be all that is left of a day.
FREE_MINUTES = 2 * 60

CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


class QuietHours(NamedTuple):
    """When nobody is to be disturbed, in minutes of the day; over midnight as well.

    The first minute is quiet, the last one is not. Equal ones mean that none is.

    :param int start:
    :param int end:
    """

    start: int
    end: int

    @classmethod
    def from_hours(cls, start, end):
        """Make them from hours as Odoo stores them: 7.5 is half past seven."""
        return cls(round(start * 60), round(end * 60))

    def is_any(self):
        return self.start != self.end

    def is_possible(self):
        """Tell whether they are times of a day that leave enough of it."""
        times = all(0 <= minute < DAY_MINUTES for minute in self)
        return times and (self.end - self.start) % DAY_MINUTES <= (
            DAY_MINUTES - FREE_MINUTES
        )

    def is_quiet(self, local):
        """Tell whether they include a moment.

        :param datetime local: as the clock shows it
        """
        minute = local.hour * 60 + local.minute
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


def format_hour(hours):
    """Write an hour as clocks show it: 7.5 is 07:30."""
    hour, minute = divmod(round(hours * 60), 60)
    return f"{hour:02}:{minute:02}"


def parse_hour(text):
    """Read an hour as clocks show it, None if it is none.

    :rtype: float | None
    """
    match = CLOCK.fullmatch(text)
    return int(match[1]) + int(match[2]) / 60 if match else None


def find_send_moment(moment, quiet, zone):
    """Return the first moment that does not disturb, at or after the given one.

    :param datetime moment: in UTC, naive
    :param QuietHours quiet:
    :param zone: of pytz
    :rtype: datetime
    """
    aware = pytz.utc.localize(moment)
    local = aware.astimezone(zone)
    if not quiet.is_quiet(local):
        return moment
    today = local.date()
    days = (today, today + timedelta(1))
    ends = (end for day in days for end in _list_ends(day, quiet.end, zone))
    end = next(end for end in ends if end >= aware and not quiet.is_quiet(end))
    return end.astimezone(pytz.utc).replace(tzinfo=None)


def _list_ends(day, minute, zone):
    """Return when a clock shows a time: twice in autumn, in spring perhaps later."""
    wall = datetime.combine(day, time(*divmod(minute, 60)))
    return [
        zone.normalize(zone.localize(wall, is_dst=is_dst)) for is_dst in (True, False)
    ]
