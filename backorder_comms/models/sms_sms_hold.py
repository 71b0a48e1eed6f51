# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from .sale_backorder_outbox import HELD


# A file for each thing that we change about a SMS.
# pylint: disable=consider-merging-classes-inherited
class SmsSms(models.Model):
    _inherit = "sms.sms"

    failure_type = fields.Selection(
        selection_add=[(HELD, "Held until the database is confirmed")]
    )

    def _send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        """Override of `sms` to keep back our messages in a copy of the database.

        They leave the queue, so that they are not in the way of the other SMS.
        """
        held = self.env["sale.backorder.outbox"]._filter_held(self)
        # Whoever sends need not have the right to change it.
        held.sudo().write({"state": "canceled", "failure_type": HELD})
        if held == self:
            return None
        return super(SmsSms, self - held)._send(
            unlink_failed=unlink_failed,
            unlink_sent=unlink_sent,
            raise_exception=raise_exception,
        )
