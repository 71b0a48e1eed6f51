# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.stock_picking_together import SHIP_ANYWAY


class StockPickingBackorderShip(models.TransientModel):
    """Ship a part although the customer wants all at once, with a reason for him."""

    _name = "stock.picking.backorder.ship"
    _description = "Ship It Anyway"

    picking_ids = fields.Many2many("stock.picking", readonly=True)
    staying = fields.Text(string="What Stays Behind", compute="_compute_staying")
    reason = fields.Char(help="The customer reads it.")

    @api.depends("picking_ids")
    def _compute_staying(self):
        for ship in self:
            moves = ship.picking_ids._get_staying()
            ship.staying = moves._describe_staying(ship.picking_ids)

    def action_ship(self):
        """Go on where the validation stopped, and tell everyone concerned."""
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Please give a reason: the customer will ask."))
        pickings = self.picking_ids.browse(
            self.env.context.get("button_validate_picking_ids") or self.picking_ids.ids
        )
        return pickings.with_context(**{SHIP_ANYWAY: self.id}).button_validate()

    def _note(self, pickings, orders):
        """Write on the transfers and, for the customer, on the orders who did it, why.

        :param stock.picking pickings:
        :param sale.order orders: as superuser: who manages the stock need not see them
        """
        self.ensure_one()
        for picking in pickings:
            picking.message_post_with_source(
                "backorder_comms.note_shipped_anyway",
                render_values={"ship": self},
                subtype_xmlid="mail.mt_note",
            )
        for order in orders:
            order.with_context(lang=order.partner_id.lang).message_post_with_source(
                "backorder_comms.note_shipped_early",
                render_values={"ship": self},
                message_type="comment",
                subtype_xmlid="backorder_comms.mt_decision",
            )
