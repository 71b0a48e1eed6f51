# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL


class SaleBackorderForecast(models.AbstractModel):
    _inherit = "sale.backorder.forecast"

    def _get_date_column(self):
        """Override of `backorder_comms` to believe the latest of several dates.

        The buyer's, or the vendor's in the portal, is on the purchase line; when it
        moves, the receipt keeps the day for which it was planned. Where the company
        counts on it, what a vendor promised first is as late as usual: what was put off
        already is not put off once more.
        """
        return SQL(
            """
            GREATEST(
                %s, purchase_line.date_planned,
                purchase_line.backorder_first_date_planned
                + lateness.likely_days * INTERVAL '1 day'
            )
            """,
            super()._get_date_column(),
        )

    def _get_latest_column(self):
        """Override of `backorder_comms` to foresee that a vendor is very late."""
        return SQL(
            """
            GREATEST(
                %s,
                purchase_line.backorder_first_date_planned
                + lateness.late_days * INTERVAL '1 day'
            )
            """,
            super()._get_latest_column(),
        )

    def _get_ships_from_column(self):
        """Override of `backorder_comms` to tell of what vendors send themselves.

        Who was told once hears how it goes on, though the company tells no more of it.
        """
        return SQL(
            """
            COALESCE(%s, (
                SELECT sale.warehouse_id
                  FROM stock_location AS source
                 WHERE source.id = move.location_id
                   AND source.usage = 'supplier'
                   AND purchase_line.id IS NOT NULL
                   AND line.id IS NOT NULL
                   AND (
                       company.backorder_comms_tell_dropships
                       OR EXISTS (
                           SELECT FROM sale_backorder AS told
                            WHERE told.order_line_id = line.id
                              AND told.state IN ('waiting', 'ready')
                       )
                   )
            ))
            """,
            super()._get_ships_from_column(),
        )

    def _get_date_joins(self):
        """Override of `backorder_comms` to reach the purchase line of a receipt."""
        return SQL(
            """
            %s LEFT JOIN purchase_order_line AS purchase_line
                      ON purchase_line.id = move.purchase_line_id
               LEFT JOIN res_partner AS vendor ON vendor.id = purchase_line.partner_id
               %s
            """,
            super()._get_date_joins(),
            self.env["purchase.vendor.lateness"]._get_join(),
        )

    def _flush_dates(self):
        """Override of `backorder_comms` to read purchase lines as they are now."""
        self.env["stock.move"].flush_model(["purchase_line_id"])
        self.env["purchase.order.line"].flush_model(
            ["backorder_first_date_planned", "date_planned", "partner_id", "product_id"]
        )
        self.env["purchase.vendor.lateness"]._flush_join()
        self.env["res.company"].flush_model(["backorder_comms_tell_dropships"])
        self.env["sale.backorder"].flush_model(["order_line_id", "state"])
        self.env["sale.order"].flush_model(["warehouse_id"])
        return super()._flush_dates()
