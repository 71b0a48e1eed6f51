# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestPromiseFigures(PromiseCommon):
    """How often a promise moved, and by how much."""

    def assertFigures(self, order, **figures):
        self.assertRecordValues(order.backorder_ids, [figures])

    def test_first_promise_has_not_moved(self):
        order = self._create_promised_order()
        self.assertFigures(order, promise_count=1, slip_count=0, slip_days=0)

    def test_no_date_is_not_a_date_promised(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertFigures(order, promise_count=0, slip_count=0, slip_days=0)

    def test_slips_add_up(self):
        order = self._create_promised_order()
        for days in (4, 3):
            self._postpone(days)
            self._communicate()
        self.assertFigures(order, promise_count=3, slip_count=2, slip_days=7)

    def test_earlier_date_is_no_slip_and_counts_against_them(self):
        order = self._create_promised_order()
        for days in (4, -3):
            self._postpone(days)
            self._communicate()
        self.assertFigures(order, promise_count=3, slip_count=1, slip_days=1)

    def test_lost_date_is_a_slip(self):
        order = self._create_promised_order()
        self.receipt.action_cancel()
        self._communicate()
        self.assertFigures(order, promise_count=1, slip_count=1, slip_days=0)


@tagged("post_install", "-at_install")
class TestPromiseState(PromiseCommon):
    """Kept or broken: known when the goods leave."""

    def _ship_in_days(self, order, days):
        """Receive and ship the goods that many days from now."""
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            self._receive_and_ship(order)

    def assertVerdict(self, order, current, first):
        self.assertRecordValues(
            order.backorder_ids,
            [{"promise_state": current, "first_promise_state": first}],
        )

    def test_promise_is_open_until_the_goods_leave(self):
        order = self._create_promised_order()
        self._validate(self.receipt)
        self._communicate()
        self.assertVerdict(order, "open", "open")

    def test_goods_that_leave_on_the_day_keep_it(self):
        order = self._create_promised_order(days=5)
        self._ship_in_days(order, 5)
        self.assertVerdict(order, "kept", "kept")

    def test_goods_that_are_there_early_and_leave_on_the_day_keep_it(self):
        order = self._create_promised_order(days=5)
        self._validate(self.receipt)
        self._communicate()
        with freeze_time(fields.Datetime.now() + timedelta(days=5)):
            self._process(order, "out")
        self.assertVerdict(order, "kept", "kept")

    def test_goods_that_leave_by_the_last_day_of_an_unsure_date_keep_it(self):
        order = self._create_promised_order(days=5)
        order.backorder_ids.promise_ids.latest_date = self._in_days(9)
        self._ship_in_days(order, 9)
        self.assertVerdict(order, "kept", "kept")

    def test_goods_that_leave_a_day_later_break_it(self):
        order = self._create_promised_order(days=5)
        self._ship_in_days(order, 6)
        self.assertVerdict(order, "broken", "broken")

    def test_promise_that_was_put_off_and_kept_breaks_the_first(self):
        order = self._create_promised_order(days=5)
        self._postpone(4)
        self._communicate()
        self._ship_in_days(order, 9)
        self.assertVerdict(order, "kept", "broken")

    def test_date_that_was_taken_back_was_a_promise_all_the_same(self):
        order = self._create_promised_order(days=5)
        self.receipt.action_cancel()
        self._communicate()
        self._set_stock(self.desk, 10)
        with freeze_time(fields.Datetime.now() + timedelta(days=6)):
            self._process(order, "out")
        self.assertVerdict(order, "broken", "broken")

    def test_agreed_date_is_a_promise_to_keep(self):
        order = self._create_promised_order(days=5)
        self._agree(order, days=3)
        self._evaluate()
        self._ship_in_days(order, 5)
        self.assertVerdict(order, "broken", "kept")

    def test_first_part_that_leaves_decides_nothing(self):
        self._set_stock(self.desk, 4)
        order = self._create_promised_order(days=5)
        self._process(order, "out")
        self.assertVerdict(order, "open", "open")

    def test_goods_that_were_cancelled_break_nothing(self):
        order = self._create_promised_order()
        order.order_line.product_uom_qty = 0
        self._evaluate()
        self.assertVerdict(order, False, False)

    def test_customer_without_a_date_has_no_promise_to_break(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._set_stock(self.desk, 10)
        self._process(order, "out")
        self.assertVerdict(order, False, False)

    def test_day_of_the_transfer_counts_however_late_we_look(self):
        order = self._create_promised_order(days=5)
        self._validate(self.receipt)
        self._evaluate()
        self._validate(self._get_deliveries(order))
        with freeze_time(fields.Datetime.now() + timedelta(days=9)):
            self._evaluate()
        self.assertVerdict(order, "kept", "kept")


@tagged("post_install", "-at_install")
class TestPromiseAtRisk(PromiseCommon):
    """Known inside of the company before the customer hears of it."""

    def _get_happened(self, order):
        return order.backorder_event_ids.sorted("id").mapped("type")

    def test_later_date_is_a_risk_at_once(self):
        order = self._create_promised_order(days=5)
        self._postpone(4)
        self._evaluate()
        self.assertTrue(order.backorder_ids.at_risk)
        self.assertEqual(self._get_happened(order), ["opened", "at_risk", "later"])

    def test_risk_too_small_for_a_message_is_one(self):
        order = self._create_promised_order(days=5)
        self._postpone(1)
        self._communicate()
        self.assertTrue(order.backorder_ids.at_risk)
        self.assertEqual(self._get_told(order), ["opened"])

    def test_date_within_what_was_told_of_an_unsure_one_is_no_risk(self):
        order = self._create_promised_order(days=5)
        order.backorder_ids.latest_date = self._in_days(9)
        order.backorder_ids._promise({order.backorder_ids: self._in_days(6)}, "told")
        self._postpone(4)
        self._evaluate()
        self.assertFalse(order.backorder_ids.at_risk)

    def test_lost_date_is_a_risk(self):
        order = self._create_promised_order(days=5)
        self.receipt.action_cancel()
        self._evaluate()
        self.assertTrue(order.backorder_ids.at_risk)

    def test_risk_says_what_was_promised_and_what_is_expected(self):
        order = self._create_promised_order(days=5)
        self._postpone(4)
        self._evaluate()
        risk = order.backorder_event_ids.filtered(lambda e: e.type == "at_risk")
        self.assertEqual(
            (risk.old_value, risk.new_value),
            (self._in_days(5).isoformat(), self._in_days(9).isoformat()),
        )

    def test_risk_is_recorded_once_for_a_promise(self):
        order = self._create_promised_order(days=5)
        for days in (1, -1, 1):
            self._postpone(days)
            self._evaluate()
        self.assertEqual(self._get_happened(order).count("at_risk"), 1)

    def test_risk_is_gone_when_the_date_comes_back(self):
        order = self._create_promised_order(days=5)
        for days in (4, -4):
            self._postpone(days)
            self._evaluate()
        self.assertFalse(order.backorder_ids.at_risk)

    def test_risk_is_gone_when_the_customer_was_told(self):
        order = self._create_promised_order(days=5)
        self._postpone(4)
        self._communicate()
        self.assertFalse(order.backorder_ids.at_risk)

    def test_next_promise_may_be_at_risk_again(self):
        order = self._create_promised_order(days=5)
        for _slip in range(2):
            self._postpone(4)
            self._communicate()
        self.assertEqual(self._get_happened(order).count("at_risk"), 2)

    def test_agreed_date_that_cannot_be_kept_is_a_risk(self):
        order = self._create_promised_order(days=5)
        self._agree(order, days=3)
        self._communicate()
        self.assertEqual(self._get_happened(order), ["opened", "at_risk"])
        self.assertEqual(self._get_told(order), ["opened"])

    def test_whoever_has_no_date_runs_no_risk(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertFalse(order.backorder_ids.at_risk)

    def test_rules_do_not_tell_customers_of_risks(self):
        rule = self.env.ref("backorder_comms.sale_backorder_rule_opened_mail")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            rule.event_type = "at_risk"
            rule.flush_recordset()

    def test_risks_are_found(self):
        order = self._create_promised_order(days=5, user_id=self.sale_user.id)
        self._postpone(4)
        self._evaluate()
        backorders = self.env["sale.backorder"].with_user(self.sale_user)
        self.assertEqual(
            backorders.search([("at_risk", "=", True)]), order.backorder_ids
        )

    def test_badge_says_at_risk(self):
        order = self._create_promised_order(days=5)
        self._postpone(4)
        self._evaluate()
        self.assertEqual(order.backorder_ids.promise_status, "At risk")
