# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .purchase_chase_attempt import OPEN
from .purchase_chase_taking import LAYOUT, LAYOUT_CONTEXT

CHASE_KEY = "backorder_comms_chase_step"


# A file for each thing that it does.
# pylint: disable=consider-merging-classes-inherited
class PurchaseOrder(models.Model):
    """The chase of an order's vendor: what was done, by hand too, and his answers."""

    _inherit = "purchase.order"

    backorder_chase_attempt_ids = fields.One2many(
        "purchase.chase.attempt",
        "order_id",
        string="Chase Attempts",
        readonly=True,
        groups="purchase.group_purchase_user",
    )
    backorder_chase_count = fields.Integer(
        string="Number of Chase Attempts",
        compute="_compute_backorder_chase_count",
        groups="purchase.group_purchase_user",
    )
    backorder_chase_open_count = fields.Integer(
        string="Chase Attempts Without Answer",
        compute="_compute_backorder_chase_count",
        groups="purchase.group_purchase_user",
    )

    @api.depends("backorder_chase_attempt_ids.result")
    def _compute_backorder_chase_count(self):
        for order in self:
            attempts = order.backorder_chase_attempt_ids
            order.backorder_chase_count = len(attempts)
            order.backorder_chase_open_count = len(
                attempts.filtered(lambda attempt: attempt.result in OPEN)
            )

    # === ACTIONS === #

    def action_acknowledge(self):
        """Override of `purchase` to take an acknowledgment for an answer."""
        result = super().action_acknowledge()
        self.order_line._note_backorder_answer()
        return result

    def action_view_backorder_chase(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "backorder_comms_purchase.purchase_chase_attempt_action"
        )
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}

    def action_backorder_chase(self):
        """Open the mail that the ladder would send next, for the buyer to send it."""
        self.ensure_one()
        chase = self.env["purchase.chase"]
        chase._check_may_write(self)
        step = chase._get_step_by_hand(self)
        if not step:
            raise UserError(
                self.env._(
                    "There is nothing to ask the vendor: no line is late or has to be "
                    "confirmed soon, or no step of the chase sends an email."
                )
            )
        template = self.env["purchase.chase.step"].browse(step.id).mail_template_id
        return {
            "name": self.env._("Chase Now"),
            "type": "ir.actions.act_window",
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_composition_mode": "comment",
                "default_email_layout_xmlid": LAYOUT,
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "force_email": True,
                **LAYOUT_CONTEXT,
                CHASE_KEY: step.id,
            },
        }

    def action_backorder_vendor_answered(self):
        self.ensure_one()
        self.check_access("write")
        return {
            "name": self.env._("Vendor Answered"),
            "type": "ir.actions.act_window",
            "res_model": "purchase.chase.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    # === BUSINESS METHODS === #

    def message_post(self, **kwargs):
        """Override of `mail` to document a mail that a buyer sends to chase."""
        step_id = self.env.context.get(CHASE_KEY)
        if not step_id:
            return super().message_post(**kwargs)
        self.ensure_one()
        order = self.with_context(**{CHASE_KEY: False})
        self.env["purchase.chase.step"].browse(step_id).check_access("read")
        attempts = order.env["purchase.chase"]._take_by_hand(order, step_id)
        message = super(PurchaseOrder, order).message_post(**kwargs)
        attempts.mail_message_id = message
        for attempt in attempts:
            attempt._post_note()
        return message

    def _update_date_planned_for_lines(self, updated_dates):
        """Override of `purchase` to take the vendor's date for an answer.

        Also one that is the same as before: he confirmed it.
        """
        result = super()._update_date_planned_for_lines(updated_dates)
        lines = self.env["purchase.order.line"].union(
            *(line for line, _date in updated_dates)
        )
        lines._note_backorder_answer()
        return result

    @api.model
    def _get_orders_to_remind(self):
        """Override of `purchase` to leave to the ladder what the ladder asks about."""
        orders = super()._get_orders_to_remind()
        chased = self.browse()
        for company, of_company in orders.grouped("company_id").items():
            ladder = self.env["purchase.chase.step"]._get_ladder(company)
            if any(step.is_on and step.is_mail for step in ladder):
                impacts = self.env["purchase.backorder.impact"].search(
                    Domain("order_id", "in", of_company.ids)
                )
                chased |= impacts.order_id
        return orders - chased

    # === WORDS FOR THE VENDOR === #

    def _render_backorder_chase(self, with_consequence=False):
        """Render all that is late, in the language of the environment.

        :param bool with_consequence: whether to tell how many units are waited for
        :rtype: Markup
        """
        self.ensure_one()
        asked = self.env["purchase.chase"]._get_asked_lines(self)
        lines = self.env["purchase.order.line"].union(*asked)
        facts = lines.with_env(self.env)._get_backorder_chase_facts()
        return Markup(
            self.env["ir.qweb"]._render(
                "backorder_comms_purchase.chase_lines",
                {
                    "orders": [
                        {
                            "order": order,
                            **order._get_backorder_answer_urls(),
                            "lines": [
                                fact for fact in facts if fact["line"].order_id == order
                            ],
                        }
                        for order in lines.order_id.with_env(self.env)
                    ],
                    "with_consequence": with_consequence,
                },
                lang=self.env.lang,
            )
        )

    def _get_backorder_answer_urls(self):
        """Return where the vendor answers without logging in: on core's portal."""
        self.ensure_one()
        base = self.get_base_url()
        return {
            "confirm_url": base + self.get_acknowledge_url(),
            "update_url": base + self.get_update_url(),
        }
