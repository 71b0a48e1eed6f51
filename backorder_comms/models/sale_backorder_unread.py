# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# What a customer ought to know, and act upon.
WEIGHTY = ("opened", "later", "decision")
# What is older is not looked at: nobody calls about it any more.
WINDOW = timedelta(days=14)


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """Which weighty mails nobody reacted to, so that perhaps nobody read them.

    Nothing is hidden in our mails to find that out, and our pages write nothing when
    they are looked at. What is left are traces that core keeps of what customers do.
    """

    _inherit = "sale.backorder.message"

    is_unread = fields.Boolean(
        string="No Reaction",
        readonly=True,
        help="Days after it left, its customer had neither decided anything nor "
        "replied, logged in to the portal or looked at the whole order. He may well "
        "have read it.",
    )

    @api.model
    def _note_unread(self):
        """Record of which orders the customers did not react to what they were told."""
        for company in self.env["res.company"].search(
            [("backorder_unread_days", ">", 0)]
        ):
            self._get_perhaps_unread(company)._filter_without_trace()._report_unread()

    @api.model
    def _get_perhaps_unread(self, company):
        """Return the mails that have had time to be read, and are still true."""
        until = fields.Datetime.now() - timedelta(days=company.backorder_unread_days)
        mails = self.search(
            Domain("company_id", "=", company.id)
            & Domain("event_type", "in", WEIGHTY)
            & Domain("audience", "=", "customer")
            & Domain("channel", "=", "mail")
            & Domain("state", "=", "sent")
            & Domain("is_unread", "=", False)
            & Domain("mail_message_id.date", ">", until - WINDOW)
            & Domain("mail_message_id.date", "<=", until)
        )
        return mails.filtered(lambda message: message._is_true())

    def _filter_without_trace(self):
        """Keep the messages after which their customers left no trace."""
        traces = self._load_traces()
        return self.filtered(
            lambda message: (
                not any(
                    moment > message.mail_message_id.date
                    for key in (message.order_id, message._get_customer())
                    for moment in traces.get(key, ())
                )
            )
        )

    def _get_customer(self):
        return self.order_id.partner_id.commercial_partner_id

    def _load_traces(self):
        """Return when customers did what shows that they know, in a few queries.

        :return: moments, by order, and by customer for what concerns all his orders
        :rtype: dict[models.Model, list[datetime]]
        """
        since = min(self.mail_message_id.mapped("date"), default=False)
        if not since:
            return {}
        traces = {}
        viewed = self.env["ir.model.data"]._xmlid_to_res_id("sale.mt_order_viewed")
        customers = self.order_id.partner_id.commercial_partner_id
        posts = self.env["mail.message"].search(
            Domain("model", "=", "sale.order")
            & Domain("res_id", "in", self.order_id.ids)
            & Domain("date", ">", since)
            & (
                Domain("subtype_id", "=", viewed)
                | (
                    Domain("message_type", "in", ("comment", "email"))
                    & Domain("author_id.commercial_partner_id", "in", customers.ids)
                )
            )
        )
        for post in posts:
            order = self.env["sale.order"].browse(post.res_id)
            traces.setdefault(order, []).append(post.date)
        users = self.env["res.users"].search(
            Domain("partner_id.commercial_partner_id", "in", customers.ids)
            & Domain("login_date", ">", since)
        )
        for user in users:
            customer = user.partner_id.commercial_partner_id
            traces.setdefault(customer, []).append(user.login_date)
        return traces

    def _report_unread(self):
        """Have the rules tell colleagues, once about each message."""
        self.is_unread = True
        self.env["sale.backorder.event"].create(
            [
                {
                    "order_id": order.id,
                    "company_id": order.company_id.id,
                    "type": "unread",
                    "new_value": messages.sorted("id")[-1].mail_message_id.subject,
                }
                for order, messages in self.grouped("order_id").items()
            ]
        )
