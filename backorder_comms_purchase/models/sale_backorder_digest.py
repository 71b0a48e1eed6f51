# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.fields import Domain

from odoo.addons.backorder_comms.models.sale_backorder_digest import Item


class SaleBackorderDigest(models.AbstractModel):
    """Buyers read which late purchase hurts most."""

    _inherit = "sale.backorder.digest"

    def _get_users(self, company):
        """Override of `backorder_comms` to write to buyers, too."""
        impacts = self.env["purchase.backorder.impact"]._read_group(
            self._get_impact_domain(company), ["user_id"]
        )
        buyers = self.env["res.users"].union(*(user for (user,) in impacts))
        buyers = buyers.filtered(lambda user: user.active and not user.share)
        return super()._get_users(company) | buyers

    def _get_impact_domain(self, company):
        return Domain("company_id", "=", company.id) & Domain("days_late", ">", 0)

    def _get_sections(self, company, user):
        """Override of `backorder_comms` to add what a buyer has to chase."""
        impacts = self.env["purchase.backorder.impact"].search(
            self._get_impact_domain(company) & Domain("user_id", "=", user.id),
            order="harm desc, id",
        )
        return [
            *super()._get_sections(company, user),
            self._prepare_section(
                self.env._("Late purchases that customers wait for"),
                impacts,
                self._prepare_impact,
            ),
        ]

    def _prepare_impact(self, impact):
        text = self.env._(
            "%(product)s, %(vendor)s: late by %(days)s days, %(count)s waiting",
            product=impact.product_id.display_name,
            vendor=impact.partner_id.display_name,
            days=impact.days_late,
            count=impact.customer_count,
        )
        return Item(text, impact.order_id)
