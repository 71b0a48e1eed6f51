# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from .sale_order import BACKORDER_GROUPS


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    backorder_ids = fields.One2many(
        "sale.backorder", "order_line_id", readonly=True, groups=BACKORDER_GROUPS
    )

    def _get_backorder_due_date(self):
        """Return the day on which the customer was promised the goods with the order.

        :return: the order's delivery date, else the line's lead time after the order
        :rtype: date, in the company's time zone
        """
        self.ensure_one()
        moment = self.order_id.commitment_date or fields.Datetime.add(
            self.order_id.date_order, days=self.customer_lead
        )
        return self.company_id._to_backorder_day(moment)

    def _to_backorder_unit(self, quantity, uom=None):
        """Convert into the line's unit, without rounding each part of a sum.

        :param float quantity:
        :param uom.uom uom: the product's own unit unless given
        :rtype: float
        """
        uom = uom or self.product_id.uom_id
        return uom._compute_quantity(quantity, self.product_uom_id, round=False)
