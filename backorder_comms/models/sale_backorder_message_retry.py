# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..logic.retrying import get_next_try
from .sale_backorder_outbox import HELD


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """What becomes of messages that a server did not take, or perhaps took.

    Core gives up at the first trouble. Ours stay in the queue and are tried again, with
    the same Message-ID or number, until they are no longer true or too old.
    """

    _inherit = "sale.backorder.message"

    retries = fields.Integer(
        readonly=True, help="How often it was tried again after an outage."
    )
    retry_at = fields.Datetime(
        string="Next Try", readonly=True, help="When it is tried again."
    )
    is_doubtful = fields.Boolean(
        readonly=True, help="The mail server may have taken it, but did not say so."
    )

    _retry_at = models.Index("(retry_at) WHERE retry_at IS NOT NULL")

    @api.model
    def _get_on_their_way(self, mail_messages):
        """Return the messages that core is to send, or sends, as these.

        :param mail.message mail_messages:
        """
        return self.search(
            [("state", "=", "queued"), ("mail_message_id", "in", mail_messages.ids)]
        )

    # === WHAT SERVERS SAY === #

    def _note_outage(self, reason, asked_wait=None):
        """Have messages tried again that did not leave, unless they are too old.

        :param str reason: for people to read
        :param timedelta asked_wait: how long the server wants to be left alone
        """
        now = fields.Datetime.now()
        for company, messages in self.grouped("company_id").items():
            patience = timedelta(hours=company.backorder_comms_retry_hours)
            old = messages.filtered(lambda m, p=patience: m.create_date + p <= now)
            old._give_up("failed", reason)
            for retries, batch in (messages - old).grouped("retries").items():
                batch._postpone(get_next_try(now, retries, asked_wait), reason)

    def _note_doubt(self, reason):
        """Note that nobody knows whether the server took the mails: ask it once more.

        The second time has the same Message-ID, by which mailboxes know it again.
        """
        twice = self.filtered("is_doubtful")
        twice._give_up("unknown", reason)
        once = self - twice
        once.is_doubtful = True
        once._note_outage(reason)

    def _note_dead_address(self, reason):
        """Note that there is no such mailbox: nothing is written to it any more."""
        self._give_up("failed", reason)
        self.partner_id._mark_backorder_email_dead()

    def _give_up(self, state, reason):
        """Settle messages that are not tried again."""
        self.retry_at = False
        self._settle(state, reason)

    def _postpone(self, moment, reason):
        self.write(
            {
                "retry_at": moment,
                "retries": self[:1].retries + 1,
                "reason": reason,
            }
        )
        self.env["sale.backorder.signal"]._trigger(
            "backorder_comms.ir_cron_communicate", at=moment
        )

    # === TRYING AGAIN === #

    @api.model
    def _retry_due(self):
        """Put back into core's queues what is to be tried again now, if still true."""
        due = self.search(
            Domain("state", "=", "queued")
            & Domain("retry_at", "<=", fields.Datetime.now())
        ).try_lock_for_update()
        outdated = due._filter_outdated()
        outdated._get_queued_mails().cancel()
        outdated._get_queued_sms().action_set_canceled()
        outdated._give_up(
            "dropped", self.env._("It was no longer true when its turn came.")
        )
        again = due - outdated
        again.retry_at = False
        again._requeue(again._get_queued_mails(), again._get_queued_sms())

    @api.model
    def _requeue(self, mails, sms):
        """Let core send these once more, and soon."""
        trigger = self.env["sale.backorder.signal"]._trigger
        if mails:
            mails.mark_outgoing()
            notifications = self.env["mail.notification"].search(
                [("mail_mail_id", "in", mails.ids)]
            )
            notifications.write({"notification_status": "ready", "failure_type": False})
            trigger("mail.ir_cron_mail_scheduler_action")
        if sms:
            sms.action_set_outgoing()
            trigger("sms.ir_cron_sms_scheduler_action")

    def _get_queued_mails(self):
        """Return the mails of these messages that core did not get rid of."""
        return self._get_unsent_letters("mail.mail", ("outgoing", "exception"))

    def _get_queued_sms(self):
        return self._get_unsent_letters("sms.sms", ("outgoing", "error")).filtered(
            lambda sms: not sms.to_delete
        )

    def _get_unsent_letters(self, model, states):
        """Return what carries these messages and is in such states, or held back."""
        return self.env[model].search(
            Domain("mail_message_id", "in", self.mail_message_id.ids)
            & (Domain("state", "in", states) | Domain("failure_type", "=", HELD))
        )
