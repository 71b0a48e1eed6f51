# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .common import BackorderCommsCommon

REPORT = """\
Return-Path: <>
To: {bounce}
From: MAILER-DAEMON@example.com
Subject: About your mail
Message-ID: <report@example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

Something about your mail.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com

Final-Recipient: rfc822; {email}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnosis}

--part
Content-Type: message/rfc822

Message-ID: {message_id}
To: {email}
Subject: Your order

--part--
"""


@tagged("post_install", "-at_install")
class TestMailThread(BackorderCommsCommon):
    def setUp(self):
        super().setUp()
        self.order = self._create_order({self.desk: 10})
        self._communicate()
        self.message = self.order.backorder_message_ids
        post = self.message.mail_message_id
        post.notification_ids.notification_status = "sent"
        self._run_cron("communicate")

    def _report(self, status, diagnosis="", action="failed", message_id=None):
        """Let a mail server report about the message, and see what becomes of it."""
        report = REPORT.format(
            bounce=self.company.bounce_email,
            email=self.partner.email,
            action=action,
            status=status,
            diagnosis=diagnosis,
            message_id=message_id or self.message.mail_message_id.message_id,
        )
        self.env["mail.thread"].message_process("sale.order", report)
        self._run_cron("communicate")

    def assertOutcome(self, state, dead):
        self.assertEqual(
            (self.message.state, self.partner.is_backorder_email_dead), (state, dead)
        )

    def test_mail_that_comes_back_from_no_mailbox_makes_the_address_dead(self):
        self._report("5.1.1", "550 5.1.1 no such user")
        self.assertOutcome("failed", dead=True)
        self.assertEqual(len(self.order.activity_ids), 1)

    def test_mail_that_comes_back_from_a_full_mailbox_leaves_the_address_alive(self):
        for status in ("5.2.2", "4.2.2"):
            with self.subTest(status):
                self._report(status, "452 4.2.2 over quota")
                self.assertOutcome("failed", dead=False)
                self.assertEqual(len(self.order.activity_ids), 1)

    def test_mail_that_was_given_up_after_days_leaves_the_address_alive(self):
        self._report("4.4.7", "451 4.7.1 greylisted")
        self.assertOutcome("failed", dead=False)

    def test_mail_that_is_late_is_still_sent(self):
        self._report("4.7.1", "451 4.7.1 greylisted", action="delayed")
        self.assertOutcome("sent", dead=False)
        self.assertFalse(self.order.activity_ids)

    def test_mail_that_is_late_may_still_come_back(self):
        self._report("4.4.1", "no answer", action="delayed")
        self._report("5.4.4", "no such domain")
        self.assertOutcome("failed", dead=True)

    def test_customer_whose_mailbox_was_full_hears_the_next_news(self):
        self._report("5.2.2", "552 5.2.2 mailbox is full")
        self._set_stock(self.desk, 10)
        self._communicate()
        self.assertEqual(self._get_told(self.order, "mail"), ["ready"])

    def test_mail_of_others_that_comes_back_from_no_mailbox_counts_too(self):
        post = self.order.message_post(
            body="Hello", partner_ids=self.partner.ids, message_type="comment"
        )
        self._report("5.1.1", message_id=post.message_id)
        self.assertOutcome("sent", dead=True)
