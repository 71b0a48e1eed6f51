# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class StockPickingBackorderReserveLine(models.TransientModel):
    _name = "stock.picking.backorder.reserve.line"
    _description = "Who Loses What Is Kept for Him"

    reserve_id = fields.Many2one(
        "stock.picking.backorder.reserve", required=True, ondelete="cascade"
    )
    move_id = fields.Many2one("stock.move", required=True, ondelete="cascade")
    product_id = fields.Many2one(related="move_id.product_id")
    quantity = fields.Float(digits="Product Unit", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    order_id = fields.Many2one(related="move_id.sale_line_id.order_id")
    partner_id = fields.Many2one(related="order_id.partner_id")
