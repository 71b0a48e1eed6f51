# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL


class SaleBackorderForecast(models.AbstractModel):
    _inherit = "sale.backorder.forecast"

    def _get_date_column(self):
        """Override of `backorder_comms` to believe the later of two dates.

        The buyer's, or the vendor's in the portal, is on the purchase line; when it
        moves, the receipt keeps the day for which it was planned.
        """
        return SQL(
            "GREATEST(%s, purchase_line.date_planned)", super()._get_date_column()
        )

    def _get_date_joins(self):
        """Override of `backorder_comms` to reach the purchase line of a receipt."""
        return SQL(
            """
            %s LEFT JOIN purchase_order_line AS purchase_line
                      ON purchase_line.id = move.purchase_line_id
            """,
            super()._get_date_joins(),
        )

    def _flush_dates(self):
        """Override of `backorder_comms` to read purchase lines as they are now."""
        self.env["stock.move"].flush_model(["purchase_line_id"])
        self.env["purchase.order.line"].flush_model(["date_planned"])
        return super()._flush_dates()
