# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.tests import tagged

from .question_common import QuestionCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderUnread(QuestionCommon):
    def setUp(self):
        super().setUp()
        self.order = self._create_late_order()
        self._send_mails()
        self._communicate()
        self.message = self.order.backorder_message_ids
        self.message.mail_message_id.date -= timedelta(days=4)

    def _look(self):
        """Let the hourly job look, and return whether nobody reacted."""
        self._run_cron("reconcile")
        return self.message.is_unread

    def _get_events(self):
        return self.order.backorder_event_ids.filtered(lambda one: one.type == "unread")

    def test_mail_that_left_no_trace_is_without_reaction(self):
        self.assertTrue(self._look())
        self.assertIn(self.order.name, self._get_events().summary)

    def test_it_is_noted_once(self):
        self._look()
        self._look()
        self.assertEqual(len(self._get_events()), 1)

    def test_there_is_time_to_react(self):
        self.message.mail_message_id.date += timedelta(days=3)
        self.assertFalse(self._look())

    def test_to_look_at_the_whole_order_is_a_reaction(self):
        self.order.message_post(
            body="Quotation viewed", subtype_xmlid="sale.mt_order_viewed"
        )
        self.assertFalse(self._look())

    def test_to_have_looked_before_is_no_reaction(self):
        view = self.order.message_post(
            body="Quotation viewed", subtype_xmlid="sale.mt_order_viewed"
        )
        view.date = self.message.mail_message_id.date - timedelta(days=1)
        self.assertTrue(self._look())

    def test_reply_is_a_reaction(self):
        self.order.message_post(
            author_id=self.partner.id,
            body="Thank you",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertFalse(self._look())

    def test_decision_is_a_reaction(self):
        self._answer(self.order)
        self.assertFalse(self._look())

    def test_login_is_a_reaction(self):
        user = self._create_new_portal_user(
            name=self.partner.name, email=self.partner.email, partner_id=self.partner.id
        )
        self.env["res.users.log"].with_user(user).sudo().create({})
        self.assertFalse(self._look())

    def test_words_of_ours_are_no_sign_of_the_customer(self):
        self.order.message_post(
            author_id=self.sale_user.partner_id.id,
            body="I wrote to him",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertTrue(self._look())

    def test_what_is_not_so_any_more_needs_no_reaction(self):
        self._set_stock(self.lamp, 2)
        self._communicate()
        self.assertFalse(self._look())

    def test_company_may_not_want_to_know(self):
        self.company.backorder_unread_days = 0
        self.assertFalse(self._look())

    def test_nobody_is_bothered_unless_the_rule_is_on(self):
        self._look()
        self._communicate()
        self.assertFalse(self._get_activities(self.order, "unread"))

    def test_salesperson_is_to_call_where_the_rule_is_on(self):
        self.env.ref("backorder_comms.sale_backorder_rule_unread").active = True
        self._look()
        self._communicate()
        activity = self._get_activities(self.order, "unread")
        self.assertEqual(activity.user_id, self.sale_user)
