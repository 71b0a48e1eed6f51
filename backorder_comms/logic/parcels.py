# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple


class Portion(NamedTuple):
    """A part of an order line that is there, or comes, at once.

    :param float quantity: in items
    :param date | None day: from which it can leave; None when nobody knows
    :param bool is_here: whether it is in stock, so that the day is sure
    """

    quantity: float
    day: date | None
    is_here: bool = False


class Parcel(NamedTuple):
    """What leaves on one day.

    :param date | None day: None when nobody knows yet
    :param dict quantities: items by line
    :param bool is_here: whether all of it is in stock
    """

    day: date | None
    quantities: dict
    is_here: bool = False

    @property
    def quantity(self):
        return sum(self.quantities.values())


def plan_parcels(portions, together=frozenset()):
    """Return the parcels in which lines leave: what is ready on a day goes as one.

    :param dict portions: list of `Portion` by line
    :param together: the lines that wait for each other
    :return: the earliest first, what has no day at last
    :rtype: list[Parcel]
    """
    by_day = defaultdict(list)
    last = find_last_day(portions, together)
    for line, own in portions.items():
        for portion in own:
            day = last if line in together else portion.day
            by_day[day].append((line, portion))
    days = sorted(by_day, key=lambda day: (day is None, day or date.max))
    return [_pack(day, by_day[day]) for day in days]


def find_last_day(portions, lines):
    """Return when the last portion of lines can leave, None when nobody knows.

    :param dict portions: list of `Portion` by line
    :param lines: some of them
    """
    days = [portion.day for line in lines for portion in portions.get(line, ())]
    return None if None in days else max(days, default=None)


def _pack(day, contents):
    quantities = Counter()
    for line, portion in contents:
        quantities[line] += portion.quantity
    return Parcel(
        day, dict(quantities), all(portion.is_here for _line, portion in contents)
    )
