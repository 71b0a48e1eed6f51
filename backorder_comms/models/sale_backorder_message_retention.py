# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

BATCH_SIZE = 500


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """How long the words of a message are kept: the row itself stays as evidence."""

    _inherit = "sale.backorder.message"

    erased_date = fields.Datetime(
        string="Text Removed",
        readonly=True,
        help="When the words were removed. That the customer was told, when and how, "
        "is kept.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_erase(self):
        """Leave no words behind of whoever asks to be forgotten.

        Core finds what refers to a person, and deletes that: it does not find what was
        written to him, on his orders.
        """
        self._erase()

    # === CRON === #

    @api.model
    def _cron_erase(self):
        """Remove the words of old messages, a batch per transaction."""
        cron = self.env["ir.cron"]
        domain = self._get_erasable_domain()
        cron._commit_progress(remaining=self.search_count(domain))
        while messages := self.search(domain, order="id", limit=BATCH_SIZE):
            messages._erase()
            if not cron._commit_progress(len(messages)):
                return

    # === BUSINESS METHODS === #

    @api.model
    def _get_erasable_domain(self):
        """Return which messages are older than their company keeps the words."""
        now = fields.Datetime.now()
        keeping = self.env["res.company"].search(
            [("backorder_comms_retention_months", ">", 0)]
        )
        is_old = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain(
                "create_date",
                "<",
                fields.Datetime.subtract(
                    now, months=company.backorder_comms_retention_months
                ),
            )
            for company in keeping
        )
        is_done = Domain("state", "not in", ("pending", "queued"))
        return is_old & is_done & Domain("erased_date", "=", False)

    def _erase(self):
        """Remove the words, from core's queues as well."""
        posts = self.mail_message_id.sudo()
        of_posts = [("mail_message_id", "in", posts.ids)]
        self.env["mail.mail"].sudo().search(of_posts).body_html = False
        self.env["sms.sms"].sudo().search(of_posts).body = False
        posts.write({"body": "", "subject": False})
        self.erased_date = fields.Datetime.now()
