# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime, time

import pytz

from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _get_backorder_open_days(self, first, last):
        """Return the days with working time in them, public holidays left out.

        :param date first:
        :param date last: included
        :rtype: set[date]
        """
        self.ensure_one()
        zone = pytz.timezone(self.tz)
        start = zone.localize(datetime.combine(first, time.min))
        stop = zone.localize(datetime.combine(last, time.max))
        intervals = self._work_intervals_batch(start, stop)[False]
        return {interval_start.date() for interval_start, _stop, _what in intervals}
