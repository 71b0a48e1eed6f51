# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class SaleBackorderRuleReplayLine(models.TransientModel):
    """A message that would have been sent, beside the one that was."""

    _name = "sale.backorder.rule.replay.line"
    _description = "Message of a Dry Run"
    _order = "date desc, id desc"

    replay_id = fields.Many2one(
        "sale.backorder.rule.replay", required=True, index=True, ondelete="cascade"
    )
    outcome = fields.Selection(
        selection=[
            ("same", "As Sent"),
            ("other", "Sent in Other Words"),
            ("new", "New"),
            ("gone", "No More"),
        ],
        required=True,
        help="As Sent: it was sent, by the same rule. Sent in Other Words: about the "
        "same, but by another rule or as other news. New: nothing was sent. No More: "
        "it was sent, and the rules as they are now would not.",
    )
    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Recipient", ondelete="cascade")
    event_type = fields.Selection(
        selection=lambda self: self._get_labels("event_type"), string="Occasion"
    )
    channel = fields.Selection(selection=lambda self: self._get_labels("channel"))
    date = fields.Datetime(string="When")
    held_until = fields.Datetime(
        help="When it would leave, where the rule, or quiet hours, put it off."
    )
    rule_id = fields.Many2one("sale.backorder.rule", ondelete="cascade")
    message_id = fields.Many2one(
        "sale.backorder.message", string="Really Sent", ondelete="cascade"
    )
    message_date = fields.Datetime(
        related="message_id.create_date", string="Really Written"
    )
    message_state = fields.Selection(related="message_id.state", string="Became")

    def _get_labels(self, field):
        """Return the selection of a message's field, whatever addons add to it."""
        messages = self.env["sale.backorder.message"]
        return messages._fields[field]._description_selection(self.env)

    def action_view_order(self):
        self.ensure_one()
        return self.order_id._get_records_action()
