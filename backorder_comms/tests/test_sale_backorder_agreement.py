# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestAgreement(PromiseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson = new_test_user(
            cls.env, "sam", groups="sales_team.group_sale_salesman"
        )
        cls.manager = new_test_user(
            cls.env, "max", groups="sales_team.group_sale_manager"
        )

    def setUp(self):
        super().setUp()
        self.order = self._create_promised_order(user_id=self.salesperson.id)

    def _agree_by_hand(self, days, user=None, reason="Agreed by phone"):
        backorder = self.order.backorder_ids.with_user(user or self.salesperson)
        action = backorder.action_promise()
        wizard = backorder.env[action["res_model"]].browse(action["res_id"])
        wizard.write({"date": self.today + timedelta(days=days), "reason": reason})
        return wizard.action_confirm()

    def test_salesperson_promises_a_later_day(self):
        self._agree_by_hand(9)
        day = self.today + timedelta(days=9)
        self.assertEqual(self.order.backorder_ids.promised_date, day)

    def test_whoever_promised_stays_known(self):
        self._agree_by_hand(9)
        promise = self.order.backorder_ids.promise_ids.sorted("id")[-1]
        self.assertEqual((promise.cause, promise.user_id), ("agreed", self.salesperson))

    def test_customer_is_not_told_what_he_agreed_to(self):
        told = self._get_told(self.order)
        self._agree_by_hand(9)
        self._communicate()
        self.assertEqual(self._get_told(self.order), told)

    def test_customer_is_told_if_even_that_day_is_missed(self):
        self._agree_by_hand(9)
        self._postpone(20)
        self._communicate()
        self.assertEqual(self._get_told(self.order)[-1], "later")

    def test_salesperson_does_not_promise_what_the_goods_do_not_allow(self):
        with self.assertRaisesRegex(UserError, "only a sales manager"):
            self._agree_by_hand(2)

    def test_manager_promises_it_all_the_same(self):
        self._agree_by_hand(2, self.manager)
        day = self.today + timedelta(days=2)
        self.assertEqual(self.order.backorder_ids.promised_date, day)

    def test_past_day_is_promised_by_nobody(self):
        with self.assertRaisesRegex(UserError, "past"):
            self._agree_by_hand(-1, self.manager)

    def test_reason_is_asked_for(self):
        with self.assertRaisesRegex(UserError, "why"):
            self._agree_by_hand(9, reason=" ")

    def test_colleague_without_right_to_the_order_promises_nothing(self):
        other = new_test_user(self.env, "otto", groups="sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            self._agree_by_hand(9, other)


@tagged("post_install", "-at_install")
class TestCustomerNote(PromiseCommon):
    def _get_last_mail(self, order):
        return order.backorder_message_ids.mail_message_id.sorted("id")[-1]

    def test_next_mail_carries_the_note(self):
        order = self._create_promised_order()
        order.backorder_ids.customer_note = "The colour you asked for is on its way."
        self._postpone(20)
        self._communicate()
        self.assertIn("The colour you asked for", self._get_last_mail(order).body)

    def test_note_is_said_once(self):
        order = self._create_promised_order()
        order.backorder_ids.customer_note = "The colour you asked for is on its way."
        self._postpone(20)
        self._communicate()
        self._postpone(20)
        self._communicate()
        self.assertNotIn("The colour you asked for", self._get_last_mail(order).body)

    def test_note_is_text_and_nothing_else(self):
        order = self._create_promised_order()
        order.backorder_ids.customer_note = "<b>Bold</b>"
        self._postpone(20)
        self._communicate()
        self.assertIn("&lt;b&gt;Bold", self._get_last_mail(order).body)
