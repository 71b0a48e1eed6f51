# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import new_test_user, tagged

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestAwaitedReceipt(DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_user = new_test_user(cls.env, "sue", groups="stock.group_stock_user")
        cls.others = cls.env["res.partner"].create([{"name": "Bob"}, {"name": "Cleo"}])

    def _order_for_three(self):
        """Let two customers wait for a receipt, one of them twice.

        :rtype: tuple[stock.picking, sale.order]
        """
        receipt = self._create_receipt(self.desk, 15, days=5)
        customers = [self.partner, self.others[0], self.partner, self.others[1]]
        orders = self.env["sale.order"].union(
            *(
                self._create_order({self.desk: 5}, partner_id=customer.id)
                for customer in customers
            )
        )
        self._evaluate()
        return receipt.with_user(self.stock_user), orders

    def test_warehouse_user_sees_how_many_customers_wait_for_a_receipt(self):
        receipt, _orders = self._order_for_three()
        self.assertEqual(receipt.backorder_customer_count, 2)

    def test_warehouse_user_sees_who_waits_for_a_receipt_in_the_order_of_the_queue(
        self,
    ):
        receipt, orders = self._order_for_three()
        action = receipt.action_view_backorders()
        waiting = self.env[action["res_model"]].with_user(self.stock_user)
        found = waiting.search(action["domain"])
        self.assertEqual(found.order_id.ids, orders[:3].ids)

    def test_who_got_the_goods_waits_no_more(self):
        receipt, orders = self._order_for_three()
        self._validate(receipt.sudo())
        self._evaluate()
        self.assertEqual(receipt.backorder_customer_count, 2)
        for order in orders[1:3]:
            self._process(order, "out")
        receipt.invalidate_recordset()
        self.assertEqual(receipt.backorder_customer_count, 1)

    def test_counting_costs_the_same_for_many_receipts(self):
        few, _orders = self._order_for_three()
        many = few.browse()
        for _receipt in range(5):
            receipt, _orders = self._order_for_three()
            many |= receipt
        self.env.flush_all()
        counts = []
        for receipts in (few, few, many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            receipts.mapped("backorder_customer_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
