# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.stock_move import ALLOWED, SKIP_PROTECTION


class StockPickingBackorderReserve(models.TransientModel):
    """Take what is kept for others, with their names before one's eyes and a reason."""

    _name = "stock.picking.backorder.reserve"
    _description = "Take What Is Kept for Others"

    picking_id = fields.Many2one(
        "stock.picking", required=True, readonly=True, ondelete="cascade"
    )
    line_ids = fields.One2many(
        "stock.picking.backorder.reserve.line",
        "reserve_id",
        string="Taken From",
        readonly=True,
    )
    reason = fields.Char()

    def _refresh_lines(self):
        """Say whom it takes from, as things are now."""
        losses = self.picking_id._get_backorder_losses()
        self.line_ids = [
            Command.clear(),
            *(
                Command.create({"move_id": move.id, "quantity": quantity})
                for move, quantity in losses.items()
            ),
        ]

    def action_reserve(self):
        """Reserve past the protection and tell everyone concerned."""
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Please give a reason: the others will ask."))
        self._refresh_lines()  # others may have been faster since it was opened
        self._reserve()
        self._post_notes()
        return {"type": "ir.actions.act_window_close"}

    def _reserve(self):
        # Sales managers may not read all that core reads on the way.
        picking_sudo = self.picking_id.sudo()
        picking_sudo.with_context(**{SKIP_PROTECTION: ALLOWED}).action_assign()

    def _post_notes(self):
        """Write who took what from whom, and why, on both sides."""
        self.picking_id.message_post_with_source(
            "backorder_comms.note_reserve_taken",
            render_values={"reserve": self},
            subtype_xmlid="mail.mt_note",
        )
        for order, lines in self.line_ids.grouped("order_id").items():
            # Whoever manages the stock does not need to be the order's salesperson.
            order.sudo().message_post_with_source(
                "backorder_comms.note_reserve_lost",
                render_values={"reserve": self, "lines": lines},
                subtype_xmlid="mail.mt_note",
            )
