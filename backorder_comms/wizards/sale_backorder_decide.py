# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleBackorderDecide(models.TransientModel):
    """What staff asks a customer, or decides in his name."""

    _name = "sale.backorder.decide"
    _description = "Ask or Decide about Backorders"

    order_id = fields.Many2one(
        "sale.order", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id")
    mode = fields.Selection(
        selection=[
            ("ask", "Ask the customer"),
            ("decide", "Decide for the customer"),
        ],
        required=True,
        default="ask",
    )
    topic_ids = fields.One2many("sale.backorder.decide.topic", "wizard_id")
    topic_id = fields.Many2one(
        "sale.backorder.decide.topic",
        string="About",
        domain="[('wizard_id', '=', id)]",
        compute="_compute_topic_id",
        store=True,
        readonly=False,
    )
    choice_id = fields.Many2one(
        "sale.backorder.decide.choice",
        string="Decision",
        domain="[('topic_id', '=', topic_id)]",
        compute="_compute_choice_id",
        store=True,
        readonly=False,
        help="What the customer wants.",
    )
    default_choice_id = fields.Many2one(
        "sale.backorder.decide.choice",
        string="Without an Answer",
        domain="[('topic_id', '=', topic_id)]",
        compute="_compute_choice_id",
        store=True,
        readonly=False,
        help="What is done when the deadline has passed; the customer is told so. "
        "Empty: nothing, and the salesperson is to call the customer.",
    )
    consequences = fields.Html(compute="_compute_consequences")
    max_quantity = fields.Float(related="choice_id.max_quantity")
    unit = fields.Char(related="choice_id.unit")
    quantity = fields.Float(
        compute="_compute_quantity", store=True, readonly=False, help="0: all of it."
    )
    reason = fields.Text(
        string="How the Customer Said It",
        help="Such as: on the phone, to Marc. The customer sees it, too.",
    )
    deadline = fields.Date(
        compute="_compute_deadline",
        store=True,
        readonly=False,
        help="The customer can answer until the end of this day.",
    )
    is_mute = fields.Boolean(
        compute="_compute_is_mute",
        help="Whether no rule would write to the customer about a question.",
    )

    @api.depends("topic_ids")
    def _compute_topic_id(self):
        for wizard in self:
            wizard.topic_id = wizard.topic_ids[:1]

    @api.depends("topic_id")
    def _compute_choice_id(self):
        """Start over with another topic; nothing is done by default unless said."""
        for wizard in self:
            new = wizard.topic_id.choice_ids.filtered(lambda one: not one.is_current)
            wizard.choice_id = new if len(new) == 1 else False
            wizard.default_choice_id = False

    @api.depends("choice_id")
    def _compute_quantity(self):
        for wizard in self:
            wizard.quantity = wizard.choice_id.max_quantity

    @api.depends("order_id")
    def _compute_deadline(self):
        for wizard in self:
            wizard.deadline = wizard.company_id._get_backorder_deadline()

    @api.depends("mode", "topic_id", "choice_id")
    def _compute_consequences(self):
        for wizard in self:
            is_asked = wizard.mode == "ask"
            shown = wizard.topic_id.choice_ids if is_asked else wizard.choice_id
            wizard.consequences = Markup().join(map(wizard._describe, shown))

    @api.depends("order_id")
    def _compute_is_mute(self):
        for wizard in self:
            order = wizard.order_id.sudo()
            wizard.is_mute = not order._filter_having_words({order: "decision"})

    def _describe(self, choice):
        lines = (choice.consequences or "").splitlines()
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        return Markup("<b>%s</b><ul>%s</ul>") % (choice.name, items)

    # === ACTIONS === #

    @api.model
    def _open(self, order, line=None):
        """Offer what can be decided about an order now.

        :param sale.order.line line: to offer what concerns it first, if any
        :return: an action
        :rtype: dict
        """
        order.check_access("write")
        topics = self.env["sale.backorder.decide.topic"]._prepare(order)
        if line:
            topics.sort(key=lambda vals: vals["order_line_id"] != line.id)
        if not topics:
            raise UserError(
                self.env._("There is nothing to decide about this order at present.")
            )
        wizard = self.create(
            {"order_id": order.id, "topic_ids": [(0, 0, vals) for vals in topics]}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask or Decide"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        """Ask, or decide, and say what came of it."""
        self.ensure_one()
        self.order_id.check_access("write")
        decision = self._ask() if self.mode == "ask" else self._decide()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": decision.effect
                or self.env._("The customer is being asked: see Decisions."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # === BUSINESS METHODS === #

    def _ask(self):
        if not self.topic_id:
            raise UserError(self.env._("Choose what to ask about."))
        if self.deadline and self.deadline < self.company_id._backorder_today():
            raise UserError(self.env._("The deadline has passed already."))
        default = self.default_choice_id
        return self.order_id._backorder_ask(
            self.topic_id.kind,
            self.topic_id.order_line_id,
            product_id=default.product_id.id,
            deadline=self.deadline,
            default_option=default.option,
        )

    def _decide(self):
        """Decide in the words of the customer, who reads what came of it, too."""
        if not self.choice_id:
            raise UserError(self.env._("Choose what the customer wants."))
        choice = self.choice_id
        lang = self.topic_id._get_lang(self.order_id)
        return self.order_id.with_context(lang=lang)._backorder_decide(
            choice.option,
            line=self.topic_id.order_line_id,
            product=choice.product_id,
            quantity=self.quantity,
            reason=self.reason or "",
            key=f"staff-{self.id}",
            seen=choice.digest,
        )
