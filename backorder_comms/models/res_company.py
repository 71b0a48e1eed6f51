# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime, time

import pytz

from odoo import api, fields, models

from ..logic.news import Threshold


def to_day(moment, zone):
    """Return the day of a moment in a time zone.

    :param datetime moment: in UTC
    :param zone: of pytz
    :rtype: date
    """
    return pytz.utc.localize(moment).astimezone(zone).date()


class ResCompany(models.Model):
    _inherit = "res.company"

    backorder_comms_active = fields.Boolean(
        string="Backorder Communication",
        default=True,
        help="Write to customers whose orders cannot be shipped in time.",
        groups="base.group_user",
    )
    backorder_comms_threshold = fields.Integer(
        string="Date Change Worth Telling",
        default=2,
        help="Days that an expected date must move, against the date that the customer "
        "was told, before the customer hears of it.",
        groups="base.group_user",
    )
    backorder_comms_threshold_share = fields.Integer(
        string="Share of the Wait Worth Telling",
        default=10,
        help="Percent of the days left until the promised date by which it must move "
        "as well: three days are no news to whoever waits for a hundred more. What is "
        "too small is told once the date has come near enough. A date that is lost or "
        "found is always told.",
        groups="base.group_user",
    )
    backorder_comms_settle_minutes = fields.Integer(
        string="Dates Settle",
        default=15,
        help="A date that moved is told when it has not moved again for so many "
        "minutes; one that is back by then is not told. 0: at once.",
        groups="base.group_user",
    )
    backorder_comms_update_days = fields.Integer(
        string="Next News",
        default=7,
        help="As long as there is no date, customers are promised news, and get it, "
        "after this many days.",
        groups="base.group_user",
    )
    backorder_comms_policy_url = fields.Char(
        string="Policy Page",
        help="The address of the page that says what customers may expect when goods "
        "are late: choices, charges, compensation. Messages link to it. Empty: none.",
        groups="base.group_user",
    )
    backorder_comms_urgent_days = fields.Integer(
        string="Urgent Goes Before",
        default=30,
        help="An urgent order goes before the others that have waited up to this many "
        "days longer. So nobody waits for ever, however many urgent orders come in.",
        groups="base.group_user",
    )
    backorder_comms_ahead_days = fields.Integer(
        string="Queue Up Ahead",
        default=30,
        help="Days before its due date from which an order counts as waiting, so that "
        "whoever orders early for a late day does not hold goods that others need.",
        groups="base.group_user",
    )
    backorder_comms_release_incomplete = fields.Boolean(
        string="Complete Or Nothing",
        default=True,
        help="A transfer that must ship complete and cannot yet holds nothing: its "
        "goods go to whoever can ship. It gets everything at once when it is its turn.",
        groups="base.group_user",
    )
    backorder_comms_retry_hours = fields.Integer(
        string="Try Again For",
        default=72,
        help="Hours for which a message is tried again while no server takes it, as "
        "long as it is still true. Then the salesperson is asked to tell the customer.",
        groups="base.group_user",
    )
    backorder_comms_hourly_limit = fields.Integer(
        string="Messages an Hour",
        default=2000,
        help="How many messages may leave in an hour, so that a backlog does not look "
        "like spam to mail servers. Urgent orders and the oldest promises go first.",
        groups="base.group_user",
    )
    backorder_comms_since = fields.Datetime(
        string="Backorder Communication Since",
        default=lambda self: self.env.cr.now(),
        help="Orders confirmed before this that were late already are tracked without "
        "a word to their customers.",
        groups="base.group_user",
    )
    backorder_comms_baseline_done = fields.Boolean(
        default=True,
        help="Whether all orders from before the installation have been looked at.",
        groups="base.group_user",
    )

    _backorder_comms_threshold_positive = models.Constraint(
        "CHECK(backorder_comms_threshold >= 1)",
        "A date must move by one day at least to be worth telling.",
    )
    _backorder_comms_threshold_share_percent = models.Constraint(
        "CHECK(backorder_comms_threshold_share BETWEEN 0 AND 100)",
        "The share of the wait goes from 0 to 100 percent.",
    )
    _backorder_comms_settle_minutes_positive = models.Constraint(
        "CHECK(backorder_comms_settle_minutes >= 0)",
        "The minutes in which a date settles cannot be negative.",
    )
    _backorder_comms_update_days_positive = models.Constraint(
        "CHECK(backorder_comms_update_days >= 1)",
        "The next news must be promised for one day ahead at least.",
    )

    _backorder_comms_sending_positive = models.Constraint(
        "CHECK(backorder_comms_retry_hours >= 0 AND backorder_comms_hourly_limit >= 1)",
        "At least one message must be able to leave in an hour, and hours of trying "
        "again cannot be negative.",
    )

    _backorder_comms_queue_positive = models.Constraint(
        "CHECK(backorder_comms_urgent_days >= 0 AND backorder_comms_ahead_days >= 0)",
        "Days of the queue cannot be negative.",
    )

    def _to_backorder_day(self, moment):
        """Return the day of a moment where the company is.

        :param datetime moment: in UTC
        :rtype: date
        """
        return to_day(moment, self._get_backorder_zone())

    def _to_backorder_moment(self, day):
        """Return the moment, in UTC, at which a day begins where the company is.

        :param date day:
        :rtype: datetime
        """
        midnight = datetime.combine(day, time.min)
        moment = self._get_backorder_zone().localize(midnight)
        return moment.astimezone(pytz.utc).replace(tzinfo=None)

    def _get_backorder_zone(self):
        self.ensure_one()
        return pytz.timezone(self.sudo().partner_id.tz or "UTC")

    def _backorder_today(self):
        return self._to_backorder_day(fields.Datetime.now())

    def _get_backorder_threshold(self):
        """Return how far a date must move today to be worth a message.

        :rtype: Threshold
        """
        return Threshold(
            self.backorder_comms_threshold,
            self.backorder_comms_threshold_share,
            self._backorder_today(),
        )

    def _is_backorder_silent_for(self, order):
        """Tell whether an order was late before anyone asked us to write about it."""
        self.ensure_one()
        return not self.backorder_comms_baseline_done and order.date_order <= (
            self.backorder_comms_since or datetime.min
        )

    def _get_backorder_silent_domain(self):
        return [
            ("company_id", "=", self.id),
            ("silent", "=", True),
            ("state", "=", "waiting"),
        ]

    def _tell_silent_backorders(self):
        """Treat what was late before the installation like a backorder opened now."""
        self.ensure_one()
        backorders = self.env["sale.backorder"].search(
            self._get_backorder_silent_domain()
        )
        backorders.sudo().silent = False
        backorders.sudo().event_ids.filtered(
            lambda event: event.type == "opened"
        ).handled = False
        self.env["sale.backorder.signal"]._trigger(
            "backorder_comms.ir_cron_communicate"
        )

    def _is_shipping_announced(self):
        """Tell whether core writes to customers about shipments, by email or SMS."""
        self.ensure_one()
        return self.stock_move_email_validation or self._get_text_validation("sms")

    @api.model
    def _finish_backorder_baseline(self):
        """From now on each new backorder is told about, whenever it was ordered."""
        self.sudo().search([("backorder_comms_baseline_done", "=", False)]).write(
            {"backorder_comms_baseline_done": True}
        )
