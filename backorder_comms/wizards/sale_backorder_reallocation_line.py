# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class SaleBackorderReallocationLine(models.TransientModel):
    """What an order holds, and how much of it to take."""

    _name = "sale.backorder.reallocation.line"
    _description = "Who Holds What Is Missing"
    _order = "id"

    reallocation_id = fields.Many2one(
        "sale.backorder.reallocation", required=True, ondelete="cascade"
    )
    move_id = fields.Many2one("stock.move", required=True, ondelete="cascade")
    product_id = fields.Many2one(related="move_id.product_id")
    uom_id = fields.Many2one(related="product_id.uom_id")
    order_id = fields.Many2one(related="move_id.sale_line_id.order_id")
    partner_id = fields.Many2one(related="order_id.partner_id")
    picking_id = fields.Many2one(related="move_id.picking_id", string="Transfer")
    due_date = fields.Datetime(related="move_id.date", string="Planned")
    held = fields.Float(digits="Product Unit", readonly=True, string="Holds")
    quantity = fields.Float(digits="Product Unit", string="Take")
