# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools.misc import mute_logger

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderUpdate(PromiseCommon):
    """Each message promises the next one; whether it comes is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {"backorder_comms_update_days": 7, "backorder_comms_status_days": 14}
        )

    def _create_told_order(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        return order

    def _pass_days(self, days, hour=12):
        """Let the jobs run on a later day."""
        day = self.company._to_backorder_moment(self._in_days(days))
        return freeze_time(day + timedelta(hours=hour))

    def _run_day(self, days, hour=12):
        with self._pass_days(days, hour):
            self._run_cron("reconcile")
            self._communicate()

    def _get_states(self, order):
        return order.backorder_ids.update_ids.sorted("id").mapped("state")

    # === WHAT IS PROMISED === #

    def test_news_is_promised_without_a_date(self):
        order = self._create_told_order()
        self.assertEqual(order.backorder_ids.next_update_date, self._in_days(7))
        self.assertEqual(self._get_states(order), ["open"])

    def test_news_is_promised_for_the_date_where_there_is_one(self):
        order = self._create_promised_order(days=5)
        self.assertEqual(order.backorder_ids.next_update_date, self._in_days(5))

    def test_news_is_promised_before_a_date_that_is_far_away(self):
        order = self._create_promised_order(days=40)
        self.assertEqual(order.backorder_ids.next_update_date, self._in_days(14))

    def test_message_says_when_the_next_one_comes(self):
        order = self._create_promised_order(days=40)
        day = self.env["sale.backorder.content"]._format_day(self._in_days(14))
        self.assertIn(day, order.backorder_message_ids.mail_message_id.body)

    def test_nothing_is_promised_to_whoever_wants_no_reminders(self):
        self.partner.backorder_reminder_channel = "none"
        order = self._create_told_order()
        self.assertFalse(order.backorder_ids.next_update_date)
        self.assertFalse(order.backorder_ids.update_ids)

    def test_two_channels_promise_it_once(self):
        self.partner.backorder_channel = "both"
        order = self._create_told_order()
        self.assertEqual(self._get_states(order), ["open"])

    # === THE NEXT NEWS === #

    def test_status_goes_out_though_a_date_is_known(self):
        order = self._create_promised_order(days=40)
        self._run_day(13)
        self.assertEqual(self._get_told(order), ["opened"])
        self._run_day(14)
        self.assertEqual(self._get_told(order), ["opened", "still_waiting"])
        body = order.backorder_message_ids[0].mail_message_id.body
        self.assertIn("still expected when we said", body)

    def test_status_does_not_come_twice(self):
        order = self._create_promised_order(days=40)
        for days in (14, 14, 15):
            self._run_day(days)
        self.assertEqual(self._get_told(order), ["opened", "still_waiting"])

    def test_day_of_the_goods_is_left_to_them_until_the_evening(self):
        order = self._create_promised_order(days=5)
        self._run_day(5, hour=1)
        self.assertEqual(self._get_told(order), ["opened"])

    # === KEPT OR MISSED === #

    def test_status_in_time_keeps_the_word(self):
        order = self._create_told_order()
        self._run_day(7)
        self.assertEqual(self._get_states(order), ["kept", "open"])
        self.assertRecordValues(
            order.backorder_ids,
            [{"update_count": 2, "update_kept_count": 1, "update_missed_count": 0}],
        )

    def test_other_news_before_the_day_keeps_it(self):
        order = self._create_told_order()
        self._create_receipt(self.desk, 10, days=20)
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "earlier"])
        self.assertEqual(self._get_states(order), ["kept", "open"])

    def test_day_without_news_misses_it(self):
        order = self._create_told_order()
        self._run_day(8)
        self.assertEqual(self._get_states(order), ["missed", "open"])
        self.assertEqual(order.backorder_ids.update_missed_count, 1)

    def test_message_that_failed_is_no_news(self):
        order = self._create_told_order()
        self._run_day(7)
        order.backorder_message_ids[0]._settle("failed", "The server said no.")
        self.assertEqual(self._get_states(order)[0], "open")
        self._run_day(8)
        self.assertEqual(self._get_states(order)[0], "missed")

    def test_goods_that_leave_need_no_news(self):
        order = self._create_told_order()
        order.order_line.product_uom_qty = 0
        self.company.backorder_comms_active = False
        self._communicate()
        self._run_day(8)
        self.assertEqual(self._get_states(order), ["needless"])

    def test_date_agreed_on_by_hand_is_news(self):
        order = self._create_told_order()
        order.commitment_date = fields.Datetime.now() + timedelta(days=20)
        self._evaluate()
        self.assertEqual(self._get_states(order), ["needless"])

    # === ACCESS === #

    def test_salesperson_reads_those_of_the_own_orders(self):
        orders = self._create_told_order(), self._create_told_order()
        orders[0].user_id = self.sale_user
        orders[1].user_id = self.sale_manager
        updates = self.env["sale.backorder.update"].with_user(self.sale_user)
        found = updates.search([("order_id", "in", [one.id for one in orders])])
        self.assertEqual(found.order_id, orders[0])

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_makes_up_a_kept_word(self):
        updates = self._create_told_order().backorder_ids.update_ids
        for user in (self.sale_user, self.sale_manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                updates.with_user(user).write({"is_needless": True})
