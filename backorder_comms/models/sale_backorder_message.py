# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import api, fields, models
from odoo.fields import Command

from ..logic.news import choose_occasion
from ..logic.text_message import simplify
from .sale_backorder_event import EVENT_TYPES
from .sale_backorder_rule import CHANNELS

_logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
MESSAGE_KEY = "backorder_comms_message_id"

# What core says of a notification, in our words.
RESULTS = {
    "sent": "sent",
    "pending": "sent",
    "bounce": "failed",
    "exception": "failed",
    "canceled": "dropped",
}


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
    attempts = fields.Integer(readonly=True)
    mail_message_id = fields.Many2one(
        "mail.message", ondelete="set null", readonly=True
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

        An order or a message per transaction: what one of them meets is its own matter.
        """
        cron = self.env["ir.cron"]
        self._read_results()
        orders = self.env["sale.backorder.event"]._get_unhandled().order_id
        cron._commit_progress(remaining=len(orders))
        for order in orders:
            self._plan_order(order)
            if not cron._commit_progress(1):
                return
        pending = self.search([("state", "=", "pending")], order="id")
        cron._commit_progress(remaining=len(pending))
        for message in pending:
            message._deliver()
            if not cron._commit_progress(1):
                return

    # === EVENTS TO MESSAGES === #

    @api.model
    def _plan_order(self, order):
        """Create the messages that an order's new events call for, and settle these.

        :param sale.order order:
        """
        try:
            events = self.env["sale.backorder.event"]._get_unhandled(order)
            events = events.try_lock_for_update()
            events -= events._hold()
            with self.env.cr.savepoint():
                self.create(self._prepare_messages(order, events))
        except psycopg2.errors.UniqueViolation:
            _logger.info("Order %s was told about these events already", order.id)
        except psycopg2.OperationalError:
            self.env.cr.rollback()  # somebody is at work on it: the next run does it
            return
        except Exception:
            _logger.exception(
                "Cannot plan the backorder messages of order %s", order.id
            )
        events.handled = True

    def _prepare_messages(self, order, events):
        """Prepare one message per channel about the weightiest news, if any."""
        if not order.company_id.backorder_comms_active:
            return []
        occasions = events._get_occasions()
        occasion = choose_occasion(occasions.values())
        if not occasion:
            return []
        if occasion == "opened" and order._has_pending_backorder_message():
            return []  # that one will say how things are when it goes out
        leading = max(event.id for event in events if occasions[event] == occasion)
        partner = order._get_backorder_contact()
        channels = partner._get_backorder_channels()
        common = {
            "order_id": order.id,
            "partner_id": partner.id,
            "event_type": occasion,
            "occasion": f"{occasion}:{leading}",
            "event_ids": [Command.set(events.ids)],
            "backorder_ids": [
                Command.set((events.backorder_id | order._get_open_backorders()).ids)
            ],
        }
        if channels is None:
            return [{**common, **self._prepare_unreachable(order, partner)}]
        rules = self.env["sale.backorder.rule"]._get_for_event(
            order.company_id, occasion
        )
        return [
            {**common, "channel": channel, "rule_id": rules[channel].id}
            for channel in sorted(channels & rules.keys())
        ]

    def _prepare_unreachable(self, order, partner):
        if partner.active:
            reason = self.env._(
                "%(partner)s has no usable email address or phone number.",
                partner=partner.display_name,
            )
        else:
            reason = self.env._(
                "%(partner)s is archived.", partner=partner.display_name
            )
        order._warn_about_backorder_message(reason)
        return {"state": "failed", "reason": reason}

    # === MESSAGES TO CORE'S QUEUES === #

    def _deliver(self):
        """Post a pending message and remember what the customer was told with it.

        Tried again when it fails, up to `MAX_ATTEMPTS` times.
        """
        self.ensure_one()
        try:
            if not self.try_lock_for_update() or self.state != "pending":
                return
            if self._is_outdated():
                self._settle(
                    "dropped", self.env._("It was no longer true when its turn came.")
                )
                return
            if not self.rule_id:
                self._settle(
                    "failed", self.env._("The rule that had its words was deleted.")
                )
                return
            with self.env.cr.savepoint():
                self.backorder_ids._note_told(self)
                self.mail_message_id = self._post()
                self.state = "queued"
        except psycopg2.OperationalError:
            self.env.cr.rollback()  # somebody is at work on it: the next run does it
        except Exception as error:
            self._note_failure(error)

    def _is_outdated(self):
        """Tell whether the goods came, or a newer message went out, in the meantime."""
        newer = self.search_count(
            [
                ("order_id", "=", self.order_id.id),
                ("channel", "=", self.channel),
                ("id", ">", self.id),
                ("state", "in", ("queued", "sent")),
            ],
            limit=1,
        )
        is_about_waiting = self.event_type in ("opened", "later", "earlier")
        return bool(newer) or (
            is_about_waiting and "waiting" not in self.backorder_ids.mapped("state")
        )

    def _post(self):
        """Post on the order, where customer and company find it again.

        :return: what was posted; its mail or SMS is in core's queue
        :rtype: mail.message
        """
        context = {MESSAGE_KEY: self.id}
        order = self.order_id.with_company(self.company_id).with_context(**context)
        if self.channel == "sms":
            template = self.rule_id.sms_template_id.with_context(**context)
            text = template._render_field("body", order.ids, compute_lang=True)
            return order._message_sms(
                simplify(text[order.id]),
                partner_ids=self.partner_id.ids,
                put_in_queue=True,
            )
        signals = self.env["sale.backorder.signal"]
        signals._trigger("mail.ir_cron_mail_scheduler_action")
        # A letter: no button and total before the greeting, the company at its foot.
        return order.with_context(
            email_notification_allow_header=False,
            email_notification_force_footer=True,
        ).message_post_with_source(
            self.rule_id.mail_template_id,
            email_layout_xmlid="backorder_comms.message_layout",
            force_send=False,
            message_type="auto_comment",  # what the portal shows of an order's history
            notify_skip_followers=True,
            subtype_xmlid="mail.mt_comment",
        )

    def _note_failure(self, error):
        """Keep the cause for people to read, the whole story for the log."""
        _logger.warning("Backorder message %s failed: %s", self.id, error)
        while error.__cause__:
            error = error.__cause__
        self.attempts += 1
        self.reason = str(error).partition("\n")[0]
        if self.attempts >= MAX_ATTEMPTS:
            self._settle("failed", self.reason)

    def _settle(self, state, reason=False):
        """Give the message its final state; a failure becomes somebody's task.

        :param str state:
        :param str reason: for people to read
        """
        self.write({"state": state, "reason": reason})
        if state == "failed":
            self.order_id._warn_about_backorder_message(reason)

    # === RESULTS === #

    @api.model
    def _read_results(self):
        """Take over what core says of the mails and SMS that left its queues."""
        queued = self.search([("state", "=", "queued")]).try_lock_for_update()
        notifications = self.env["mail.notification"].search(
            [("mail_message_id", "in", queued.mail_message_id.ids)]
        )
        by_message = notifications.grouped("mail_message_id")
        none = notifications.browse()
        for message in queued:
            notification = by_message.get(message.mail_message_id, none)[:1]
            if not notification:
                message._settle("unknown", self.env._("Odoo keeps no trace of it."))
            elif notification.notification_status in RESULTS:
                message._settle(
                    RESULTS[notification.notification_status],
                    notification.failure_type and notification.format_failure_reason(),
                )
