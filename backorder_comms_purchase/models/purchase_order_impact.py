# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for each thing that it does.
# pylint: disable=consider-merging-classes-inherited
class PurchaseOrder(models.Model):
    """Whom a purchase is for."""

    _inherit = "purchase.order"

    backorder_customer_count = fields.Integer(
        string="Customers Waiting",
        compute="_compute_backorder_customer_count",
        groups="purchase.group_purchase_user",
        help="How many customers wait for what the purchase is to bring.",
    )

    def _compute_backorder_customer_count(self):
        supplies = self.env["sale.backorder.supply"]
        counts = supplies._count_customers("purchase_order_id", self)
        for order in self:
            order.backorder_customer_count = counts.get(order._origin, 0)

    # === ACTIONS === #

    def action_view_backorders(self):
        """Show who waits for the purchase."""
        return self.env["sale.backorder"]._get_purchase_action(
            [("purchase_order_id", "in", self.ids)]
        )
