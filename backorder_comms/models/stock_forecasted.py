# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class StockForecasted(models.AbstractModel):
    _inherit = "stock.forecasted_product_product"

    @api.model
    def action_reserve_linked_picks(self, move_id):
        """Override of `stock`: whom someone reserves for by hand waits like others."""
        move = self.env["stock.move"].browse(move_id)
        move.browse(move._rollup_move_origs()).picking_id._take_turn()
        return super().action_reserve_linked_picks(move_id)

    @api.model
    def action_unreserve_linked_picks(self, move_id):
        """Override of `stock`: what someone unreserves by hand is meant for others."""
        moves = super().action_unreserve_linked_picks(move_id)
        moves.picking_id._give_way()
        return moves
