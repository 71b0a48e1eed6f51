# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderCause(DeliveryCommon):
    """Why goods are missing is found from evidence."""

    def assertReason(self, order, cause):
        self.assertEqual(order.backorder_ids.reason_id.cause, cause)

    def _order_days_ago(self, days, quantity):
        with freeze_time(fields.Datetime.now() - timedelta(days=days)):
            return self._create_order({self.desk: quantity})

    def test_nothing_speaks_for_more_than_that_nothing_comes(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertReason(order, "none")

    def test_goods_at_quality_control_are_held_back(self):
        place = self.warehouse.view_location_id
        quarantine = self.env["stock.location"].create(
            {"name": "Quarantine", "location_id": place.id}
        )
        self._set_stock(self.desk, 5, quarantine)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertReason(order, "hold")

    def test_few_goods_that_are_held_back_are_not_the_reason(self):
        quarantine = self.env["stock.location"].create(
            {"name": "Quarantine", "location_id": self.warehouse.view_location_id.id}
        )
        self._set_stock(self.desk, 4, quarantine)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertReason(order, "none")

    def test_inventory_that_took_goods_away(self):
        with freeze_time(fields.Datetime.now() - timedelta(days=2)):
            self._set_stock(self.desk, 10)
        order = self._order_days_ago(1, 10)
        self._evaluate()
        self._get_deliveries(order).do_unreserve()
        self._set_stock(self.desk, 2)
        self._evaluate()
        self.assertReason(order, "corrected")

    def test_inventory_from_before_the_order_is_not_the_reason(self):
        with freeze_time(fields.Datetime.now() - timedelta(days=2)):
            self._set_stock(self.desk, 10)
            self._set_stock(self.desk, 2)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertReason(order, "none")

    def test_later_order_got_the_goods(self):
        order = self._order_days_ago(2, 10)
        self._set_stock(self.desk, 4)
        self._get_deliveries(order).do_unreserve()
        urgent = self._order_days_ago(1, 4)
        self._get_deliveries(urgent).move_ids._set_quantity_done(4)
        self._evaluate()
        self.assertReason(order, "outranked")

    def test_earlier_order_got_the_goods(self):
        self._set_stock(self.desk, 4)
        self._order_days_ago(2, 4)
        order = self._order_days_ago(1, 10)
        self._evaluate()
        self.assertReason(order, "none")

    def test_more_was_ordered_than_usual(self):
        for days in (170, 110, 50):
            self._order_days_ago(days, 5)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertReason(order, "demand")

    def test_reason_is_found_anew_when_the_supply_is_another(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self._create_receipt(self.desk, 10, days=5)
        self._evaluate()
        self.assertReason(order, "incoming")

    def test_reason_that_was_found_stays_while_the_supply_is_the_same(self):
        earlier = [self._order_days_ago(days, 5) for days in (170, 110, 50)]
        order = self._create_order({self.desk: 10})
        self._evaluate()
        for other in earlier:
            other._action_cancel()
        self._evaluate()
        self.assertReason(order, "demand")

    def test_what_people_chose_stays(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        recall = self.env["sale.backorder.reason"].create(
            {"name": "Recalled", "customer_text": "We check it first"}
        )
        order.backorder_ids.reason_id = recall
        self._create_receipt(self.desk, 10, days=5)
        self._evaluate()
        self.assertEqual(order.backorder_ids.reason_id, recall)

    def test_first_reason_of_the_list_that_applies_is_taken(self):
        self.env.ref("backorder_comms.sale_backorder_reason_demand").sequence = 99
        for days in (170, 110, 50):
            self._order_days_ago(days, 5)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertReason(order, "none")

    def test_evidence_for_all_lines_is_one_query(self):
        orders = self._create_order({self.desk: 10}) + self._create_order(
            {self.lamp: 1}
        )
        self._evaluate()
        shortages = {line.id: None for line in orders.order_line}
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env["sale.backorder.cause"]._load_evidence(list(shortages))
