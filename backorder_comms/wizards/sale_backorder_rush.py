# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleBackorderRush(models.TransientModel):
    """Ask that goods go before others, and see whom that pushes back."""

    _name = "sale.backorder.rush"
    _description = "Raise a Rush"

    backorder_id = fields.Many2one(
        "sale.backorder", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Text()
    until = fields.Date(
        default=lambda self: self.env.company._get_rush_end(),
        help="After this day it waits in its place again.",
    )
    effect = fields.Html(
        string="Whom It Pushes Back", compute="_compute_effect", sanitize=False
    )

    @api.depends("backorder_id")
    def _compute_effect(self):
        effects = self.env["sale.backorder.priority.effect"]
        for rush in self:
            line = rush.backorder_id.order_line_id
            rush.effect = effects._render(line._get_rush_effects())

    # === ACTIONS === #

    def action_raise(self):
        """Leave it to whoever may approve it."""
        self.ensure_one()
        order = self.backorder_id.order_id
        order.check_access("write")
        if not (self.reason or "").strip():
            raise UserError(self.env._("Please give a reason: it will be asked for."))
        decision = (
            self.env["sale.backorder.decision"]
            .sudo()
            ._raise_rush(
                self.backorder_id.sudo().order_line_id, self.reason, self.until
            )
        )
        return decision.sudo(False)._get_records_action()

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Raise a Rush"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
