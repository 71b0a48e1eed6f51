# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

BUYERS = "purchase.group_purchase_user"


# A file for each thing that a purchase line does.
# pylint: disable=consider-merging-classes-inherited
class PurchaseOrderLine(models.Model):
    """Whom a purchase line is for."""

    _inherit = "purchase.order.line"

    backorder_customer_count = fields.Integer(
        string="Customers Waiting",
        compute="_compute_backorder_customer_count",
        groups=BUYERS,
        help="How many customers wait for what the line is to bring.",
    )
    backorder_quantity = fields.Float(
        string="Awaited Quantity",
        compute="_compute_backorder_customer_count",
        groups=BUYERS,
        help="What customers wait for, in the product's unit.",
    )
    backorder_value = fields.Float(
        string="Awaited Value",
        compute="_compute_backorder_customer_count",
        digits="Product Price",
        groups=BUYERS,
        help="What customers pay for the awaited goods, without taxes, in the "
        "company's currency.",
    )
    backorder_promise_count = fields.Integer(
        string="Promises at Stake",
        compute="_compute_backorder_customer_count",
        groups=BUYERS,
        help="Promised dates that are broken if the goods do not come sooner.",
    )

    def _compute_backorder_customer_count(self):
        """Take over what the buyers' queue says of each line."""
        impacts = self.env["purchase.backorder.impact"].search(
            [("purchase_line_id", "in", self.ids)]
        )
        by_line = impacts.grouped("purchase_line_id")
        for line in self:
            impact = by_line.get(line._origin, impacts.browse())
            line.backorder_customer_count = impact.customer_count
            line.backorder_quantity = impact.quantity
            line.backorder_value = impact.value
            line.backorder_promise_count = impact.promise_count
