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

    backorder_value = fields.Monetary(
        string="Awaited Value",
        compute="_compute_backorder_value",
        currency_field="company_currency_id",
        groups="purchase.group_purchase_user",
        help="What customers pay for the awaited goods, without taxes.",
    )

    def _compute_backorder_customer_count(self):
        groups = self.env["sale.backorder.supply"]._read_group(
            [("purchase_order_id", "in", self.ids), ("is_arrived", "=", False)],
            ["purchase_order_id"],
            ["backorder_id:recordset"],
        )
        customers = {
            order: {backorder.partner_id for backorder in backorders}
            for order, backorders in groups
        }
        for order in self:
            waiting = customers.get(order._origin, ())
            order.backorder_customer_count = len(waiting)

    def _compute_backorder_value(self):
        values = dict(
            self.env["purchase.backorder.impact"]._read_group(
                [("order_id", "in", self.ids)], ["order_id"], ["value:sum"]
            )
        )
        for order in self:
            order.backorder_value = values.get(order._origin, 0.0)

    # === ACTIONS === #

    def action_view_backorders(self):
        """Show who waits for the purchase."""
        return self.env["sale.backorder"]._get_purchase_action(
            [("purchase_order_id", "in", self.ids)]
        )
