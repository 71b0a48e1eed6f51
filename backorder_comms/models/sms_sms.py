# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        """Override of `sms` to send the queue of several companies.

        Core's job takes the queue as it is, and stops for good at the first batch with
        messages of two companies in it.
        """
        options = {
            "unlink_failed": unlink_failed,
            "unlink_sent": unlink_sent,
            "raise_exception": raise_exception,
        }
        if self.env.context.get("sms_api"):
            return super()._send(**options)
        for batch in self.grouped(lambda sms: sms._get_sms_company()).values():
            super(SmsSms, batch)._send(**options)
        return None
