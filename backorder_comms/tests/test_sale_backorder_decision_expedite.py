# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .allocation_common import AllocationCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderDecisionExpedite(AllocationCommon):
    """A customer asks to hurry, and staff decides on it."""

    def setUp(self):
        super().setUp()
        self.order = self._create_order({self.desk: 10}, user_id=self.sale_user.id)
        self._communicate()

    def _is_offered(self):
        choices = self.order._get_backorder_choices()[self.order.order_line.id]
        return "expedite" in [choice.option for choice in choices]

    def _ask(self, **details):
        return self.order._backorder_decide(
            "expedite",
            line=self.order.order_line,
            by=self.partner,
            origin="link",
            **details,
        )

    def test_request_waits_for_the_salesperson(self):
        decision = self._ask(reason="The opening is on Friday")
        self.assertEqual(decision.state, "pending")
        activity = self.order.activity_ids
        self.assertEqual(activity.user_id, self.sale_user)
        self.assertIn("The opening is on Friday", activity.note)
        self.assertFalse(int(self._get_deliveries(self.order).priority))

    def test_approved_request_gives_the_star(self):
        decision = self._ask()
        decision.with_user(self.sale_user).action_approve()
        self.assertEqual(self._get_deliveries(self.order).priority, "1")
        self.assertEqual(decision.state, "done")

    def test_approved_request_goes_before_who_waits_longer(self):
        older = self._create_waiting(days=3)
        self._ask().with_user(self.sale_user).action_approve()
        self._receive(10)
        self.assertEqual(self._get_deliveries(self.order).state, "assigned")
        self.assertEqual(self._get_deliveries(older).state, "confirmed")

    def test_approval_reaches_all_steps(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        self.order = self._create_order({self.desk: 10})
        self._communicate()
        self._ask().action_approve()
        self.assertEqual(set(self.order.picking_ids.mapped("priority")), {"1"})

    def test_customer_reads_of_the_approval(self):
        self._ask().with_user(self.sale_user).action_approve()
        message = self.order.message_ids[0]
        self.assertIn("Desk is marked as urgent now.", message.body)
        self.assertEqual(message.author_id, self.sale_user.partner_id)
        self.assertFalse(message.is_internal or message.subtype_id.internal)

    def test_approval_ends_the_activity(self):
        self._ask().with_user(self.sale_user).action_approve()
        self.assertFalse(self.order.activity_ids)

    def test_done_activity_approves_nothing(self):
        decision = self._ask()
        self.order.activity_ids.action_feedback()
        self.assertEqual(decision.state, "pending")

    def test_request_is_approved_once(self):
        decision = self._ask()
        decision.action_approve()
        with self.assertRaisesRegex(UserError, "nothing to do"):
            decision.action_approve()

    def test_shipped_goods_cannot_hurry(self):
        decision = self._ask()
        self._set_stock(self.desk, 10)
        self._process(self.order, "out")
        with self.assertRaisesRegex(UserError, "Nothing is left"):
            decision.action_approve()

    def test_only_who_may_change_the_order_approves(self):
        decision = self._ask()
        accountant = new_test_user(
            self.env, "accountant", groups="account.group_account_readonly"
        )
        with self.assertRaises(AccessError):
            decision.with_user(accountant).action_approve()

    def test_request_is_made_once_a_week(self):
        decision = self._ask()
        self.assertFalse(self._is_offered())
        decision.state = "declined"
        self.assertFalse(self._is_offered())
        decision.answered_date -= timedelta(days=8)
        self.assertTrue(self._is_offered())

    def test_request_that_nobody_decided_on_is_not_repeated(self):
        self._ask().answered_date -= timedelta(days=8)
        self.assertFalse(self._is_offered())

    def test_urgent_order_cannot_become_more_urgent(self):
        self._get_deliveries(self.order).priority = "1"
        self.assertFalse(self._is_offered())

    def test_arrived_goods_need_no_request(self):
        self._set_stock(self.desk, 10)
        self._evaluate()
        self.assertFalse(self._is_offered())

    def test_declined_request_ends_its_activity(self):
        self._ask().state = "declined"
        self.assertFalse(self.order.activity_ids)
