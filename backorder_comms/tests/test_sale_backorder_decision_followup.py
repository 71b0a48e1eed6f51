# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .question_common import QuestionCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderDecisionFollowup(QuestionCommon):
    def _ask_and_tell(self, order, days=4, **details):
        """Ask a question that is to be answered within so many days."""
        question = self._ask(order, deadline=self._in_days(days), **details)
        self._communicate()
        return question

    def _let_pass(self, question, days):
        """Let so many days pass, as far as the question is concerned."""
        question.write(
            {
                "asked_date": question.asked_date - timedelta(days=days),
                "deadline": question.deadline - timedelta(days=days),
            }
        )
        self._run_cron("reconcile")
        self._communicate()

    # === REMINDERS === #

    def test_customer_is_reminded_once_half_way(self):
        order = self._create_late_order()
        question = self._ask_and_tell(order)
        self._let_pass(question, 1)
        self.assertEqual(self._get_told(order), ["opened", "decision"])
        self._let_pass(question, 1)
        self._let_pass(question, 1)
        self.assertEqual(self._get_told(order), ["opened", "decision", "decision"])

    def test_nobody_is_reminded_of_what_he_answered(self):
        order = self._create_late_order()
        question = self._ask_and_tell(order)
        self._answer(order)
        self._let_pass(question, 3)
        self.assertEqual(self._get_told(order), ["opened", "decision"])

    # === DEADLINE === #

    def test_there_is_time_until_the_end_of_the_last_day(self):
        question = self._ask_and_tell(self._create_late_order(), default_option="ship")
        self._let_pass(question, 4)
        self.assertEqual(question.state, "asked")

    def test_announced_default_is_done_after_the_deadline(self):
        order = self._create_late_order()
        question = self._ask_and_tell(order, default_option="ship")
        self.assertIn("If we hear nothing from you", self._get_last_body(order))
        self._let_pass(question, 5)
        self.assertRecordValues(
            question,
            [
                {
                    "state": "done",
                    "option": "ship",
                    "origin": "policy",
                    "effect": "Two parcels will come.",
                    "answered_by_id": self.company.partner_id.id,
                }
            ],
        )
        self.assertTrue(self._get_activities(order, "answered"))

    def test_nothing_is_done_by_default_to_whoever_was_not_told(self):
        self.partner.backorder_channel = "none"
        order = self._create_late_order()
        question = self._ask_and_tell(order, default_option="ship")
        self._let_pass(question, 5)
        self.assertEqual(question.state, "expired")
        self.assertIn("did not reach", self._get_activities(order, "no_answer").note)

    def test_salesperson_calls_whoever_did_not_answer(self):
        order = self._create_late_order()
        question = self._ask_and_tell(order)
        self._let_pass(question, 5)
        self.assertEqual(question.state, "expired")
        activity = self._get_activities(order, "no_answer")
        self.assertEqual(activity.user_id, self.sale_user)

    def test_default_that_fails_is_left_to_the_salesperson(self):
        order = self._create_late_order()
        question = self._ask_and_tell(order, default_option="ship")
        self.impossible = True
        self._let_pass(question, 5)
        self.assertRecordValues(
            question, [{"state": "expired", "option": False, "answered_date": False}]
        )
        self.assertIn("It is being packed.", question.effect)
        self.assertTrue(self._get_activities(order, "no_answer"))

    def test_late_answer_is_still_welcome(self):
        order = self._create_late_order()
        question = self._ask_and_tell(order)
        self._let_pass(question, 5)
        self.assertEqual(self._answer(order).state, "done")
        self.assertEqual(question.state, "expired")

    # === NEEDLESS === #

    def test_question_that_is_none_any_more_is_taken_back_at_once(self):
        order = self._create_late_order()
        question = self._ask(order)
        self.possible = {"wait"}
        self._create_receipt(self.lamp, 2, days=5)
        self._communicate()
        self.assertEqual(question.state, "withdrawn")
        self.assertNotIn("decision", self._get_told(order))

    def test_question_that_is_none_any_more_is_taken_back_by_the_hourly_job(self):
        question = self._ask(self._create_late_order())
        self.possible = set()
        self._run_cron("reconcile")
        self.assertEqual(question.state, "withdrawn")

    # === BY ITSELF === #

    def _create_partly_ready_order(self):
        self._set_stock(self.desk, 1)
        order = self._create_order({self.desk: 1, self.lamp: 2})
        self._communicate()
        return order

    def test_customer_is_asked_by_itself_when_a_part_can_ship(self):
        self.company.backorder_ask_shipping = True
        order = self._create_partly_ready_order()
        self.assertEqual(self._get_told(order), ["decision"])
        [question] = order.backorder_decision_ids
        self.assertFalse(question.default_option)
        self.assertGreater(question.deadline, fields.Date.today())

    def test_customer_is_asked_by_itself_once(self):
        self.company.backorder_ask_shipping = True
        order = self._create_partly_ready_order()
        self._answer(order, "wait")
        self._create_receipt(self.lamp, 2, days=5)
        self._communicate()
        self.assertEqual(len(order.backorder_decision_ids), 1)

    def test_nobody_is_asked_by_itself_while_nothing_can_ship(self):
        self.company.backorder_ask_shipping = True
        self.assertFalse(self._create_late_order().backorder_decision_ids)

    def test_nobody_is_asked_by_itself_unless_the_company_wants_it(self):
        self.assertFalse(self._create_partly_ready_order().backorder_decision_ids)

    @mute_logger("odoo.addons.backorder_comms.models.sale_backorder_decision_followup")
    def test_trouble_with_a_question_does_not_stop_other_news(self):
        self.company.backorder_ask_shipping = True
        self._get_shipping = None
        order = self._create_partly_ready_order()
        self.assertEqual(self._get_told(order), ["opened"])
