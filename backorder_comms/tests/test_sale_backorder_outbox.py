# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools.misc import mute_logger

from odoo.addons.sms.tests.common import MockSMS

from ..models.sale_backorder_outbox import HELD
from .common import BackorderCommsCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderOutbox(BackorderCommsCommon, MockSMS):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outbox = cls.env.ref("backorder_comms.outbox")
        cls.administrator = new_test_user(cls.env, "keeper", groups="base.group_system")

    def _copy_database(self):
        """Have the database find out that it is another one than it was."""
        self.outbox.fingerprint = "another"

    def _confirm(self):
        self.outbox.with_user(self.administrator).action_confirm()

    def _get_mails(self, order):
        posted = order.backorder_message_ids.mail_message_id
        return self.env["mail.mail"].search([("mail_message_id", "in", posted.ids)])

    def _get_texts(self, order):
        posted = order.backorder_message_ids.mail_message_id
        return self.env["sms.sms"].search([("mail_message_id", "in", posted.ids)])

    def _run_mail_queue(self):
        """Let core send its queue, and return how many of our mails left."""
        with self.mock_mail_gateway(mail_unlink_sent=False):
            self.env["mail.mail"].process_email_queue()
        return len([mail for mail in self._mails if "ann@" in str(mail["email_to"])])

    def test_database_knows_itself(self):
        self.assertFalse(self.outbox.is_held)

    def test_copy_hands_nothing_over(self):
        self._copy_database()
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertRecordValues(
            order.backorder_message_ids, [{"state": "pending", "is_held": True}]
        )
        self.assertFalse(order.backorder_message_ids.mail_message_id)

    def test_confirmed_copy_hands_over_what_waited(self):
        self._copy_database()
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._confirm()
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])
        self.assertEqual(self.outbox.confirmed_by_id, self.administrator)

    def test_confirmed_copy_says_nothing_that_is_no_longer_true(self):
        self._copy_database()
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._set_stock(self.desk, 10)
        self._evaluate()
        self._confirm()
        self._communicate()
        self.assertNotIn("opened", self._get_told(order))

    def test_mail_in_the_queue_of_a_copy_does_not_leave(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._copy_database()
        self.assertEqual(self._run_mail_queue(), 0)
        self.assertRecordValues(
            self._get_mails(order), [{"state": "cancel", "failure_type": HELD}]
        )

    def test_mail_in_the_queue_leaves_after_the_confirmation(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._copy_database()
        self._run_mail_queue()
        self._confirm()
        self.assertEqual(self._get_mails(order).state, "outgoing")
        self.assertEqual(self._run_mail_queue(), 1)

    def test_mail_that_is_no_longer_true_does_not_leave_after_the_confirmation(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._copy_database()
        self._run_mail_queue()
        self._set_stock(self.desk, 10)
        self._evaluate()
        self._confirm()
        self.assertEqual(self._get_mails(order).state, "cancel")
        self.assertEqual(order.backorder_message_ids.state, "dropped")

    def test_mails_of_others_leave_a_copy_as_they_always_did(self):
        self._copy_database()
        mail = self.env["mail.mail"].create(
            {"email_to": "ann@example.com", "subject": "Hello", "body_html": "Hello"}
        )
        self.assertEqual(self._run_mail_queue(), 1)
        self.assertEqual(mail.state, "sent")

    def test_sms_in_the_queue_of_a_copy_does_not_leave(self):
        self.partner.write({"backorder_by_mail": False, "backorder_by_sms": True})
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._copy_database()
        with self.mockSMSGateway():
            self._get_texts(order)._send()
        self.assertFalse(self._sms)
        self.assertRecordValues(
            self._get_texts(order), [{"state": "canceled", "failure_type": HELD}]
        )
        self._confirm()
        self.assertRecordValues(
            self._get_texts(order), [{"state": "outgoing", "failure_type": False}]
        )

    def test_what_a_restored_backup_would_say_again_can_be_left_out(self):
        told = self._create_order({self.desk: 10})
        self._communicate()
        self._copy_database()
        pending = self._create_order({self.desk: 10})
        self._communicate()
        undecided = self._create_order({self.desk: 10})
        self._evaluate()
        self.outbox.with_user(self.administrator).action_confirm_leaving_out()
        self._communicate()
        self.assertEqual(
            (told | pending).backorder_message_ids.mapped("state"), ["dropped"] * 2
        )
        self.assertFalse(undecided.backorder_message_ids)
        self.assertEqual(self._run_mail_queue(), 0)

    def test_what_is_younger_than_the_backup_is_sent(self):
        self._copy_database()
        order = self._create_order({self.desk: 10})
        self._communicate()
        with Form(self.outbox.with_user(self.administrator)) as outbox:
            outbox.left_out_until = fields.Datetime.now() - timedelta(days=1)
        self.outbox.with_user(self.administrator).action_confirm_leaving_out()
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])

    def test_administrators_are_called_once(self):
        self._copy_database()
        self._create_order({self.desk: 10})
        for _run in range(2):
            self._communicate()
        calls = self.env["mail.activity"].search(
            [
                ("res_model", "=", "sale.backorder.health"),
                ("user_id", "=", self.administrator.id),
            ]
        )
        self.assertEqual(len(calls), 1)
        self._confirm()
        self.assertFalse(calls.exists())

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_administrators_confirm(self):
        self._copy_database()
        for user in (self.sale_user, self.sale_manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.outbox.with_user(user).action_confirm()

    def test_settings_say_why_nothing_is_sent(self):
        self._copy_database()
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.backorder_outbox_held)
        self.assertEqual(
            settings.action_view_backorder_outbox()["res_id"], self.outbox.id
        )

    def test_clerk_sends_another_mail_from_a_copy(self):
        """Whoever sends mails need not have access to our messages."""
        self._copy_database()
        clerk = new_test_user(
            self.env, "clerk", groups="base.group_user,base.group_partner_manager"
        )
        with self.mock_mail_gateway():
            self.partner.with_user(clerk).message_post(
                body="Hello",
                partner_ids=self.partner.ids,
                subtype_xmlid="mail.mt_comment",
            )
        self.assertEqual(self._new_mails.state, "sent")
