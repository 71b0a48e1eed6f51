# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

from .sale_order import BACKORDER_GROUPS


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    backorder_ids = fields.One2many(
        "sale.backorder", "order_line_id", readonly=True, groups=BACKORDER_GROUPS
    )

    backorder_score = fields.Integer(
        string="Priority Points",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="What the priority rules give the line. Each point goes before a day of "
        "waiting for goods.",
    )

    _backorder_scored = models.Index("(id) WHERE backorder_score <> 0")

    def _to_backorder_unit(self, quantity):
        """Convert from the product's unit, without rounding each part of a sum.

        :param float quantity:
        :rtype: float
        """
        uom = self.product_id.uom_id
        return uom._compute_quantity(quantity, self.product_uom_id, round=False)

    def _get_backorder_transfers(self):
        """Return the transfers by which the rest of the lines is to be shipped."""
        return self.move_ids._filter_backorder_open().picking_id

    @api.model
    def _get_backorder_shipped_column(self):
        """Return what ever left for the customer of a line, returns not deducted.

        :return: for queries with `sale_order_line AS line` and the unit of the line,
            `uom_uom AS line_unit`, in which it is
        :rtype: SQL
        """
        return SQL(
            """
            (
                SELECT COALESCE(
                           SUM(move.quantity * unit.factor / line_unit.factor), 0
                       )
                  FROM stock_move AS move
                  JOIN uom_uom AS unit ON unit.id = move.product_uom
                 WHERE move.sale_line_id = line.id AND %s
            )
            """,
            self.env["stock.move"]._get_backorder_shipped_condition(),
        )
