# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..models.sale_backorder_outbox import HELD
from .common import BackorderCommsCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderMessageRetry(BackorderCommsCommon):
    def _queue_message(self, **values):
        """Return the message about an order that waits, in core's queue."""
        order = self._create_order({self.desk: 10}, **values)
        self._communicate()
        return order.backorder_message_ids

    def _fail(self, message):
        """Do what core does when no mail server can be reached."""
        mail = message._get_queued_mails()
        mail.write({"state": "exception", "failure_reason": "No route to host"})
        mail._postprocess_sent_message([], [], failure_type="mail_smtp")
        return mail

    def test_outage_keeps_the_message_and_says_when_it_is_tried_again(self):
        message = self._queue_message()
        with self.capture_triggers("backorder_comms.ir_cron_communicate") as capture:
            self._fail(message)
        self.assertEqual(message.state, "queued")
        self.assertEqual(message.reason, "No route to host")
        self.assertEqual(capture.records.mapped("call_at"), [message.retry_at])

    def test_waits_grow_with_each_try(self):
        message = self._queue_message()
        for minutes in (1, 5, 15, 60, 60):
            self._fail(message)
            wait = message.retry_at - fields.Datetime.now()
            self.assertAlmostEqual(wait.total_seconds(), minutes * 60, delta=5)

    def test_mail_is_back_in_the_queue_when_its_time_has_come(self):
        message = self._queue_message()
        mail = self._fail(message)
        message_id = mail.message_id
        self._communicate()
        self.assertEqual(mail.state, "exception")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=2)):
            self._communicate()
        self.assertEqual((mail.state, mail.message_id), ("outgoing", message_id))
        self.assertEqual(
            message.mail_message_id.notification_ids.notification_status, "ready"
        )

    def test_message_that_is_no_longer_true_is_not_tried_again(self):
        message = self._queue_message()
        mail = self._fail(message)
        message.retry_at = fields.Datetime.now()
        self._set_stock(self.desk, 10)
        self._communicate()
        self.assertEqual((message.state, mail.state), ("dropped", "cancel"))
        self.assertFalse(message.retry_at)

    def test_message_too_old_becomes_a_task(self):
        message = self._queue_message()
        with freeze_time(fields.Datetime.now() + timedelta(hours=73)):
            self._fail(message)
        self.assertEqual((message.state, message.retry_at), ("failed", False))
        self.assertEqual(message.reason, "No route to host")
        self.assertEqual(len(message.order_id.activity_ids), 1)

    def test_company_decides_how_long_messages_are_tried(self):
        self.company.backorder_comms_retry_hours = 1
        message = self._queue_message()
        with freeze_time(fields.Datetime.now() + timedelta(hours=2)):
            self._fail(message)
        self.assertEqual(message.state, "failed")

    def test_mail_that_somebody_sent_by_hand_meanwhile_is_sent(self):
        message = self._queue_message()
        self._fail(message)
        message.mail_message_id.notification_ids.notification_status = "sent"
        self._communicate()
        self.assertEqual((message.state, message.retry_at), ("sent", False))

    def test_mails_of_others_are_not_retried(self):
        mail = self.env["mail.mail"].create(
            {"state": "exception", "failure_reason": "No route to host"}
        )
        mail._postprocess_sent_message([], [], failure_type="mail_smtp")
        self.assertEqual(mail.state, "exception")

    def test_mail_that_somebody_cancelled_is_dropped(self):
        message = self._queue_message()
        message._get_queued_mails().cancel()
        self._communicate()
        self.assertEqual(message.state, "dropped")

    def test_mail_that_somebody_deleted_is_dropped(self):
        message = self._queue_message()
        message._get_queued_mails().unlink()
        self._communicate()
        self.assertEqual(message.state, "dropped")

    def test_held_mail_is_still_underway(self):
        message = self._queue_message()
        mail = message._get_queued_mails()
        mail.write({"state": "cancel", "failure_type": HELD})
        self._communicate()
        self.assertEqual(message.state, "queued")

    # === ADDRESSES === #

    def _bury(self):
        self._queue_message()._note_dead_address("550 no such mailbox")

    def test_dead_address_gets_no_more_mails(self):
        self.partner.phone = False
        self._bury()
        order = self._create_order({self.lamp: 1})
        self._communicate()
        self.assertRecordValues(order.backorder_message_ids, [{"state": "failed"}])
        self.assertEqual(len(order.activity_ids), 1)

    def test_customer_with_dead_address_gets_sms(self):
        self._bury()
        order = self._create_order({self.lamp: 1})
        self._communicate()
        self.assertEqual(self._get_told(order, "sms"), ["opened"])

    def test_other_address_is_written_to_again(self):
        self._bury()
        self.assertTrue(self.partner.is_backorder_email_dead)
        self.partner.email = "ann@example.org"
        self.assertFalse(self.partner.is_backorder_email_dead)

    def test_salesperson_says_that_the_address_works(self):
        self._bury()
        self.sale_user.group_ids |= self.env.ref("base.group_partner_manager")
        partner = self.partner.with_user(self.sale_user)
        partner.action_revive_backorder_email()
        self.assertFalse(partner.is_backorder_email_dead)

    def test_customer_who_writes_from_the_address_revives_it(self):
        self._bury()
        self.partner._message_reset_bounce(self.partner.email)
        self.assertFalse(self.partner.is_backorder_email_dead)
