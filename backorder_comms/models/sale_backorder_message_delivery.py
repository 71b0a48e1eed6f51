# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import models
from odoo.tools import SQL

from ..logic.mailing import Envelope, make_batches
from ..logic.masking import mask_addresses

_logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
BATCH_SIZES = {"mail": 500, "sms": 500}

# News that nobody needs any more once the goods are there.
WAITING_NEWS = ("opened", "later", "earlier", "still_waiting")


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """How pending messages reach core's queues: many at once, each on its own account.

    Messages to one person leave as one letter.
    """

    _inherit = "sale.backorder.message"

    def _split_into_batches(self):
        """Return what is to be delivered together, in the order of these.

        :rtype: list[sale.backorder.message]
        """
        self.flush_recordset(["channel", "company_id", "partner_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, channel, company_id, partner_id
                  FROM sale_backorder_message
                 WHERE id = ANY(%s)
                """,
                list(self.ids),
            )
        )
        envelopes = {row[0]: Envelope(*row) for row in rows}
        in_order = [envelopes[id_] for id_ in self.ids if id_ in envelopes]
        return [self.browse(ids) for ids in make_batches(in_order, BATCH_SIZES)]

    def _deliver(self):
        """Post pending messages of one channel, and remember what was told with them.

        What fails is tried again, up to `MAX_ATTEMPTS` times, and holds up no other.
        """
        try:
            self._foresee_hang()
            pending = self.try_lock_for_update().filtered(
                lambda message: message.state == "pending"
            )
            pending -= pending._settle_undeliverable()
            failed_before = pending.filtered("attempts")
            for messages in [pending - failed_before, *failed_before]:
                messages._hand_over()
        except psycopg2.OperationalError:
            self.env.cr.rollback()  # somebody is at work on it: the next run does it

    def _hand_over(self):
        """Hand messages over at once; if one of them fails, each letter alone."""
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self._note_told()
                self._post(self._get_letters())
                self.state = "queued"
                mails = self.filtered(lambda message: message.channel == "mail")
                mails.backorder_ids._forget_customer_notes()
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            letters = self._get_letters()
            parts = letters if len(letters) > 1 else list(self)
            if len(parts) == 1:
                self._note_failure(error)
                return
            for part in parts:
                part._hand_over()

    def _post(self, letters):
        """Post messages of one channel; `mail_message_id` is theirs afterwards.

        :param list[sale.backorder.message] letters: see `_get_letters`
        """
        post = {"mail": self._post_mails, "sms": self._post_text_messages}
        post[self[:1].channel](letters)

    def _note_told(self):
        """Note on each backorder with which of these it is told about."""
        told = {
            backorder: message
            for message in self
            for backorder in message.backorder_ids
        }
        self.backorder_ids._note_told(told)

    def _note_failure(self, error):
        """Keep the cause for people to read, the whole story for the log."""
        _logger.warning(
            "Backorder message %s failed: %s", self.id, mask_addresses(str(error))
        )
        while error.__cause__:
            error = error.__cause__
        self.attempts += 1
        self.reason = str(error).partition("\n")[0]
        if self.attempts >= MAX_ATTEMPTS:
            self._settle("failed", self.reason)

    # === WHAT DOES NOT LEAVE === #

    def _settle_undeliverable(self):
        """Settle what is no longer true or cannot be written, and return it."""
        outdated = self._filter_outdated()
        outdated._settle(
            "dropped", self.env._("It was no longer true when its turn came.")
        )
        lawless = (self - outdated).filtered(lambda message: not message.rule_id)
        lawless._settle(
            "failed", self.env._("The rule that had its words was deleted.")
        )
        unreachable = (self - outdated - lawless).filtered(
            lambda message: (
                message.channel
                not in message.partner_id._get_possible_backorder_channels()
            )
        )
        unreachable._settle(
            "failed", self.env._("The recipient cannot be reached this way any more.")
        )
        return outdated | lawless | unreachable

    def _filter_outdated(self):
        """Keep what the goods' arrival or a newer message made needless meanwhile."""
        told = self.search_fetch(
            [
                ("order_id", "in", self.order_id.ids),
                ("audience", "=", "customer"),
                ("state", "in", ("queued", "sent")),
            ],
            ["order_id", "partner_id", "channel"],
            order="id",
        )
        newest = {message._get_reader(): message.id for message in told}
        told_events = told.event_ids
        # Read at once what is asked of each.
        self.event_ids.backorder_id.promise_ids.mapped("cause")
        return self.filtered(
            lambda message: (
                newest.get(message._get_reader(), 0) > message.id
                or not message._is_true()
                or not message._is_news(told_events)
            )
        )

    def _get_reader(self):
        return self.order_id, self.partner_id, self.channel

    def _is_true(self):
        """Tell whether what the message is about is still so."""
        states = self.backorder_ids.mapped("state")
        if self.event_type in WAITING_NEWS:
            return "waiting" in states
        return self.event_type != "ready" or "ready" in states

    def _is_news(self, told_events):
        """Tell whether a date has moved that is not back where it was.

        :param sale.backorder.event told_events: which another channel told already, so
            that it was noted what the customer knows
        """
        events = self.event_ids - told_events
        if self.event_type not in ("later", "earlier") or not events:
            return True
        return any(events._get_occasions().values())
