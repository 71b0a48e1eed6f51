# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestProductWaiting(DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = new_test_user(cls.env, "kim", groups="stock.group_stock_user")

    def test_product_tells_how_much_customers_wait_for(self):
        self._set_stock(self.desk, 4)
        self._create_order({self.desk: 10})
        self._create_order({self.desk: 3})
        self._evaluate()
        desk = self.desk.with_user(self.keeper)
        self.assertEqual(desk.backorder_waiting_quantity, 9)

    def test_units_of_orders_are_those_of_the_product(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.desk.id,
                            "product_uom_qty": 2,
                            "product_uom_id": dozen.id,
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        self._evaluate()
        self.assertEqual(self.desk.backorder_waiting_quantity, 24)

    def test_template_tells_of_all_its_variants(self):
        self._create_order({self.desk: 10})
        self._evaluate()
        template = self.desk.product_tmpl_id.with_user(self.keeper)
        self.assertEqual(template.backorder_waiting_quantity, 10)

    def test_number_of_queries_is_that_of_one_product(self):
        products = self.desk | self.lamp
        self._create_order({self.desk: 1, self.lamp: 1})
        self._evaluate()
        self.desk.backorder_waiting_quantity  # noqa: B018
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.desk.backorder_waiting_quantity  # noqa: B018
        alone = self.env.cr.sql_log_count - before
        self.env.invalidate_all()
        with self.assertQueryCount(alone):
            products.mapped("backorder_waiting_quantity")

    def test_button_opens_who_waits(self):
        order = self._create_order({self.desk: 10})
        self._create_order({self.lamp: 10})
        self._evaluate()
        action = self.desk.with_user(self.keeper).action_view_backorders()
        found = self.env["sale.backorder"].search(action["domain"])
        self.assertEqual(found.order_id, order)
