# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from ..models.sale_backorder_rule_matching import SaleBackorderRule
from .rule_common import RuleCommon

PLANNING = "odoo.addons.backorder_comms.models.sale_backorder_message_planning"
NOON = "2030-05-01 10:00:00"  # in Brussels


@tagged("post_install", "-at_install")
class TestPlanning(RuleCommon):
    """What becomes of events that are not told at once."""

    def _create_waiting_message(self, **values):
        """Plan a message that waits for an hour; return its order."""
        self._create_rule(wait=1, wait_unit="hours", **values)
        self.receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10, self.lamp: 0})
        self._communicate()
        return order

    def test_message_that_waits_tells_of_what_happens_meanwhile(self):
        order = self._create_waiting_message()
        order.order_line[1].product_uom_qty = 3
        self._communicate()
        [message] = order.backorder_message_ids
        self.assertEqual(message.state, "pending")
        self.assertEqual(message.backorder_ids.product_id, self.desk | self.lamp)

    def test_message_that_waits_is_not_sent_before_its_moment(self):
        order = self._create_waiting_message()
        self._communicate()
        self.assertEqual(self._get_told(order), [])
        with freeze_time(fields.Datetime.now() + timedelta(hours=2)):
            self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])

    def test_job_wakes_up_when_a_message_may_go(self):
        self._create_rule(wait=1, wait_unit="hours")
        order = self._create_late_order()
        with self.capture_triggers("backorder_comms.ir_cron_communicate") as capture:
            self._communicate()
        self.assertIn(
            order.backorder_message_ids.send_after, capture.records.mapped("call_at")
        )

    def test_message_that_is_no_longer_true_is_dropped_and_says_so(self):
        order = self._create_waiting_message()
        self._set_stock(self.desk, 10)
        self._communicate()
        [(state, reason)] = self._get_messages(order, "state", "reason")
        self.assertEqual(state, "dropped")
        self.assertTrue(reason)

    def test_weightier_news_take_the_place_of_a_message_that_waits(self):
        self._create_rule()
        self._create_rule(event_type="later", wait=1, wait_unit="hours")
        self._create_rule(event_type="cancelled")
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10, self.lamp: 3})
        self._communicate()
        receipt.scheduled_date += timedelta(days=9)
        self._communicate()
        order.order_line[1].product_uom_qty = 0
        self._communicate()
        self.assertEqual(
            self._get_messages(order, "event_type", "state"),
            [("opened", "queued"), ("later", "dropped"), ("cancelled", "queued")],
        )

    def test_order_that_cannot_be_planned_does_not_stop_the_others(self):
        rule = self._create_rule()
        orders = [self._create_late_order() for _order in range(3)]
        get_notices = SaleBackorderRule._get_notices

        def break_one(rules, news):
            if news.order == orders[1]:
                raise ValueError("broken")
            return get_notices(rules, news)

        with (
            patch.object(SaleBackorderRule, "_get_notices", break_one),
            mute_logger(PLANNING),
        ):
            self._communicate()
        self.assertTold(orders[0], rule)
        self.assertTold(orders[1])
        self.assertTold(orders[2], rule)

    def test_two_rules_never_tell_a_person_the_same_twice(self):
        self._create_rule(audience="salesperson")
        self._create_rule(
            audience="partner",
            partner_id=self.sale_user.partner_id.id,
            mail_template_id=self.env.ref("backorder_comms.mail_template_opened").id,
        )
        order = self._create_late_order(user_id=self.sale_user.id)
        self._communicate()
        self.assertEqual(len(order.backorder_message_ids), 1)


@tagged("post_install", "-at_install")
class TestPlanningPerformance(RuleCommon):
    """As many queries for fifty orders as for five."""

    def _count_planning(self, count):
        self.desk = self._create_product(name="Desk")
        orders = self.env["sale.order"].union(
            *(
                self._create_order({self.desk: 10}, partner_id=partner.id)
                for partner in self.env["res.partner"].create(
                    [
                        {
                            "name": f"Customer {number}",
                            "email": f"c{number}@example.com",
                        }
                        for number in range(count)
                    ]
                )
            )
        )
        self._evaluate()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["sale.backorder.message"]._plan(orders)
        self.env.flush_all()
        queries = self.env.cr.sql_log_count - before
        self.assertEqual(len(orders.backorder_message_ids), 2 * count)
        return queries

    def test_planning_takes_as_many_queries_however_many_orders(self):
        domain = "[('partner_id.name', 'like', 'Customer')]"
        self._create_rule(channel="preferred", order_domain=domain, gap_hours=1)
        self._create_activity_rule(
            audience="partner", partner_id=self.buddy.partner_id.id
        )
        self._count_planning(5)
        few, many = self._count_planning(5), self._count_planning(50)
        self.assertLessEqual(many, few + 2)
        self.assertLessEqual(few, 60)


@tagged("post_install", "-at_install")
class TestTiming(RuleCommon):
    """When and how often a rule tells."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Europe/Brussels"
        cls.partner.tz = "Asia/Tokyo"

    def _get_moments(self, order):
        return [
            fields.Datetime.to_string(moment) if moment else False
            for [moment] in self._get_messages(order, "send_after")
        ]

    @freeze_time(NOON)
    def test_message_goes_at_once_unless_the_rule_wants_to_wait(self):
        self._create_rule()
        order = self._create_late_order()
        self._communicate()
        self.assertEqual(self._get_moments(order), [False])

    @freeze_time(NOON)
    def test_hours_are_those_of_the_recipient(self):
        self._create_rule(hour_from=8, hour_to=18)  # in Tokyo it is 19
        order = self._create_late_order()
        self._communicate()
        self.assertEqual(self._get_moments(order), ["2030-05-01 23:00:00"])

    @freeze_time(NOON)
    def test_hours_are_those_of_the_company_where_the_recipient_has_none(self):
        self.partner.tz = False
        self._create_rule(hour_from=13)
        order = self._create_late_order()
        self._communicate()
        self.assertEqual(self._get_moments(order), ["2030-05-01 11:00:00"])

    def _create_twice_late_order(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        for _slip in range(2):
            receipt.scheduled_date += timedelta(days=4)
            self._communicate()
        return order

    @freeze_time(NOON)
    def test_second_message_waits_until_the_gap_ends(self):
        self._create_rule()
        self._create_rule(event_type="later", gap_hours=24)
        order = self._create_twice_late_order()
        self.assertEqual(
            self._get_messages(order, "event_type", "state"),
            [("opened", "queued"), ("later", "queued"), ("later", "pending")],
        )
        self.assertEqual(self._get_moments(order)[2], "2030-05-02 10:00:00")

    def test_second_message_goes_out_when_the_gap_ends(self):
        self._create_rule()
        self._create_rule(event_type="later", gap_hours=24)
        with freeze_time(NOON):
            order = self._create_twice_late_order()
        with freeze_time("2030-05-02 10:00:00"):
            self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "later", "later"])

    @freeze_time(NOON)
    def test_gap_is_one_of_each_order(self):
        self._create_rule(gap_hours=24)
        orders = [self._create_late_order() for _order in range(2)]
        self._communicate()
        self.assertEqual([self._get_told(order) for order in orders], [["opened"]] * 2)

    @freeze_time(NOON)
    def test_recipient_gets_so_many_a_day_and_the_others_the_next_day(self):
        self._create_rule(daily_cap=2)
        orders = [self._create_late_order() for _order in range(3)]
        self._communicate()
        moments = [self._get_moments(order)[0] for order in orders]
        self.assertEqual(moments, [False, False, "2030-05-01 15:00:00"])

    @freeze_time(NOON)
    def test_cap_is_one_of_each_recipient(self):
        self._create_rule(daily_cap=1)
        first = self._create_late_order()
        other = self.partner.copy({"email": "other@example.com"})
        second = self._create_late_order(partner_id=other.id)
        self._communicate()
        self.assertEqual(self._get_moments(first), [False])
        self.assertEqual(self._get_moments(second), [False])
