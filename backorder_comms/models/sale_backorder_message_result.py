# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models

# What core says of a notification, in our words.
RESULTS = {
    "sent": "sent",
    "pending": "sent",
    "bounce": "failed",
    "exception": "failed",
    "canceled": "dropped",
}
BATCH_SIZE = 1000
# How long a provider may owe an answer: to a call, and where it said to be working.
PATIENCE = {"ready": timedelta(minutes=10), "process": timedelta(days=1)}


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """What became of the messages that left."""

    _inherit = "sale.backorder.message"

    left_at = fields.Datetime(
        string="Handed Over",
        readonly=True,
        help="When the provider was asked to send the text message.",
    )

    @api.model
    def _read_results(self):
        """Take over what core says of the mails and SMS that left its queues.

        If time runs out and there was news, it goes on at once in another run.
        """
        last_id, is_news = 0, False
        while batch := self.search(
            [("state", "=", "queued"), ("id", ">", last_id)],
            order="id",
            limit=BATCH_SIZE,
        ):
            last_id = batch[-1].id
            batch.try_lock_for_update()._take_results()
            is_news |= any(message.state != "queued" for message in batch)
            if not self.env["ir.cron"]._commit_progress():
                if is_news:
                    self._trigger_reading()
                return

    @api.model
    def _trigger_reading(self):
        self.env["sale.backorder.signal"]._trigger(
            "backorder_comms.ir_cron_communicate"
        )

    def _take_results(self):
        by_message = self._load_notifications().grouped("mail_message_id")
        queued = (
            self._get_queued_mails().mail_message_id
            | self._get_queued_sms().mail_message_id
        )
        none = self.env["mail.notification"]
        for message in self:
            found = by_message.get(message.mail_message_id, none)
            own = found.filtered(
                lambda one, partner=message.partner_id: one.res_partner_id == partner
            )
            notification = (own or found)[:1]
            state, reason = message._judge(notification, queued)
            if state:
                message.retry_at = False
                message._settle(state, reason)

    def _load_notifications(self):
        """Return what core noted about the sending of these messages."""
        return self.env["mail.notification"].search(
            [("mail_message_id", "in", self.mail_message_id.ids)]
        )

    def _judge(self, notification, queued):
        """Return the final state of a message, if it has one, and the reason.

        :param mail.notification notification: what core says about it, if anything
        :param mail.message queued: those that core is still to send
        :rtype: tuple[str | None, str]
        """
        status = notification.notification_status
        if not notification:
            return "unknown", self.env._("Odoo keeps no trace of it.")
        if status == "exception" and self.retry_at:
            return None, ""
        if status in RESULTS:
            return RESULTS[status], (
                notification.failure_type and notification.format_failure_reason()
            )
        if self.left_at:
            if self.left_at + PATIENCE[status] > fields.Datetime.now():
                return None, ""
            return "unknown", self.env._(
                "The provider did not answer: it may have arrived, so it is not sent "
                "again by itself."
            )
        if self.mail_message_id in queued:
            return None, ""
        return "dropped", self.env._("Somebody took it out of the queue.")

    def _look_again(self):
        """Have results read once more that turned out to be others.

        A mail that was taken may come back, and an SMS of which nobody knew arrive.
        """
        told = self.filtered(lambda message: message.state in ("sent", "unknown"))
        if told:
            told.state = "queued"
            self._trigger_reading()
