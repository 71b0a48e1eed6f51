# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import psycopg2

from odoo import models
from odoo.tools.misc import get_lang

from .sale_backorder_message import MESSAGE_KEY, TEXT_KEY


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """How colleagues, and other programs, hear of what happened."""

    _inherit = "sale.backorder.message"

    def _deliver_internally(self):
        """Tell whoever is not the customer: nothing of it is seen in the portal.

        Tried again when it fails, as messages to customers are.
        """
        self.ensure_one()
        try:
            if not self.try_lock_for_update() or self.state != "pending":
                return
            if not self.event_ids._filter_still_true():
                self._settle(
                    "dropped", self.env._("It was no longer true when its turn came.")
                )
                return
            if not self.rule_id:
                self._settle("failed", self.env._("Its rule was deleted."))
                return
            with self.env.cr.savepoint():
                getattr(self, f"_deliver_by_{self.channel}")()
        except psycopg2.OperationalError:
            self.env.cr.rollback()  # somebody is at work on it: the next run does it
        except Exception as error:
            self._note_failure(error)

    # === CHANNELS === #

    def _deliver_by_mail(self):
        """Notify a person as Odoo does: by email, or in the inbox if he wants that."""
        order = self._get_order()
        template = self.rule_id.mail_template_id.with_env(order.env)
        lang = self._get_lang()
        if template:
            texts = {
                name: template._render_field(name, order.ids, set_lang=lang)[order.id]
                for name in ("subject", "body_html")
            }
        else:
            texts = {"subject": self._get_title(), "body_html": self._render_note(lang)}
        self.mail_message_id = order.message_notify(
            subject=texts["subject"],
            body=texts["body_html"],
            partner_ids=self.partner_id.ids,
            force_send=False,
        )
        self.state = "queued"

    def _deliver_by_sms(self):
        order = self._get_order().with_context(**{TEXT_KEY: True})
        template = self.rule_id.sms_template_id.with_env(order.env)
        lang = self._get_lang()
        text = template._render_field("body", order.ids, set_lang=lang)
        self.mail_message_id = order._message_sms(
            text[order.id], partner_ids=self.partner_id.ids, put_in_queue=True
        )
        self.state = "queued"

    def _deliver_by_discuss(self):
        channel = self.rule_id.discuss_channel_id
        self.mail_message_id = channel.message_post(
            body=self._render_note(self.company_id.partner_id.lang),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.state = "sent"

    def _deliver_by_activity(self):
        """Plan an activity, unless the same one waits for the same person already."""
        user = self.partner_id._get_backorder_user()
        activity_type = self.rule_id.activity_type_id
        planned = self.order_id.activity_ids.filtered(
            lambda one: one.activity_type_id == activity_type and one.user_id == user
        )
        if planned:
            self._settle(
                "dropped", self.env._("The same activity is planned for it already.")
            )
            return
        self.order_id.activity_schedule(
            activity_type_id=activity_type.id,
            summary=self._get_title(),
            note=self._render_note(user.lang),
            user_id=user.id,
        )
        self.state = "sent"

    def _deliver_by_action(self):
        """Run a server action; a webhook leaves after the commit, in this job only."""
        order = self.order_id.with_company(self.company_id)
        self.rule_id.sudo().server_action_id.with_env(order.env).with_context(
            active_model=order._name, active_id=order.id, active_ids=order.ids
        ).run()
        self.state = "sent"

    # === WORDS === #

    def _get_order(self):
        """Return the order, for templates that ask what the message is about."""
        order = self.order_id.with_company(self.company_id)
        return order.with_context(**{MESSAGE_KEY: self.id})

    def _get_title(self):
        """Say in a line what happened to which order."""
        return f"{self.display_name} ({self.order_id.partner_id.display_name})"

    def _render_note(self, lang):
        """Write down what happened, for colleagues.

        :param str lang: the code of their language
        :rtype: Markup
        """
        lang = get_lang(self.env, lang).code
        return self.env["ir.qweb"]._render(
            "backorder_comms.note_internal",
            {"message": self.with_context(lang=lang)},
            lang=lang,
        )
