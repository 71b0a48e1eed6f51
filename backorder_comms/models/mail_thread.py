# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ..logic.bouncing import read_report


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Override of `mail` to tell apart what servers report about mails.

        For core, all of it is a mail that came back. To one of ours that is only late,
        or was delivered, nothing happened. And an address is only dead if there is no
        such mailbox, not while it is full.
        """
        report = read_report(email_message)
        messages = self.env["sale.backorder.message"].sudo()
        if not report.is_failure and messages.search_count(
            [("mail_message_id", "in", message_dict["bounced_message"].ids)], limit=1
        ):
            return None
        result = super()._routing_handle_bounce(email_message, message_dict)
        if report.is_dead:
            message_dict["bounced_partner"]._mark_backorder_email_dead()
        return result
