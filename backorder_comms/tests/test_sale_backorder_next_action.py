# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestNextAction(DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson = new_test_user(
            cls.env, "sam", groups="sales_team.group_sale_salesman"
        )
        cls.keeper = new_test_user(cls.env, "kim", groups="stock.group_stock_user")
        cls.warehouse.backorder_user_id = cls.keeper

    def _wait_for(self, product, **values):
        order = self._create_order({product: 10}, user_id=self.salesperson.id, **values)
        self._evaluate()
        return order.backorder_ids

    def test_somebody_is_to_get_a_date_where_there_is_none(self):
        backorder = self._wait_for(self.desk)
        self.assertEqual(backorder.next_action, "supply")

    def test_salesperson_is_to_do_it(self):
        backorder = self._wait_for(self.desk)
        self.assertEqual(backorder.next_action_user_id, self.salesperson)

    def test_warehouse_is_to_ship_what_arrived(self):
        backorder = self._wait_for(self.desk)
        self._set_stock(self.desk, 10)
        self._evaluate()
        self.assertEqual(
            (backorder.next_action, backorder.next_action_user_id),
            ("ship", self.keeper),
        )

    def test_nothing_is_to_be_done_about_what_was_shipped(self):
        backorder = self._wait_for(self.desk)
        self._set_stock(self.desk, 10)
        self._evaluate()
        self._validate(backorder.order_id.picking_ids, {self.desk: 10})
        self._evaluate()
        self.assertFalse(backorder.next_action)

    def test_substitute_is_to_be_offered_once_it_is_declared(self):
        self._create_receipt(self.desk, 10, days=20)
        backorder = self._wait_for(self.desk)
        self.env["sale.backorder.substitute"].create(
            {
                "product_tmpl_id": self.desk.product_tmpl_id.id,
                "substitute_id": self.lamp.id,
            }
        )
        self.assertEqual(backorder.next_action, "substitute")

    def test_what_nobody_looked_at_for_a_week_is_to_be_reviewed(self):
        self._create_receipt(self.desk, 10, days=20)
        backorder = self._wait_for(self.desk)
        backorder.sudo().review_date = fields.Date.today() - timedelta(days=1)
        backorder.sudo().next_action = "wait"
        self.env["sale.backorder"]._note_reviews()
        self.assertEqual(backorder.next_action, "review")

    def test_reviewed_backorder_is_left_alone_for_a_week(self):
        self._create_receipt(self.desk, 10, days=20)
        backorder = self._wait_for(self.desk)
        backorder.sudo().review_date = fields.Date.today()
        backorder.with_user(self.salesperson).action_mark_reviewed()
        self.assertEqual(backorder.next_action, "wait")
