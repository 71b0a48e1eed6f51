# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class StockReturnPicking(models.TransientModel):
    _inherit = "stock.return.picking"

    backorder_decision_id = fields.Many2one(
        "sale.backorder.decision", readonly=True, ondelete="cascade"
    )

    def _fill_in(self, move, quantity):
        """Fill in what a customer asked to send back of a shipment.

        :param stock.move move:
        :param float quantity: that it has left to be returned, in the product's unit
        """
        decision = self.backorder_decision_id
        asked = decision.order_line_id.product_uom_id._compute_quantity(
            decision.quantity, move.product_id.uom_id, round=False
        )
        line = self.product_return_moves.filtered(lambda one: one.move_id == move)
        line.quantity = move.product_id.uom_id._compute_quantity(
            min(asked, quantity), line.uom_id
        )

    def _create_return(self):
        """Override of `stock` to settle what the customer asked for."""
        picking = super()._create_return()
        decision = self.backorder_decision_id.sudo()
        # A client could name any other one.
        is_for_it = decision.order_id == self.picking_id.sale_id.sudo()
        if is_for_it and decision.kind == "return" and decision.state == "pending":
            decision._note_return(picking)
        return picking
