# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields
from odoo.tests import new_test_user, tagged

from .http_common import BackorderCommsHttpCommon
from .priority_common import PriorityCommon


@tagged("post_install", "-at_install")
class TestMorningTours(BackorderCommsHttpCommon, PriorityCommon):
    """What people do with the queue from nine to twelve."""

    def test_salesperson_works_through_what_is_to_do(self):
        backorder = self._create_reviewed_today()
        self._create_order({self.lamp: 2}, user_id=self.sale_manager.id)
        self._communicate()
        self._start("sale.action_orders", "salesperson", self.sale_user)
        self.assertRecordValues(
            backorder,
            [
                {
                    "customer_note": "The paint is dry, it leaves the workshop on "
                    "Monday.",
                    "promised_date": self._in_days(9),
                    "decision_state": "asked",
                    "review_date": self._in_days(7),
                    "next_action": "wait",
                }
            ],
        )

    def test_warehouse_user_sees_who_waits_and_what_to_ship(self):
        # Without contacts, `stock_delivery` lets nobody open what a carrier may bring.
        user = new_test_user(
            self.env, "sue", groups="stock.group_stock_user,base.group_partner_manager"
        )
        receipt = self._create_receipt(self.desk, 10, days=5)
        self._create_order({self.desk: 10})
        self._create_order({self.lamp: 2})
        self._communicate()
        self._set_stock(self.lamp, 2)
        self._communicate()
        self._start(
            f"stock.action_picking_tree_incoming/{receipt.id}",
            "warehouse",
            user,
        )

    def test_manager_approves_a_rush_and_prevents_the_next_one(self):
        manager = new_test_user(
            self.env,
            "planner",
            groups="stock.group_stock_manager,sales_team.group_sale_manager",
        )
        self._create_waiting(days=6)
        hurried = self._create_waiting(days=0, partner_id=self.vip_partner.id)
        for days in (5, 9):
            self._create_receipt(self.desk, 10, days)
        for _time in range(3):
            self._create_order({self.lamp: 10})
        self._communicate()
        self._start("sale.action_orders", "manager", manager)
        [rush] = hurried.backorder_decision_ids
        self.assertEqual((rush.state, rush.rush_user_id), ("done", manager))
        self._communicate()
        self.assertEqual(hurried.backorder_ids.expected_date, self._in_days(5))
        self.assertTrue(self.lamp.orderpoint_ids.product_min_qty)

    def _create_reviewed_today(self):
        """Let desks wait for which there is a day, and which nobody looked at lately.

        :rtype: sale.backorder
        """
        self._set_stock(self.lamp, 2)
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_order(
            {self.desk: 10, self.lamp: 2}, user_id=self.sale_user.id
        )
        self._communicate()
        order.backorder_ids.review_date = fields.Date.today()
        self.assertEqual(order.backorder_ids.next_action, "review")
        return order.backorder_ids

    def _start(self, action, tour, user):
        self.start_tour(
            f"/odoo/action-{action}",
            f"backorder_comms_morning_{tour}",
            login=user.login,
        )
