# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for each thing that it does.
# pylint: disable=consider-merging-classes-inherited
class PurchaseOrderLine(models.Model):
    """Whom a purchase line is for."""

    _inherit = "purchase.order.line"

    backorder_customer_count = fields.Integer(
        string="Customers Waiting",
        compute="_compute_backorder_customer_count",
        groups="purchase.group_purchase_user",
        help="How many customers wait for what the line is to bring.",
    )

    def _compute_backorder_customer_count(self):
        supplies = self.env["sale.backorder.supply"]
        counts = supplies._count_customers("purchase_line_id", self)
        for line in self:
            line.backorder_customer_count = counts.get(line._origin, 0)
