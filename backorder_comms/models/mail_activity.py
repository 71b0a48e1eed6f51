# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Override of `mail`: a customer who was called has what he asked for.

        Whether a rush request is granted is another thing: that is said on it.
        """
        calls = self.env["sale.backorder.decision"].sudo()
        calls = calls.search(
            [
                ("activity_id", "in", self.ids),
                ("option", "=", "call"),
                ("state", "=", "pending"),
            ]
        )
        res = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        calls.state = "done"
        return res
