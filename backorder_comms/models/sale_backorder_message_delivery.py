# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import models

from ..logic.text_message import simplify
from .sale_backorder_message import MESSAGE_KEY

_logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """How a pending message reaches core's queues."""

    _inherit = "sale.backorder.message"

    def _deliver(self):
        """Post a pending message and remember what the customer was told with it.

        Tried again when it fails, up to `MAX_ATTEMPTS` times.
        """
        self.ensure_one()
        try:
            if not self.try_lock_for_update() or self.state != "pending":
                return
            if self._is_outdated():
                self._settle(
                    "dropped", self.env._("It was no longer true when its turn came.")
                )
                return
            if not self.rule_id:
                self._settle(
                    "failed", self.env._("The rule that had its words was deleted.")
                )
                return
            with self.env.cr.savepoint():
                self.backorder_ids._note_told(self)
                self.mail_message_id = self._post()
                self.state = "queued"
        except psycopg2.OperationalError:
            self.env.cr.rollback()  # somebody is at work on it: the next run does it
        except Exception as error:
            self._note_failure(error)

    def _is_outdated(self):
        """Tell whether the goods came, or a newer message went out, in the meantime."""
        newer = self.search_count(
            [
                ("order_id", "=", self.order_id.id),
                ("channel", "=", self.channel),
                ("id", ">", self.id),
                ("state", "in", ("queued", "sent")),
            ],
            limit=1,
        )
        is_about_waiting = self.event_type in ("opened", "later", "earlier")
        return bool(newer) or (
            is_about_waiting and "waiting" not in self.backorder_ids.mapped("state")
        )

    def _post(self):
        """Post on the order, where customer and company find it again.

        :return: what was posted; its mail or SMS is in core's queue
        :rtype: mail.message
        """
        context = {MESSAGE_KEY: self.id}
        order = self.order_id.with_company(self.company_id).with_context(**context)
        if self.channel == "sms":
            template = self.rule_id.sms_template_id.with_context(**context)
            text = template._render_field("body", order.ids, compute_lang=True)
            return order._message_sms(
                simplify(text[order.id]),
                partner_ids=self.partner_id.ids,
                put_in_queue=True,
            )
        signals = self.env["sale.backorder.signal"]
        signals._trigger("mail.ir_cron_mail_scheduler_action")
        # A letter: no button and total before the greeting, the company at its foot.
        return order.with_context(
            email_notification_allow_header=False,
            email_notification_force_footer=True,
        ).message_post_with_source(
            self.rule_id.mail_template_id,
            email_layout_xmlid="backorder_comms.message_layout",
            force_send=False,
            message_type="auto_comment",  # what the portal shows of an order's history
            notify_skip_followers=True,
            subtype_xmlid="mail.mt_comment",
        )

    def _note_failure(self, error):
        """Keep the cause for people to read, the whole story for the log."""
        _logger.warning("Backorder message %s failed: %s", self.id, error)
        while error.__cause__:
            error = error.__cause__
        self.attempts += 1
        self.reason = str(error).partition("\n")[0]
        if self.attempts >= MAX_ATTEMPTS:
            self._settle("failed", self.reason)
