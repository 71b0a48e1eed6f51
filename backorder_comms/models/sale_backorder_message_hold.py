# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

from .sale_backorder_outbox import HELD


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """What becomes of messages while the outbox is held, and when it is released."""

    _inherit = "sale.backorder.message"

    is_held = fields.Boolean(
        string="Held",
        compute="_compute_is_held",
        help="Whether it waits for an administrator: the database was copied.",
    )

    @api.depends("state")
    def _compute_is_held(self):
        waiting = self.filtered(lambda message: message.state in ("pending", "queued"))
        waiting.is_held = self.env["sale.backorder.outbox"]._is_held()
        (self - waiting).is_held = False

    @api.model
    def _get_queued_letters(self, model):
        """Return mails or SMS of queued messages that have not left.

        :param str model: mail.mail or sms.sms
        """
        queued = self.search([("state", "=", "queued")])
        return self.env[model].search(
            Domain("mail_message_id", "in", queued.mail_message_id.ids)
            & (Domain("state", "=", "outgoing") | Domain("failure_type", "=", HELD))
        )

    @api.model
    def _get_unsent(self):
        """Return the queued messages of which neither mail nor SMS has left."""
        posted = (
            self._get_queued_letters("mail.mail").mail_message_id
            | self._get_queued_letters("sms.sms").mail_message_id
        )
        return self.search(
            [("state", "=", "queued"), ("mail_message_id", "in", posted.ids)]
        )

    @api.model
    def _leave_out(self, until):
        """Drop what was to be sent until a moment, messages and events alike.

        :param datetime until:
        """
        written = Domain("create_date", "<=", until)
        pending = self.search(Domain("state", "=", "pending") & written)
        (pending | self._get_unsent().filtered_domain(written))._withdraw(
            self.env._("Left out: the original of this database may have sent it.")
        )
        self.env["sale.backorder.event"].search(
            [("handled", "=", False), ("date", "<=", until)]
        ).handled = True

    @api.model
    def _take_up_again(self):
        """Put back what was held in core's queues, but for what is no longer true."""
        self._get_unsent()._filter_outdated()._withdraw(
            self.env._("It was no longer true when its turn came.")
        )
        for model in ("mail.mail", "sms.sms"):
            self._get_queued_letters(model).write(
                {"state": "outgoing", "failure_type": False}
            )

    def _withdraw(self, reason):
        """Take messages back out of core's queues, for good.

        :param str reason: for people to read
        """
        ours = [("mail_message_id", "in", self.mail_message_id.ids)]
        values = {"failure_type": False}
        self.env["mail.mail"].search(ours).write({"state": "cancel", **values})
        self.env["sms.sms"].search(ours).write({"state": "canceled", **values})
        self.env["mail.notification"].search(ours).notification_status = "canceled"
        self._settle("dropped", reason)
