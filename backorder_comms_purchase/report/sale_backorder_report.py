# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL


class SaleBackorderReport(models.Model):
    _inherit = "sale.backorder.report"
    _depends = {
        "purchase.order.line": ["order_id", "partner_id"],
        "sale.backorder.supply": ["backorder_id", "move_id", "quantity"],
        "stock.move": ["purchase_line_id"],
    }

    vendor_id = fields.Many2one(
        "res.partner",
        readonly=True,
        help="Who was to bring the most of it, or brought it.",
        groups="purchase.group_purchase_user,sales_team.group_sale_manager",
    )

    def _get_columns(self):
        """Override of `backorder_comms` to add the vendor."""
        return SQL("%s, supply.vendor_id", super()._get_columns())

    def _get_tables(self):
        """Override of `backorder_comms` to add the vendor of the largest part."""
        return SQL(
            """
            %s LEFT JOIN (
                SELECT DISTINCT ON (source.backorder_id)
                       source.backorder_id, purchase_line.partner_id AS vendor_id
                  FROM sale_backorder_supply AS source
                  JOIN stock_move AS move ON move.id = source.move_id
                  JOIN purchase_order_line AS purchase_line
                    ON purchase_line.id = move.purchase_line_id
              ORDER BY source.backorder_id, source.quantity DESC, source.id
            ) AS supply ON supply.backorder_id = backorder.id
            """,
            super()._get_tables(),
        )
