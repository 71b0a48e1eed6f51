# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import smtplib

import psycopg2

from odoo import models
from odoo.tools import exception_to_unicode

from ..logic.retrying import (
    find_cause,
    is_dead_mailbox,
    is_passing_smtp,
    may_have_sent,
)


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _send(self, auto_commit=False, raise_exception=False, **options):
        """Override of `mail` to send ours one by one, and each from one job only.

        What the server replies decides whether a mail of ours is tried again. Others'
        are core's matter, and go first: a session that breaks at one of ours is over.
        """
        ours = self.browse() if raise_exception else self._filter_backorder_mails()
        others = self - ours
        result = True
        if others or not ours:
            result = super(MailMail, others)._send(
                auto_commit, raise_exception, **options
            )
        if ours:
            ours._send_in_turn(auto_commit, **options)
        return result

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Override of `mail` to try ours again when no server could be reached."""
        if failure_type == "mail_smtp":
            for reason, mails in self.grouped("failure_reason").items():
                mails._get_backorder_messages()._note_outage(reason)
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )

    # === OUR MAILS === #

    def _get_backorder_messages(self):
        """Return the messages that are on their way with these mails.

        With sudo, as who sends a mail need not see what it is about.
        """
        messages = self.env["sale.backorder.message"].sudo()
        return messages._get_on_their_way(self.mail_message_id)

    def _filter_backorder_mails(self):
        ours = self._get_backorder_messages().mail_message_id
        return self.filtered(lambda mail: mail.mail_message_id in ours)

    def _send_in_turn(self, auto_commit, **options):
        """Send mails of ours, and note what the server replies to each."""
        if auto_commit:
            self.env["ir.cron"]._commit_progress()  # see what others did meanwhile
        for mail in self:
            try:
                if claimed := mail._claim_backorder_mail():
                    claimed._send(auto_commit, raise_exception=True, **options)
            except psycopg2.OperationalError:
                if not auto_commit:
                    raise
                self.env.cr.rollback()  # another job is at it, or was
            except (psycopg2.Error, MemoryError):
                raise  # the transaction is lost: as core does
            except smtplib.SMTPServerDisconnected as error:
                mail._note_broken_session(error, self)
                break
            except Exception as error:
                mail._note_refusal(error)
            if auto_commit:
                # A job that is killed for taking too long has not failed by that.
                self.env["ir.cron"]._commit_progress(1)

    def _claim_backorder_mail(self):
        """Return the mail, locked, unless another job has it or sent it already."""
        return self.try_lock_for_update().filtered(
            lambda mail: mail.state == "outgoing"
        )

    def _note_broken_session(self, error, batch):
        """Note what is known of a mail at which the session with the server broke off.

        Those of the batch that did not get their turn have to wait for the server, too.

        :param Exception error: what `smtplib` raised
        :param mail.mail batch: mails of the same session
        """
        reason = self.env._(
            "The mail server broke off: %(error)s", error=exception_to_unicode(error)
        )
        messages = self._get_backorder_messages()
        if may_have_sent(error):
            messages._note_doubt(reason)
        else:
            messages._note_outage(reason)
        waiting = batch.filtered(lambda mail: mail.state == "outgoing")
        waiting.write({"state": "exception", "failure_reason": reason})
        (waiting._get_backorder_messages() - messages)._note_outage(reason)

    def _note_refusal(self, error):
        """Note whether a mail that the server refused may be taken later, or never.

        What is none of the server's is left as core notes it.
        """
        code, text = self._get_reply(error)
        if not code:
            return
        reason = self.env._(
            "The mail server said: %(code)s %(text)s", code=code, text=text
        )
        messages = self._get_backorder_messages()
        if is_passing_smtp(code):
            messages._note_outage(reason)
        elif is_dead_mailbox(code, text) and not find_cause(
            error, smtplib.SMTPSenderRefused
        ):
            messages._note_dead_address(reason)

    def _get_reply(self, error):
        """Return what the mail server said, whatever core made of it.

        :return: code and text; none if it did not say anything
        :rtype: tuple[int | None, str]
        """
        if refused := find_cause(error, smtplib.SMTPRecipientsRefused):
            code, text = next(iter(refused.recipients.values()))
        elif reply := find_cause(error, smtplib.SMTPResponseException):
            code, text = reply.smtp_code, reply.smtp_error
        else:
            return None, ""
        return code, text.decode(errors="replace") if isinstance(text, bytes) else text
