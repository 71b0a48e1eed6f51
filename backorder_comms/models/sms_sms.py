# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.sms.tools.sms_api import SmsApi

from ..logic.masking import mask_addresses
from ..logic.provider import Once, explain, judge_failure

_logger = logging.getLogger(__name__)

# What the provider says of a message that it did not take, but may take later.
PASSING_FAILURES = ("sms_server", "sms_credit", "sms_acc")
MAX_WRITES = 5


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        """Override of `sms` to send the queue of several companies.

        Core's job takes the queue as it is, and stops for good at the first batch with
        messages of two companies in it.
        """
        options = {
            "unlink_failed": unlink_failed,
            "unlink_sent": unlink_sent,
            "raise_exception": raise_exception,
        }
        if self.env.context.get("sms_api"):
            return super()._send(**options)
        for batch in self.grouped(lambda sms: sms._get_sms_company()).values():
            super(SmsSms, batch)._send(**options)
        return None

    @api.model
    def _process_queue(self):
        """Override of `sms` to hand over ours in steps that survive a crash.

        Core asks the provider and writes down the answer in one transaction: what ends
        it in between makes all of the batch go out again. No SMS can be taken back, so
        ours are claimed for good first: those whose answer is lost are in doubt.
        """
        while batch := self._claim_backorder_sms():
            for sms_api, of_api in batch._split_by_api():
                # Only core's own service takes many in one call. With others, one that
                # is not answered must not leave the rest in doubt.
                is_one_call = isinstance(sms_api, SmsApi)
                for call in [of_api] if is_one_call else of_api:
                    call._send_claimed(Once(sms_api), is_one_call)
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                return None
        return super()._process_queue()

    # === OUR SMS === #

    def _get_backorder_messages(self):
        """Return the messages that are on their way with these SMS."""
        messages = self.env["sale.backorder.message"].sudo()
        return messages._get_on_their_way(self.mail_message_id)

    def _claim_backorder_sms(self):
        """Take the next batch of ours, of one company, out of the queue and commit.

        :rtype: sms.sms
        """
        if self.env["sale.backorder.outbox"]._is_held():
            return self.browse()
        messages = self.env["sale.backorder.message"].sudo()
        ours = messages._search([("state", "=", "queued"), ("channel", "=", "sms")])
        domain = Domain("state", "=", "outgoing") & Domain("to_delete", "!=", True)
        domain &= Domain("mail_message_id", "in", ours.subselect("mail_message_id"))
        queue = self.search(domain, limit=self._get_send_batch_size(), order="id")
        batch = next(
            iter(queue.grouped(lambda sms: sms._get_sms_company()).values()), queue
        )
        try:
            batch = batch[: batch._get_send_batch_size()].try_lock_for_update()
        except psycopg2.OperationalError:
            self.env.cr.rollback()  # another job is at it
            return self.browse()
        batch.state = "process"
        batch._get_backorder_messages().left_at = fields.Datetime.now()
        self.env["ir.cron"]._commit_progress()
        return batch

    def _send_claimed(self, sms_api, is_one_call):
        """Ask the provider to send these, and write down its answer.

        A delivery report may come in, and write on the same rows, before that is done:
        then it is only the writing that is repeated.

        :param Once sms_api:
        :param bool is_one_call: whether the provider takes all of them in one call
        """
        for attempt in range(MAX_WRITES):
            try:
                self._send_with_api(sms_api, raise_exception=True)
                self._note_refusals(is_one_call)
                self.env["ir.cron"]._commit_progress()
                return
            except psycopg2.OperationalError as error:
                self.env.cr.rollback()
                _logger.info("SMS result, attempt %s: %s", attempt, error)
            except Exception as error:
                self._note_trouble(error)
                self.env["ir.cron"]._commit_progress()
                return

    def _note_refusals(self, is_one_call):
        """Have those tried again that the provider says it cannot take now.

        Core says "server error" for providers other than its own also when there was no
        answer: then the message may have left.
        """
        refused = self.filtered(lambda sms: sms.failure_type in PASSING_FAILURES)
        if not is_one_call:
            lost = refused.filtered(lambda sms: sms.failure_type == "sms_server")
            lost._note_doubt(self.env._("The provider did not answer."))
            refused -= lost
        labels = dict(self._fields["failure_type"]._description_selection(self.env))
        for failure, batch in refused.grouped("failure_type").items():
            batch._note_outage(failure, labels[failure])

    def _note_trouble(self, error):
        """Note what is known of SMS for which no proper answer came."""
        reason = self.env._("The provider said: %(error)s", error=explain(error))
        verdict = judge_failure(error, fields.Datetime.now())
        text = mask_addresses(str(error))
        _logger.info("SMS %s: %s: %s", self.ids, verdict.state, text)
        if verdict.state == "outage":
            self._note_outage("sms_server", reason, verdict.wait)
        elif verdict.state == "unknown":
            self._note_doubt(reason)
        else:
            messages = self._get_backorder_messages()
            self.action_set_error("sms_server")
            messages._give_up("failed", reason)

    def _note_outage(self, failure_type, reason, asked_wait=None):
        """Note that these did not leave; our job puts them back into the queue."""
        messages = self._get_backorder_messages()
        self.action_set_error(failure_type)
        messages.left_at = False
        messages._note_outage(reason, asked_wait)

    def _note_doubt(self, reason):
        """Note that these may have left: nobody but a person sends them again."""
        messages = self._get_backorder_messages()
        self.state = "process"
        self.sms_tracker_id.sudo()._action_update_from_sms_state("process")
        messages._give_up("unknown", reason)
