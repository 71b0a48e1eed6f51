# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from .sale_order import BACKORDER_GROUPS


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    backorder_ids = fields.One2many(
        "sale.backorder", "order_line_id", readonly=True, groups=BACKORDER_GROUPS
    )

    def _to_backorder_unit(self, quantity):
        """Convert from the product's unit, without rounding each part of a sum.

        :param float quantity:
        :rtype: float
        """
        uom = self.product_id.uom_id
        return uom._compute_quantity(quantity, self.product_uom_id, round=False)
