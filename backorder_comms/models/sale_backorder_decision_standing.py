# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import api, models

_logger = logging.getLogger(__name__)


# A file for each kind of decision.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderDecision(models.Model):
    """Substitutes for customers who agreed to them once and for all."""

    _inherit = "sale.backorder.decision"

    @api.model
    def _keep_up(self, orders):
        """Override of ours to send substitutes to whoever accepts them anyway."""
        res = super()._keep_up(orders)
        customers = orders.partner_id.filtered(
            "commercial_partner_id.backorder_accepts_substitutes"
        )
        for order in orders.filtered(lambda one: one.partner_id in customers):
            try:
                with self.env.cr.savepoint():
                    self._swap_by_consent(order)
            except psycopg2.OperationalError:
                raise  # a concurrent update: the caller tries again
            except Exception:
                _logger.exception("Cannot send substitutes for order %s", order.id)
        return res

    @api.model
    def _swap_by_consent(self, order):
        """Take the best substitutes that cost no more than what was ordered."""
        if order.state != "sale" or not order.company_id.backorder_comms_active:
            return
        contact = order._get_backorder_contact()
        lang = contact.lang or order.company_id.partner_id.lang
        order = order.with_context(lang=lang)
        for line, offers in self._get_offers(order).items():
            offer = next((one for one in offers if one.difference <= 0), None)
            if offer:
                decision = order._backorder_decide(
                    "swap",
                    line=line,
                    product=offer.product,
                    by=order.partner_id,
                    origin="policy",
                )
                decision._tell_by_mail(contact)

    def _tell_by_mail(self, contact):
        """Write to the customer what was done without asking him now."""
        self.ensure_one()
        self.order_id.with_context(mail_notify_force_send=False).message_notify(
            subject=self.env._("Your order %(order)s", order=self.order_id.name),
            body=self.effect,
            partner_ids=contact.ids,
        )
