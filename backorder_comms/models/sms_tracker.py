# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from .sale_backorder_message_result import RESULTS


class SmsTracker(models.Model):
    _inherit = "sms.tracker"

    def _update_sms_notifications(
        self, notification_status, failure_type=False, failure_reason=False
    ):
        """Override of `sms` to learn what delivery reports say long afterwards."""
        result = super()._update_sms_notifications(
            notification_status,
            failure_type=failure_type,
            failure_reason=failure_reason,
        )
        states = {"sent", "unknown"} - {RESULTS.get(notification_status)}
        messages = self.env["sale.backorder.message"].sudo()
        messages.search(
            [
                (
                    "mail_message_id",
                    "in",
                    self.mail_notification_id.mail_message_id.ids,
                ),
                ("state", "in", list(states)),
            ]
        )._look_again()
        return result
