# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from .sale_backorder_event import EVENT_TYPES, INTERNAL_TYPES
from .sale_backorder_rule import AUDIENCES, CHANNELS, INTERNAL_CHANNELS

MESSAGE_KEY = "backorder_comms_message_id"
CONTENTS_KEY = "backorder_comms_contents"

# A text message has little room: short dates, a short link.
TEXT_KEY = "backorder_comms_text"

# How many messages a run of the job delivers: memory does not grow with the backlog.
RUN_SIZE = 10_000

# How many orders are planned in a transaction.
PLANNING_SIZE = 100
# How many messages to colleagues a run delivers before it looks for new ones to
# customers: each may have to wait for another server.
INTERNAL_SIZE = 20


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
        index=True,
        ondelete="restrict",
        readonly=True,
        help="Empty when it goes to no person, but to a channel or a server action.",
    )
    audience = fields.Selection(
        selection=AUDIENCES,
        default="customer",
        readonly=True,
        help="As who the recipient is told.",
    )
    target = fields.Char(
        readonly=True, help="What it goes to, where that is no person."
    )
    rule_id = fields.Many2one("sale.backorder.rule", ondelete="set null", readonly=True)
    event_type = fields.Selection(
        selection=EVENT_TYPES + INTERNAL_TYPES, required=True, readonly=True
    )
    channel = fields.Selection(selection=CHANNELS + INTERNAL_CHANNELS, readonly=True)
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
        "(order_id, COALESCE(partner_id, 0), COALESCE(channel, ''),"
        " COALESCE(target, ''), occasion)",
        "Nobody is told about an occasion more than once per channel.",
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

        What one of them meets is its own matter. Customers come first: no message to
        a colleague, or to another server, keeps them waiting.
        """
        cron = self.env["ir.cron"]
        self._read_results()
        orders = self.env["sale.backorder.event"]._get_unhandled().order_id
        cron._commit_progress(remaining=len(orders))
        for batch in split_every(PLANNING_SIZE, orders.ids, orders.browse):
            self._plan(batch)
            if not cron._commit_progress(len(batch)):
                return
        if self.env["sale.backorder.outbox"]._hold_if_copied():
            return
        to_customer = Domain("audience", "=", "customer")
        self._retry_due()
        pending = self._take_due(limit=RUN_SIZE)
        if len(pending) == RUN_SIZE:  # the others are for the next run
            self.env["sale.backorder.signal"]._trigger(
                "backorder_comms.ir_cron_communicate"
            )
        cron._commit_progress(remaining=len(pending))
        for batch in pending._split_into_batches():
            batch._deliver()
            self.env["sale.backorder"]._announce_changes()
            if not cron._commit_progress(len(batch)):
                return
        internal = self.search(self._get_due_domain() & ~to_customer, order="id")
        cron._commit_progress(remaining=len(internal))
        for message in internal[:INTERNAL_SIZE]:
            message._deliver_internally()
            if not cron._commit_progress(1):
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
            self._report_failure()

    def _report_failure(self):
        """Leave it to people to tell the customers whom these messages do not reach."""
        failed = self.filtered(lambda message: message.audience == "customer")
        for message in failed:
            message.order_id._warn_about_backorder_message(message.reason)
        self.env["sale.backorder.event"].create(
            [
                {
                    "order_id": message.order_id.id,
                    "type": "message_failed",
                    "new_value": message.reason,
                }
                for message in failed
            ]
        )
