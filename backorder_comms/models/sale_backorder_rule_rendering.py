# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.fields import Domain

from ..logic.text_message import simplify
from .sale_backorder_message import MESSAGE_KEY, TEXT_KEY
from .sale_backorder_message_mail import LAYOUT

# Whoever only looks at a message makes no key to the order.
PREVIEW_KEY = "backorder_comms_preview"


# A file for each thing to know about a rule.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderRule(models.Model):
    """What a rule's messages look like; nothing is sent."""

    _inherit = "sale.backorder.rule"

    # === ACTIONS === #

    def action_preview(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview"),
            "res_model": "sale.backorder.rule.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_rule_id": self.id, "dialog_size": "extra-large"},
        }

    def action_dry_run(self):
        return self.env["ir.actions.act_window"]._for_xml_id(
            "backorder_comms.sale_backorder_rule_replay_action"
        )

    # === RENDERING === #

    def _get_example_order(self):
        """Return the last order with such an event that the rule is for, else the last
        one with such an event, or the last that waited at all.

        :rtype: sale.order
        """
        self.ensure_one()
        events = self.env["sale.backorder.event"]
        domain = Domain(
            "company_id", "in", self.company_id.ids or self.env.companies.ids
        )
        of_type = domain & Domain("type", "=", self.event_type)
        choices = [of_type, domain]
        if self._has_domain("sale.order") and not self._find_error():
            orders = self._get_domain("sale.order")
            choices.insert(0, of_type & Domain("order_id", "any", orders))
        found = (events.search(choice, limit=1) for choice in choices)
        return next(filter(None, found), events).order_id

    def _render_mail(self, order, lang):
        """Render the rule's mail as the customer of an order would get it.

        :return: `email_from`, `subject` and `body`, layout included
        :rtype: dict
        """
        order = self._prepare_rendering(order, lang)
        template = self.mail_template_id.with_env(order.env)
        texts = {
            field: template._render_field(field, order.ids, set_lang=lang)[order.id]
            for field in ("email_from", "subject", "body_html")
        }
        body = order.env["mail.render.mixin"]._render_encapsulate(
            LAYOUT,
            texts.pop("body_html"),
            add_context={"email_notification_force_footer": True},
            context_record=order,
        )
        return {**texts, "body": body}

    def _render_sms(self, order, lang):
        """Render the rule's text message as the customer of an order would get it."""
        order = self._prepare_rendering(order, lang, is_sms=True)
        template = self.sms_template_id.with_env(order.env)
        return simplify(
            template._render_field("body", order.ids, set_lang=lang)[order.id]
        )

    def _prepare_rendering(self, order, lang, is_sms=False):
        """Return the order as if it were told about now what it was told about last."""
        self.ensure_one()
        message = order.backorder_message_ids.filtered(
            lambda message: message.event_type == self.event_type
        )[:1]
        return order.with_company(order.company_id).with_context(
            **{
                PREVIEW_KEY: True,
                MESSAGE_KEY: message.id,
                TEXT_KEY: is_sms,
                "lang": lang,
            }
        )

    @api.model
    def _try_rendering(self, render, *args):
        """Render what may be wrong: an error is there to be shown, not raised.

        :return: the result, None if there is none; and the error
        """
        try:
            # Not the one that flushes: it forgets the form when it is rolled back.
            with self.env.cr.savepoint(flush=False):
                return render(*args), False
        except Exception as error:
            while error.__cause__:
                error = error.__cause__
            return None, str(error).strip().partition("\n")[0] or repr(error)
