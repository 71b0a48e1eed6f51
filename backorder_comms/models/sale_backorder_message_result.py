# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

# What core says of a notification, in our words.
RESULTS = {
    "sent": "sent",
    "pending": "sent",
    "bounce": "failed",
    "exception": "failed",
    "canceled": "dropped",
}


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """What became of the messages that left."""

    _inherit = "sale.backorder.message"

    @api.model
    def _read_results(self):
        """Take over what core says of the mails and SMS that left its queues."""
        queued = self.search([("state", "=", "queued")]).try_lock_for_update()
        notifications = self.env["mail.notification"].search(
            [("mail_message_id", "in", queued.mail_message_id.ids)]
        )
        by_message = notifications.grouped("mail_message_id")
        none = notifications.browse()
        for message in queued:
            notification = by_message.get(message.mail_message_id, none)[:1]
            if not notification:
                message._settle("unknown", self.env._("Odoo keeps no trace of it."))
            elif notification.notification_status in RESULTS:
                message._settle(
                    RESULTS[notification.notification_status],
                    notification.failure_type and notification.format_failure_reason(),
                )
