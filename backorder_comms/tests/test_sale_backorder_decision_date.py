# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.misc import format_date

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderDecisionDate(PromiseCommon):
    """A customer agrees to a later date, or wants to be called."""

    def _get_choice(self, order, option):
        """Return the only choice for the order's line that means an option."""
        choices = order._get_backorder_choices()[order.order_line.id]
        found = [choice for choice in choices if choice.option == option]
        return found[0] if found else None

    def _decide(self, order, option, **details):
        return order._backorder_decide(
            option, line=order.order_line, by=self.partner, origin="link", **details
        )

    def _format(self, days):
        return format_date(self.env, self._in_days(days), date_format="long")

    # === THE NEW DATE === #

    def test_customer_reads_which_date_he_accepts(self):
        order = self._create_promised_order(days=5)
        self.assertEqual(
            self._get_choice(order, "accept").consequences,
            (
                f"10 Units Desk: expected to ship on {self._format(5)}.",
                "We take it that you agree to this date.",
            ),
        )

    def test_unsure_date_is_accepted_as_a_range(self):
        order = self._create_promised_order(days=5)
        order.backorder_ids.latest_date = self._in_days(8)
        self.assertIn(
            f"between {self._format(5)} and {self._format(8)}",
            self._get_choice(order, "accept").consequences[0],
        )
        self._decide(order, "accept")
        self.assertEqual(order.backorder_ids.promised_latest_date, self._in_days(8))

    def test_accepted_date_is_a_promise_by_agreement(self):
        order = self._create_promised_order(days=5)
        decision = self._decide(order, "accept")
        self.assertPromises(
            order, (self._in_days(5), "told"), (self._in_days(5), "accepted")
        )
        self.assertEqual(decision.state, "done")
        self.assertEqual(
            decision.effect, f"You agreed to {self._format(5)} for 10 Units Desk."
        )

    def test_accepting_what_was_told_is_not_another_date(self):
        order = self._create_promised_order(days=5)
        self._decide(order, "accept")
        self.assertRecordValues(
            order.backorder_ids,
            [{"promise_count": 1, "slip_count": 0, "slip_days": 0}],
        )

    def test_date_is_accepted_once(self):
        order = self._create_promised_order(days=5)
        self._decide(order, "accept")
        self.assertIsNone(self._get_choice(order, "accept"))
        with self.assertRaises(UserError):
            self._decide(order, "accept")

    def test_later_date_can_be_accepted_again(self):
        order = self._create_promised_order(days=5)
        self._decide(order, "accept")
        self._postpone(4)
        self._communicate()
        self._decide(order, "accept")
        self.assertEqual(order.backorder_ids.promised_date, self._in_days(9))
        self.assertStory(order, "opened later")

    def test_date_that_was_accepted_before_it_was_told_is_not_told(self):
        order = self._create_promised_order(days=5)
        self._postpone(4)
        self._evaluate()
        self._decide(order, "accept")
        self._communicate()
        self.assertStory(order, "opened later", told="opened")

    def test_later_date_than_the_accepted_one_is_told(self):
        order = self._create_promised_order(days=5)
        self._decide(order, "accept")
        self._postpone(4)
        self._communicate()
        self.assertStory(order, "opened later")

    def test_unknown_date_cannot_be_accepted(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertIsNone(self._get_choice(order, "accept"))

    def test_nobody_has_to_accept_a_date_that_is_in_time(self):
        order = self._create_promised_order(days=5)
        self._agree(order, days=9)
        self._communicate()
        self.assertIsNone(self._get_choice(order, "accept"))

    def test_arrived_goods_have_no_date_to_accept(self):
        order = self._create_promised_order(days=5)
        self._validate(self.receipt)
        self._communicate()
        self.assertIsNone(self._get_choice(order, "accept"))

    # === A CALL === #

    def test_call_is_the_salespersons_task(self):
        order = self._create_promised_order(user_id=self.sale_user.id)
        decision = self._decide(order, "call", reason="After four, <b>please</b>")
        self.assertEqual(decision.state, "pending")
        activity = order.activity_ids
        self.assertEqual(activity, decision.activity_id)
        self.assertEqual(activity.user_id, self.sale_user)
        self.assertEqual(
            activity.activity_type_id, self.env.ref("mail.mail_activity_data_call")
        )
        self.assertIn("+32470123456", activity.note)
        self.assertIn("After four, &lt;b&gt;please&lt;/b&gt;", activity.note)

    def test_call_is_the_task_of_the_warehouse_where_nobody_sells(self):
        self.warehouse.backorder_user_id = self.sale_manager
        order = self._create_promised_order(user_id=False)
        order.user_id = False
        self._decide(order, "call")
        self.assertEqual(order.activity_ids.user_id, self.sale_manager)

    def test_customer_reads_at_which_number_he_is_called(self):
        order = self._create_promised_order()
        self.assertIn("+32470123456", self._get_choice(order, "call").consequences[0])
        self.partner.phone = False
        self.assertIn(
            "your phone number", self._get_choice(order, "call").consequences[0]
        )

    def test_nobody_is_called_twice(self):
        order = self._create_promised_order()
        self._decide(order, "call")
        self.assertIsNone(self._get_choice(order, "call"))

    def test_who_was_called_has_what_he_asked_for(self):
        order = self._create_promised_order(user_id=self.sale_user.id)
        decision = self._decide(order, "call")
        decision.activity_id.with_user(self.sale_user).action_feedback("He waits")
        self.assertEqual(decision.state, "done")
        self.assertTrue(self._get_choice(order, "call"))

    def test_activity_ends_with_the_decision(self):
        order = self._create_promised_order(user_id=self.sale_user.id)
        decision = self._decide(order, "call")
        decision.state = "done"
        self.assertFalse(order.activity_ids)

    def test_cancelled_activity_leaves_the_wish(self):
        order = self._create_promised_order(user_id=self.sale_user.id)
        decision = self._decide(order, "call")
        decision.activity_id.unlink()
        self.assertEqual(decision.state, "pending")

    def test_other_activities_settle_nothing(self):
        order = self._create_promised_order(user_id=self.sale_user.id)
        decision = self._decide(order, "call")
        other = order.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.sale_user.id
        )
        other.action_feedback()
        self.assertEqual(decision.state, "pending")
