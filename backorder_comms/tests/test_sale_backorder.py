# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestSaleBackorder(DeliveryCommon):
    def _create_order_with_part_in_time(self):
        """Four of ten arrive before the due date, the others after it."""
        self._create_receipt(self.desk, 4, days=2)
        self._create_receipt(self.desk, 6, days=9)
        order = self._create_order(
            {self.desk: 10}, commitment_date=fields.Datetime.now() + timedelta(days=5)
        )
        self._evaluate()
        return order

    def test_part_that_arrives_in_time_is_not_in_stock_yet(self):
        order = self._create_order_with_part_in_time()
        self.assertBackorder(order, "waiting", quantity=10)

    def test_looking_again_at_a_part_in_time_changes_nothing(self):
        order = self._create_order_with_part_in_time()
        written = order.backorder_ids.write_date
        self.env["sale.backorder.signal"]._notice(products=self.desk)
        self._evaluate()
        self.assertEqual(order.backorder_ids.write_date, written)

    def test_line_cannot_wait_twice_at_a_time(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            order.backorder_ids.copy()

    def test_warehouse_user_opens_the_delivery(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        user = new_test_user(self.env, "sue", groups="stock.group_stock_user")
        action = order.backorder_ids.with_user(user).action_view_delivery()
        self.assertEqual(action["res_id"], order.picking_ids.id)

    def test_backorder_without_delivery_opens_none(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        order.picking_ids.sale_id = False
        self.assertFalse(order.backorder_ids.action_view_delivery())
