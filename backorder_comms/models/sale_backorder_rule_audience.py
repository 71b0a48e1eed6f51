# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from .sale_backorder_event import INTERNAL_TYPES


# A file for each thing to know about a rule.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderRule(models.Model):
    """Who the people are whom a rule tells."""

    _inherit = "sale.backorder.rule"

    def _get_recipients(self, news, channel):
        """Return the people whom the rule tells, without those it cannot or must not.

        An addon that adds an audience to the selection also adds a method named after
        it, as the following ones are.

        :rtype: res.partner
        """
        self.ensure_one()
        if not self.audience:
            return self.env["res.partner"]
        recipients = getattr(self, f"_get_{self.audience}_recipients")(news)
        if news.event_type in dict(INTERNAL_TYPES):
            customer = news.order.partner_id.commercial_partner_id
            recipients = recipients.filtered(
                lambda partner: partner.commercial_partner_id != customer
            )
        if channel == "activity":
            return recipients.filtered(lambda partner: partner._get_backorder_user())
        if self.audience == "customer":
            recipients = recipients.filtered(
                lambda partner: (
                    channel
                    not in partner._get_unwanted_backorder_channels(news.event_type)
                )
            )
        return recipients.filtered(
            lambda partner: channel in partner._get_possible_backorder_channels()
        )

    def _get_customer_recipients(self, news):
        """Return the customer, unless he wants no news."""
        contact = news.order._get_backorder_contact()
        wanted = contact._get_backorder_channels(news.event_type)
        return contact if wanted else contact.browse()

    def _get_salesperson_recipients(self, news):
        return news.order.user_id.partner_id

    def _get_team_leader_recipients(self, news):
        return news.order.team_id.user_id.partner_id

    def _get_team_recipients(self, news):
        return news.order.team_id.member_ids.partner_id

    def _get_warehouse_recipients(self, news):
        warehouses = news.backorders.warehouse_id or news.order.warehouse_id
        return warehouses.backorder_user_id.partner_id

    def _get_partner_recipients(self, news):
        return self.partner_id
