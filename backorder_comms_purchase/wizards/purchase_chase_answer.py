# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class PurchaseChaseAnswer(models.TransientModel):
    """What a vendor answered on the phone or by mail: when the goods will come."""

    _name = "purchase.chase.answer"
    _description = "Answer of a Vendor"

    order_id = fields.Many2one(
        "purchase.order", required=True, readonly=True, ondelete="cascade"
    )
    date = fields.Date(
        string="Expected Arrival",
        required=True,
        help="The day that the vendor gave, or the one that he confirmed.",
    )
    line_ids = fields.Many2many(
        "purchase.order.line",
        string="For",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        required=True,
        domain="[('order_id', '=', order_id)]",
        help="What the answer is about.",
    )

    @api.depends("order_id")
    def _compute_line_ids(self):
        for answer in self:
            chased = answer.order_id.backorder_chase_attempt_ids.line_ids
            awaited = answer.order_id.order_line._filter_backorder_open()
            answer.line_ids = (awaited & chased) or awaited

    def action_apply(self):
        """Change the dates as the buyer, and end what was tried about the lines."""
        self.ensure_one()
        if self.date < self.order_id.company_id._backorder_today():
            raise UserError(
                self.env._("This day has passed. Ask the vendor for another one.")
            )
        lines = self.line_ids & self.order_id.order_line
        for line in lines:
            line.date_planned = line._convert_to_middle_of_day(self.date)
        lines._note_backorder_answer()
        return {"type": "ir.actions.act_window_close"}
