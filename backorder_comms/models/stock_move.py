# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

# What a change must touch to be worth a look: who gets the goods, how many, and when.
SIGNAL_FIELDS = frozenset(
    {"date", "date_deadline", "product_uom_qty", "quantity", "state"}
)


class StockMove(models.Model):
    _inherit = "stock.move"

    def write(self, vals):
        """Override of `stock` to notice moves that change supply or demand."""
        res = super().write(vals)
        if not SIGNAL_FIELDS.isdisjoint(vals):
            self.env["sale.backorder.signal"]._notice(products=self.product_id)
        return res

    def _get_locations(self):
        return self.location_id | self.location_dest_id | self.location_final_id

    def _filter_customer_bound(self):
        """Keep the moves that count as still to be shipped to a customer.

        Wherever the goods are now, each unit is in exactly one of them: in chains, it
        is the step whose *final* destination is the customer. Goods coming back, and
        those that a vendor ships directly, do not count.
        """
        outgoing = self._get_locations()._filter_backorder_outgoing()
        return self.filtered(
            lambda move: (
                (move.location_final_id or move.location_dest_id) in outgoing
                and move.location_id not in outgoing
                and move.location_id.usage != "supplier"
                and not move.origin_returned_move_id
            )
        )

    def _filter_shipped_to_customer(self):
        """Keep the done moves that left for a customer, whoever shipped them."""
        outgoing = self._get_locations()._filter_backorder_outgoing()
        return self.filtered(
            lambda move: (
                move.location_dest_id in outgoing and move.location_id not in outgoing
            )
        )
