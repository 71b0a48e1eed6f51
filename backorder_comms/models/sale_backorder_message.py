# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

from .sale_backorder_event import EVENT_TYPES
from .sale_backorder_rule import CHANNELS

MESSAGE_KEY = "backorder_comms_message_id"
CONTENTS_KEY = "backorder_comms_contents"


class SaleBackorderMessage(models.Model):
    """Outbox and ledger: what a customer is told, how, and what became of it.

    The unique key makes each occasion's message one of its kind, whoever tries to make
    it again, and whenever.
    """

    _name = "sale.backorder.message"
    _description = "Backorder Message"
    _order = "id desc"
    _rec_name = "occasion"

    order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    rule_id = fields.Many2one("sale.backorder.rule", ondelete="set null", readonly=True)
    event_type = fields.Selection(selection=EVENT_TYPES, required=True, readonly=True)
    channel = fields.Selection(selection=CHANNELS, readonly=True)
    occasion = fields.Char(
        required=True, readonly=True, help="The event that the message is about."
    )
    state = fields.Selection(
        selection=[
            ("pending", "Pending"),
            ("queued", "In the Queue"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("unknown", "Unknown"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="pending",
        readonly=True,
    )
    reason = fields.Char(readonly=True, help="Why it was not sent.")
    send_after = fields.Datetime(
        readonly=True, help="Not to be sent before; empty: as soon as possible."
    )
    attempts = fields.Integer(readonly=True)
    mail_message_id = fields.Many2one(
        "mail.message", index="btree_not_null", ondelete="set null", readonly=True
    )
    subject = fields.Char(related="mail_message_id.subject")
    body = fields.Html(related="mail_message_id.body")
    event_ids = fields.Many2many("sale.backorder.event", readonly=True)
    backorder_ids = fields.Many2many("sale.backorder", readonly=True)

    _once = models.UniqueIndex(
        "(order_id, partner_id, COALESCE(channel, ''), occasion)",
        "A customer is told about an occasion only once per channel.",
    )
    _pending = models.Index("(id) WHERE state = 'pending'")
    _queued = models.Index("(mail_message_id) WHERE state = 'queued'")

    @api.depends("order_id.name", "event_type")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["event_type"]._description_selection(self.env))
        for message in self:
            label = labels.get(message.event_type, "")
            message.display_name = f"{message.order_id.name} / {label}"

    # === ACTIONS === #

    def action_view_order(self):
        self.ensure_one()
        return self.order_id._get_records_action()

    # === CRON === #

    @api.model
    def _cron_communicate(self):
        """Turn events into messages, hand messages to core's queues, read the results.

        An order or a batch per transaction: what one of them meets is its own matter.
        """
        cron = self.env["ir.cron"]
        self._read_results()
        orders = self.env["sale.backorder.event"]._get_unhandled().order_id
        cron._commit_progress(remaining=len(orders))
        for order in orders:
            self._plan_order(order)
            if not cron._commit_progress(1):
                return
        if self.env["sale.backorder.outbox"]._hold_if_copied():
            return
        pending = self.search(self._get_due_domain(), order="id")
        cron._commit_progress(remaining=len(pending))
        for batch in pending._split_into_batches():
            batch._deliver()
            if not cron._commit_progress(len(batch)):
                return

    # === BUSINESS METHODS === #

    @api.model
    def _get_due_domain(self):
        """Return which messages are to be sent now."""
        now = fields.Datetime.now()
        return Domain("state", "=", "pending") & (
            Domain("send_after", "=", False) | Domain("send_after", "<=", now)
        )

    def _settle(self, state, reason=False):
        """Give messages their final state; a failure becomes somebody's task.

        :param str state:
        :param str reason: for people to read
        """
        self.write({"state": state, "reason": reason})
        if state == "failed":
            for order in self.order_id:
                order._warn_about_backorder_message(reason)
