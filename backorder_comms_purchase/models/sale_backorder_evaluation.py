# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL

from odoo.addons.backorder_comms.logic.changes import TOLERANCE
from odoo.addons.backorder_comms.logic.shortage import NONE, Piece


class SaleBackorderEvaluation(models.AbstractModel):
    """What a vendor was to send and does not is still owed to the customer."""

    _inherit = "sale.backorder.evaluation"

    def _get_demands(self, outlook, line_ids):
        """Override of `backorder_comms` to keep what no purchase brings any more.

        Moves of a vendor's shipment end with its purchase. What the customer ordered
        does not: that nobody sends it now is not that it was cancelled.
        """
        demands = super()._get_demands(outlook, line_ids)
        ordered = {
            move.line_id: move.line_quantity
            for move in outlook.moves
            if move.ships_from and move.line_id in demands
        }
        settled = [line_id for line_id in line_ids if not demands[line_id].pieces]
        ordered |= self._load_sent_by_vendors(settled)
        for line_id, quantity in ordered.items():
            demand = demands[line_id]
            rest = quantity - demand.shipped - demand.open
            if rest > TOLERANCE:
                demand.pieces.append(Piece(rest, NONE))
        return demands

    def _load_sent_by_vendors(self, line_ids):
        """Return how much was ordered on lines of which a vendor was to send something.

        :param list[int] line_ids: lines of which nothing is on its way
        :rtype: dict[int, float], in the lines' units, by their ids
        """
        if not line_ids:
            return {}
        self.env["sale.order"].flush_model(["state"])
        self.env["sale.order.line"].flush_model(["product_uom_qty"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id, line.product_uom_qty::float8
                  FROM sale_order_line AS line
                  JOIN sale_order AS sale ON sale.id = line.order_id
                 WHERE line.id = ANY(%s)
                   AND sale.state = 'sale'
                   AND EXISTS (
                       SELECT FROM stock_move AS move
                         JOIN stock_location AS source ON source.id = move.location_id
                        WHERE move.sale_line_id = line.id
                          AND move.purchase_line_id IS NOT NULL
                          AND source.usage = 'supplier'
                   )
                """,
                list(line_ids),
            )
        )
        return dict(rows)
