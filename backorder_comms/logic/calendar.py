# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

# Open days are asked for by so many days at once, and looked for no further than that.
WINDOW_DAYS = 100


@dataclass
class ShippingDays:
    """When goods that arrive in a warehouse can leave it.

    :param date today: where the warehouse is
    :param to_day: function of a moment in UTC: the day where the warehouse is
    :param int reception_days: what it takes from the dock to the shelf
    :param int delivery_days: what it takes from the shelf to the customer's truck, and
        the margin of safety that the company keeps
    :param int margin_days: by how much a date that is unsure may slip
    :param get_open_days: function of a first and a last day: those in between on which
        the warehouse ships; None if it always does
    """

    today: date
    to_day: Callable
    reception_days: int = 0
    delivery_days: int = 0
    margin_days: int = 0
    get_open_days: Callable | None = None
    _open_days: dict = field(default_factory=dict)

    def leave(self, arrival, is_stored):
        """Return the day on which goods can leave.

        :param date arrival: the day on which they arrive
        :param bool is_stored: whether they arrive on the shelf, or on the dock
        :rtype: date
        """
        days = self.delivery_days + (0 if is_stored else self.reception_days)
        return self._open_on_or_after(arrival + timedelta(days=days))

    def add_margin(self, day):
        """Return the last day that may be expected where `day` is unsure."""
        return self._open_on_or_after(day + timedelta(days=self.margin_days))

    def _open_on_or_after(self, day):
        """Return the first open day; the day itself if none is near."""
        if self.get_open_days is None:
            return day
        candidates = (day + timedelta(days=days) for days in range(WINDOW_DAYS))
        return next(filter(self._is_open, candidates), day)

    def _is_open(self, day):
        window = day.toordinal() // WINDOW_DAYS
        if window not in self._open_days:
            first = date.fromordinal(window * WINDOW_DAYS)
            last = first + timedelta(days=WINDOW_DAYS - 1)
            self._open_days[window] = self.get_open_days(first, last)
        return day in self._open_days[window]
