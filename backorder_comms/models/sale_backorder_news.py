# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

from ..logic.news import find_next_news

# Whoever waits for a day to come is not told in its first hour that he still waits.
EVENING = 16


# A file for each thing that a backorder does.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorder(models.Model):
    """By when the customer was promised to hear from us, and if he did."""

    _inherit = "sale.backorder"

    update_ids = fields.One2many(
        "sale.backorder.update", "backorder_id", string="Promised News", readonly=True
    )
    update_count = fields.Integer(
        string="News Promised",
        compute="_compute_update_count",
        store=True,
        help="How often the customer was promised to hear from us by a day.",
    )
    update_kept_count = fields.Integer(
        string="News in Time",
        compute="_compute_update_count",
        store=True,
        help="How often the customer was written to by that day.",
    )
    update_missed_count = fields.Integer(
        string="News Missed",
        compute="_compute_update_count",
        store=True,
        help="How often that day passed without a message that left.",
    )

    @api.depends("update_ids.state")
    def _compute_update_count(self):
        for backorder in self:
            states = backorder.update_ids.mapped("state")
            backorder.update_count = len(states)
            backorder.update_kept_count = states.count("kept")
            backorder.update_missed_count = states.count("missed")

    # === BUSINESS METHODS === #

    def _promise_news(self, messages):
        """Remember that the customer hears from us again, and until when.

        Nothing is promised to whoever does not want to be told that he still waits.

        :param dict[sale.backorder, sale.backorder.message] messages: which say so
        """
        vals_list = []
        for backorder in self:
            message = messages[backorder]
            recipient = message.partner_id.with_company(message.company_id)
            backorder.next_update_date = backorder._get_news_day_for(recipient)
            promise = message.occasion, backorder.next_update_date
            known = {(one.occasion, one.date) for one in backorder.update_ids}
            if backorder.next_update_date and promise not in known:
                vals_list.append(
                    {
                        "backorder_id": backorder.id,
                        "date": backorder.next_update_date,
                        "occasion": message.occasion,
                    }
                )
        self.env["sale.backorder.update"].create(vals_list)

    def _get_news_day_for(self, recipient):
        """Return by when a recipient hears again, False if he does not want to.

        :param res.partner recipient: in the environment of the backorder's company
        """
        wanted = recipient._get_wanted_backorder_channels("still_waiting")
        return bool(wanted) and self._get_news_day()

    def _get_news_day(self):
        self.ensure_one()
        company = self.company_id
        return find_next_news(
            company._backorder_today(),
            self.expected_date or None,
            company.backorder_comms_update_days,
            company.backorder_comms_status_days,
        )

    @api.model
    def _remind_of_promised_updates(self):
        """Record for each customer whose news is due that there is nothing new."""
        due = self.search(
            Domain("state", "=", "waiting")
            & Domain.OR(
                Domain("company_id", "=", company.id)
                & Domain("next_update_date", "<=", company._backorder_today())
                for company in self.env["res.company"].search([])
            )
        ).filtered(lambda backorder: backorder._is_news_due())
        self.env["sale.backorder.event"].create(
            [
                {
                    "backorder_id": backorder.id,
                    "order_id": backorder.order_id.id,
                    "type": "still_waiting",
                }
                for backorder in due
            ]
        )
        due.next_update_date = False
        self.env["sale.backorder.update"]._judge()

    def _is_news_due(self):
        """Tell whether to wait no longer for news that come by themselves.

        On the day on which the goods are expected these are likely to come.
        """
        self.ensure_one()
        company = self.company_id
        today = company._backorder_today()
        if not self.expected_date or self.expected_date != today:
            return True
        evening = fields.Datetime.add(
            company._to_backorder_moment(today), hours=EVENING
        )
        return fields.Datetime.now() >= evening
