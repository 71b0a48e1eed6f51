# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .question_common import QuestionCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderDecisionQuestion(QuestionCommon):
    def test_customer_is_asked_with_all_that_he_has_to_know(self):
        order = self._create_late_order()
        self._ask(order, deadline=date(2035, 3, 9), default_option="ship")
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "decision"])
        body = self._get_last_body(order)
        for words in (
            "Ship what is ready, or wait for everything?",
            "2 parcels &lt;soon&gt;",
            "1 parcel, later",
            "as it is planned now",
            "March 9, 2035",
            f"/my/backorders/{order.id}/decide?option=ship",
            f"/my/backorders/{order.id}/decide?option=wait",
        ):
            with self.subTest(words):
                self.assertIn(words, body)
        self.assertNotIn("do not have to do anything", body)

    def test_customer_who_prefers_text_messages_is_asked_by_one(self):
        self.partner.backorder_channel = "sms"
        order = self._create_late_order()
        self._ask(order)
        self._communicate()
        self.assertEqual(self._get_told(order, "sms"), ["opened", "decision"])

    def test_customer_who_wants_only_what_matters_is_asked(self):
        self.partner.backorder_extent = "essential"
        order = self._create_late_order()
        self._ask(order)
        self._communicate()
        self.assertIn("decision", self._get_told(order))

    def test_several_questions_go_in_one_message(self):
        order = self._create_late_order()
        self._ask(order)
        self._ask(order, "cancel", line=order.order_line)
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "decision"])
        body = self._get_last_body(order)
        self.assertIn("Ship what is ready, or wait for everything?", body)
        self.assertIn("Lamp: Do you still want what is missing?", body)

    def test_question_outranks_other_news_which_its_message_has_too(self):
        order = self._create_order({self.lamp: 2})
        self._evaluate()
        self._ask(order)
        self._communicate()
        self.assertEqual(self._get_told(order), ["decision"])
        self.assertIn("No date yet", self._get_last_body(order))
        self.assertTrue(order.backorder_ids.told_date)

    def test_other_news_repeats_what_is_asked(self):
        order = self._create_late_order()
        self._ask(order)
        self._communicate()
        self._create_receipt(self.lamp, 2, days=5)
        self._communicate()
        self.assertEqual(self._get_told(order)[-1], "earlier")
        self.assertIn("or wait for everything?", self._get_last_body(order))

    def test_news_is_told_where_no_rule_asks(self):
        rule = self.env.ref("backorder_comms.sale_backorder_rule_decision_mail")
        rule.active = False
        order = self._create_order({self.lamp: 2})
        self._evaluate()
        self._ask(order)
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])

    def test_colleagues_hear_of_what_a_question_outranks(self):
        self.env["sale.backorder.rule"].create(
            {
                "name": "Call",
                "event_type": "opened",
                "channel": "activity",
                "audience": "salesperson",
                "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
            }
        )
        order = self._create_order({self.lamp: 2}, user_id=self.sale_user.id)
        self._evaluate()
        self._ask(order)
        self._communicate()
        self.assertEqual(self._get_told(order), ["decision"])
        self.assertEqual(order.activity_ids.user_id, self.sale_user)

    def test_nobody_is_asked_what_is_no_question_any_more(self):
        order = self._create_late_order()
        self._ask(order)
        self.possible = set()
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])

    def test_nobody_is_asked_what_he_answered_meanwhile(self):
        order = self._create_late_order()
        self._ask(order)
        self._answer(order)
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])

    def test_what_a_needless_question_was_to_tell_is_told_all_the_same(self):
        rule = self.env.ref("backorder_comms.sale_backorder_rule_decision_mail")
        rule.wait = 10
        self._set_stock(self.lamp, 1)
        order = self._create_late_order()
        self._ask(order)
        self._validate(self._get_deliveries(order))
        self._communicate()
        [waiting] = order.backorder_message_ids.filtered(lambda m: m.state == "pending")
        self.assertEqual(waiting.event_type, "decision")
        self._answer(order)
        waiting.send_after = False
        self._communicate()
        self._communicate()
        self.assertEqual(waiting.state, "dropped")
        self.assertEqual(self._get_told(order), ["opened", "partly_shipped"])

    def test_nobody_is_asked_the_same_twice_at_a_time(self):
        order = self._create_late_order()
        self._ask(order)
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(UserError, "asked"):
            self._ask(order)

    def test_nobody_is_asked_what_cannot_be_done(self):
        order = self._create_late_order()
        for possible in (set(), {"wait"}):
            self.possible = possible
            with self.subTest(possible), self.assertRaises(UserError):
                self._ask(order)

    def test_default_is_one_of_the_answers(self):
        order = self._create_late_order()
        with self.assertRaises(UserError):
            self._ask(order, default_option="cancel")

    def test_there_are_three_working_days_to_answer(self):
        friday, wednesday = date(2031, 5, 16), date(2031, 5, 21)
        self.assertTrue(self.company.resource_calendar_id)
        model = type(self.company)
        with patch.object(model, "_backorder_today", lambda _company: friday):
            self.assertEqual(self.company._get_backorder_deadline(), wednesday)

    def test_company_without_calendar_counts_all_days(self):
        self.company.resource_calendar_id = False
        days = self.company.backorder_question_days
        self.assertEqual(self.company._get_backorder_deadline(), self._in_days(days))

    # === ANSWERS === #

    def test_salesperson_hears_what_the_customer_decided(self):
        order = self._create_late_order()
        self._ask(order)
        self._answer(order)
        self._communicate()
        activity = self._get_activities(order, "answered")
        self.assertEqual(activity.user_id, self.sale_user)
        self.assertIn("Ship what is ready", activity.note)
        self.assertIn("Two parcels will come.", activity.note)

    def test_answer_that_is_a_task_is_no_second_one(self):
        order = self._create_late_order()
        self._answer(order)._become_task("mail.mail_activity_data_call", [])
        self._communicate()
        self.assertEqual(len(order.activity_ids), 1)

    def test_salesperson_is_not_told_what_staff_decided(self):
        order = self._create_late_order()
        self._answer(order, origin="staff", by=self.sale_user.partner_id)
        self._communicate()
        self.assertFalse(self._get_activities(order, "answered"))

    def test_answer_is_for_colleagues_alone(self):
        order = self._create_late_order()
        self._answer(order)
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])
