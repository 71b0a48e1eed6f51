# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..logic.news import DATE_NEWS, find_telling_day


class SaleBackorderEvent(models.Model):
    """When to tell about a date that moved: not while it still moves."""

    _inherit = "sale.backorder.event"

    held_until = fields.Datetime(
        readonly=True,
        help="What to tell about it is decided then: the date may move on, or the move "
        "is too small for as long as the customer has to wait.",
    )

    @api.model
    def _get_released_domain(self):
        """Return what to handle now."""
        return Domain("held_until", "=", False) | Domain(
            "held_until", "<=", fields.Datetime.now()
        )

    def _hold(self):
        """Keep back the news of dates that must not, or need not, be told yet.

        Only those of customers who were told before: whoever was not hears at once that
        he must wait, with the date as it is then.

        :return: the events that are not to be handled now
        :rtype: sale.backorder.event
        """
        # Read at once what is asked of each.
        self.backorder_id.promise_ids.mapped("cause")
        moves = self.filtered(
            lambda event: (
                event.type in DATE_NEWS
                and not event.must_tell
                and event.backorder_id.told_date
            )
        )
        until = defaultdict(self.browse)
        for order_moves in moves.grouped("order_id").values():
            settled = order_moves._get_settling_moment()
            for event in order_moves:
                until[max(settled, event._get_telling_moment())] |= event
        held = self.browse()
        for moment, events in until.items():
            if moment > fields.Datetime.now():
                events._hold_until(moment)
                held |= events
        return held

    def _get_settling_moment(self):
        """Return when dates that moved last with these events may be taken as settled.

        One moment for all of an order: it gets one message about them.
        """
        minutes = self.company_id.backorder_comms_settle_minutes
        return max(self.mapped("date")) + timedelta(minutes=minutes)

    def _get_telling_moment(self):
        """Return when a move begins to matter that is too small for now, else now."""
        company = self.company_id
        day = find_telling_day(
            self.backorder_id._get_told(), company._get_backorder_threshold()
        )
        return company._to_backorder_moment(day) if day else fields.Datetime.now()

    def _hold_until(self, moment):
        """Keep the events back until then, when the job has to look at them again."""
        changed = self.filtered(lambda event: event.held_until != moment)
        if changed:
            changed.held_until = moment
            self.env["sale.backorder.signal"]._trigger(
                "backorder_comms.ir_cron_communicate", at=moment
            )
