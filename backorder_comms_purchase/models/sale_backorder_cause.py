# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL


class SaleBackorderCause(models.AbstractModel):
    _inherit = "sale.backorder.cause"

    @api.model
    def _find(self, shortages):
        """Override of `backorder_comms` to see whether vendors put goods off."""
        found = super()._find(shortages)
        for line_id in self._filter_put_off(shortages):
            found[line_id].add("vendor")
        return found

    @api.model
    def _find_delay(self, shortages):
        """Override of `backorder_comms`: a vendor who puts goods off is the reason."""
        found = super()._find_delay(shortages)
        return found | dict.fromkeys(self._filter_put_off(shortages), "vendor")

    def _filter_put_off(self, shortages):
        """Return the ids of the order lines whose goods a vendor put off."""
        move_ids = set().union(*(one.supplies for one in shortages.values()))
        late = self._load_late_supplies(move_ids) if move_ids else set()
        return [
            line_id
            for line_id, shortage in shortages.items()
            if not late.isdisjoint(shortage.supplies)
        ]

    def _load_late_supplies(self, move_ids):
        """Return those that come on a later day than the vendor promised first.

        :param set[int] move_ids:
        :rtype: set[int]
        """
        self.env["purchase.order.line"].flush_model(
            ["backorder_first_date_planned", "date_planned"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.id
                  FROM stock_move AS move
                  JOIN purchase_order_line AS line ON line.id = move.purchase_line_id
                 WHERE move.id = ANY(%s)
                   AND line.date_planned::date
                     > line.backorder_first_date_planned::date
                """,
                list(move_ids),
            )
        )
        return {move_id for (move_id,) in rows}
