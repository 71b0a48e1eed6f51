# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Command, Domain


class SaleBackorderUpdate(models.Model):
    """Append-only: each time that a customer was promised to hear from us by a day."""

    _name = "sale.backorder.update"
    _description = "Promised News"
    _order = "date desc, id desc"
    _rec_name = "date"

    backorder_id = fields.Many2one(
        "sale.backorder", required=True, index=True, ondelete="cascade", readonly=True
    )
    order_id = fields.Many2one(
        related="backorder_id.order_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        related="backorder_id.partner_id", store=True, precompute=True
    )
    product_id = fields.Many2one(
        related="backorder_id.product_id", store=True, precompute=True
    )
    company_id = fields.Many2one(
        related="backorder_id.company_id", store=True, precompute=True
    )
    made_date = fields.Datetime(
        string="Promised On",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
    )
    date = fields.Date(string="News By", required=True, readonly=True)
    occasion = fields.Char(
        readonly=True, help="What the customer was told when it was promised."
    )
    answer_ids = fields.Many2many(
        "sale.backorder.message",
        string="News",
        readonly=True,
        help="What the customer was sent by that day.",
    )
    is_past = fields.Boolean(readonly=True, help="Whether the day has passed.")
    is_needless = fields.Boolean(
        readonly=True, help="Whether nobody waited any more when the day had passed."
    )
    state = fields.Selection(
        selection=[
            ("open", "Open"),
            ("kept", "Kept"),
            ("missed", "Missed"),
            ("needless", "Not Needed"),
        ],
        compute="_compute_state",
        store=True,
        precompute=True,
        help="Kept: the customer was written to by that day, and the message did not "
        "fail. Not needed: nothing was missing any more when the day had passed.",
    )

    _open = models.Index("(backorder_id) WHERE is_past IS NOT TRUE")

    @api.depends("answer_ids.state", "is_past", "is_needless")
    def _compute_state(self):
        for update in self:
            if set(update.answer_ids.mapped("state")) - {"failed", "dropped"}:
                update.state = "kept"
            elif not update.is_past:
                update.state = "open"
            else:
                update.state = "needless" if update.is_needless else "missed"

    # === BUSINESS METHODS === #

    @api.model
    def _answer(self, messages):
        """Note that customers were written to, by the promised day or too late.

        The same news by another channel is no answer to what it promises itself.

        :param dict[sale.backorder, sale.backorder.message] messages:
        """
        backorders = self.env["sale.backorder"].union(*messages)
        updates = self.search(
            Domain("backorder_id", "in", backorders.ids) & Domain("is_past", "=", False)
        )
        updates.mapped("answer_ids")  # read at once
        for update in updates:
            message = messages[update.backorder_id]
            today = update.company_id._backorder_today()
            if update.date >= today and update.occasion != message.occasion:
                update.answer_ids = [Command.link(message.id)]

    def _withdraw(self):
        """Expect no more news by these days: staff talked to the customers."""
        self.filtered(lambda update: update.state == "open").write(
            {"is_past": True, "is_needless": True}
        )

    @api.model
    def _judge(self):
        """Tell of each promise whose day has passed what became of it."""
        past = self.search(
            Domain("is_past", "=", False)
            & Domain.OR(
                Domain("company_id", "=", company.id)
                & Domain("date", "<", company._backorder_today())
                for company in self.env["res.company"].search([])
            )
        )
        waiting = past.filtered(lambda one: one.backorder_id.state == "waiting")
        (past - waiting).is_needless = True
        past.is_past = True
