# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.tests import tagged
from odoo.tools.misc import format_date

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderExplanation(DeliveryCommon):
    def _explain(self, order):
        """Return the sentences that the salesperson reads."""
        order.user_id = self.sale_user
        self._evaluate()
        backorder = order.backorder_ids.with_user(self.sale_user)
        return backorder.explanation.split("\n")

    def _format(self, days):
        return format_date(self.env, self.today + timedelta(days=days))

    def test_receipt_that_covers_it_is_named(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self.assertEqual(
            self._explain(order),
            [
                f"Number 1 of 1 in the queue, since {self._format(0)}.",
                f"10 Units with {receipt.name}, can leave on {self._format(5)}.",
            ],
        )

    def test_orders_ahead_are_counted_by_what_puts_them_there(self):
        first = self._create_order({self.desk: 10})
        order = self._create_order({self.desk: 10})
        urgent = self._create_order({self.desk: 10})
        urgent.picking_ids.priority = "1"
        first.date_order -= timedelta(days=3)
        sentences = self._explain(order)
        self.assertIn("Ahead of it: 1 more urgent, 1 waiting longer.", sentences)

    def test_what_is_in_stock_late_or_not_covered_is_told_apart(self):
        self._set_stock(self.desk, 2)
        receipt = self._create_receipt(self.desk, 3, days=-2)
        order = self._create_order({self.desk: 10})
        self.assertEqual(
            self._explain(order)[1:],
            [
                "2 Units in stock.",
                f"3 Units with {receipt.name}, which is overdue: no date.",
                "5 Units: nothing is on its way.",
            ],
        )

    def test_part_of_a_unit_is_not_left_out(self):
        self._set_stock(self.desk, 2.5)
        order = self._create_order({self.desk: 10})
        self.assertIn("2.50 Units in stock.", self._explain(order))

    def test_orders_in_another_warehouse_are_not_in_the_queue(self):
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        self._create_order({self.desk: 10}, warehouse_id=other.id)
        order = self._create_order({self.desk: 10})
        self.assertIn("Number 1 of 1", self._explain(order)[0])

    def test_what_is_over_needs_none(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        order._action_cancel()
        self._evaluate()
        self.assertFalse(order.backorder_ids.explanation)
