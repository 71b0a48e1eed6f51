# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.backorder_comms.models.sale_backorder_forecast import OpenMove

# In which a purchase has no receipt yet.
REQUEST_STATES = ("draft", "sent", "to approve")


# A file for each thing that is asked of the forecast.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderForecast(models.AbstractModel):
    """What is asked of vendors, where the company counts on it.

    Each line is a move that there is not yet, with the negative id of the line.
    """

    _inherit = "sale.backorder.forecast"

    def _load_moves(self, products):
        """Override of `backorder_comms` to add what is on requests for quotation."""
        return super()._load_moves(products) + self._load_requests(products)

    def _load_requests(self, products):
        """Return the receipts that requests for products would make.

        What should have come before now is nothing to count on.

        :rtype: list[OpenMove]
        """
        if not products or not self.env["res.company"]._is_counting_on_requests():
            return []
        self._flush_requests()
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT -purchase_line.id AS id,
                       purchase.date_order AS ordered,
                       purchase_line.product_id, purchase.company_id,
                       type.default_location_src_id AS source,
                       type.default_location_dest_id AS destination,
                       purchase_line.location_final_id AS final,
                       purchase_line.product_uom_qty AS quantity,
                       purchase_line.date_planned
                       + GREATEST(lateness.likely_days, 0) * INTERVAL '1 day' AS date,
                       purchase_line.date_planned + INTERVAL '1 day' * GREATEST(
                           lateness.late_days, warehouse.backorder_margin_days
                       ) AS latest
                  FROM purchase_order_line AS purchase_line
                  JOIN purchase_order AS purchase
                    ON purchase.id = purchase_line.order_id
                  JOIN res_company AS company ON company.id = purchase.company_id
                  JOIN res_partner AS vendor ON vendor.id = purchase.partner_id
                  JOIN stock_picking_type AS type ON type.id = purchase.picking_type_id
                  JOIN stock_location AS destination
                    ON destination.id = type.default_location_dest_id
                  JOIN stock_warehouse AS warehouse
                    ON warehouse.id = destination.warehouse_id
                  %s
                 WHERE purchase_line.product_id IN %s
                   AND purchase.state IN %s
                   AND company.backorder_comms_count_requests
                   AND purchase_line.product_uom_qty > 0
                   AND purchase_line.date_planned >= %s
                """,
                self.env["purchase.vendor.lateness"]._get_join(),
                products._ids,
                REQUEST_STATES,
                fields.Datetime.now(),
            )
        )
        return [self._prepare_request(row) for row in rows]

    def _flush_requests(self):
        self.env["purchase.order"].flush_model(
            ["company_id", "date_order", "partner_id", "picking_type_id", "state"]
        )
        self.env["purchase.order.line"].flush_model(
            [
                "date_planned",
                "location_final_id",
                "order_id",
                "product_id",
                "product_uom_qty",
            ]
        )
        self.env["res.company"].flush_model(["backorder_comms_count_requests"])
        self.env["stock.picking.type"].flush_model()
        self.env["stock.warehouse"].flush_model(["backorder_margin_days"])

    def _prepare_request(self, row):
        return OpenMove(
            **row,
            score=0,
            due=row["date"],
            ahead_days=0,
            reserved=None,
            has_origins=False,
            whole_id=None,
            gave_way=False,
            is_return=False,
            line_id=None,
            line_product_id=None,
            line_quantity=None,
            line_unit=None,
            line_shipped=0.0,
        )

    def _load_origins(self, moves):
        """Override of `backorder_comms`: what is asked for an order is the order's."""
        origins, brought = super()._load_origins(moves)
        line_ids = [-move.id for move in moves if move.id < 0]
        if line_ids:
            self.env["purchase.order.line"].flush_model(["move_dest_ids"])
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT move_id, -created_purchase_line_id
                      FROM stock_move_created_purchase_line_rel
                     WHERE created_purchase_line_id = ANY(%s)
                    """,
                    line_ids,
                )
            )
            for move_id, request_id in rows:
                origins[move_id] = [*origins.get(move_id, ()), request_id]
        return origins, brought
