# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.backorder_comms.models.sale_backorder_outbox import HELD


class SaleBackorderOutbox(models.Model):
    """A copy of the database does not write to vendors either."""

    _inherit = "sale.backorder.outbox"

    @api.model
    def _filter_held(self, letters):
        """Override of `backorder_comms` to hold back mails to vendors, too."""
        held = super()._filter_held(letters)
        attempts = self.env["purchase.chase.attempt"].sudo()  # a worker of the queue
        if letters._name != "mail.mail" or not self._is_held():
            return held
        posted = letters.sudo().mail_message_id
        ours = attempts.search([("mail_message_id", "in", posted.ids)]).mail_message_id
        return held | letters.filtered(
            lambda letter: letter.sudo().mail_message_id in ours
        )

    def _release(self, left_out_until=None):
        """Override of `backorder_comms` to let mails to vendors go, or leave them out.

        What is left out may be sent anew by the ladder's next step.
        """
        self._release_letters(left_out_until)
        return super()._release(left_out_until)

    def _release_letters(self, left_out_until):
        self.check_access("write")
        sent = self.env["purchase.chase.attempt"].sudo()._get_sent_messages()
        mails = sent.env["mail.mail"].search(
            Domain("mail_message_id", "in", sent.ids)
            & (Domain("state", "=", "outgoing") | Domain("failure_type", "=", HELD))
        )
        old = mails.browse()
        if left_out_until:
            old = mails.filtered(lambda mail: mail.create_date <= left_out_until)
        old.write({"state": "cancel", "failure_type": False})
        (mails - old).write({"state": "outgoing", "failure_type": False})
