# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from .sale_backorder_outbox import HELD


# A file for each reason to intervene.
# pylint: disable=consider-merging-classes-inherited
class MailMail(models.Model):
    _inherit = "mail.mail"

    failure_type = fields.Selection(
        selection_add=[(HELD, "Held until the database is confirmed")]
    )

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        """Override of `mail` to keep back our messages in a copy of the database.

        They leave the queue, so that they are not in the way of the other mails.
        """
        held = self.env["sale.backorder.outbox"]._filter_held(self)
        # Whoever sends need not have the right to change it.
        held.sudo().write({"state": "cancel", "failure_type": HELD})
        return super(MailMail, self - held).send(
            auto_commit=auto_commit,
            raise_exception=raise_exception,
            post_send_callback=post_send_callback,
        )
