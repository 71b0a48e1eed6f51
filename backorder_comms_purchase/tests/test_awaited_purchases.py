# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .impact_common import ImpactCommon


@tagged("post_install", "-at_install")
class TestAwaitedPurchases(ImpactCommon):
    """Buttons on purchases, their lines and vendors: how many wait, and who."""

    def _buy_for_two(self):
        purchase = self._buy(15, days=5)
        orders = self._wait(5) | self._wait(5) | self._wait(5, customer=self.bob)
        return purchase, orders

    def _count_queries(self, records, field):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        records.browse(records.ids).mapped(field)
        return self.env.cr.sql_log_count - before

    def _search(self, action):
        return (
            self.env[action["res_model"]].with_user(self.buyer).search(action["domain"])
        )

    def test_buyer_sees_how_many_customers_wait_for_a_purchase_and_its_lines(self):
        purchase, _orders = self._buy_for_two()
        self.assertEqual(purchase.backorder_customer_count, 2)
        self.assertEqual(purchase.backorder_value, 1500)
        self.assertRecordValues(
            purchase.order_line,
            [
                {
                    "backorder_customer_count": 2,
                    "backorder_quantity": 15,
                    "backorder_value": 1500,
                    "backorder_promise_count": 0,
                }
            ],
        )

    def test_buyer_sees_who_waits_for_a_purchase_in_the_order_of_the_queue(self):
        purchase, orders = self._buy_for_two()
        waiting = self._search(purchase.action_view_backorders())
        self.assertEqual(waiting.order_id.ids, orders.ids)
        action = self._get_impacts().action_view_backorders()
        self.assertEqual(self._search(action), waiting)

    def test_buyer_reads_what_the_list_of_who_waits_shows(self):
        purchase, _orders = self._buy_for_two()
        view = self.env.ref(
            "backorder_comms_purchase.sale_backorder_view_list_purchase"
        )
        backorders = self.env["sale.backorder"].with_user(self.buyer)
        fields = backorders.get_view(view.id)["models"]["sale.backorder"]
        found = backorders.web_search_read(
            purchase.action_view_backorders()["domain"],
            {name: {"fields": {"display_name": {}}} for name in fields}
            | {"quantity": {}, "status": {}, "due_date": {}},
        )
        self.assertEqual(found["length"], 3)

    def test_purchase_that_arrived_keeps_nobody_waiting(self):
        purchase, _orders = self._buy_for_two()
        self._validate(purchase.sudo().picking_ids)
        self._evaluate()
        self.assertEqual(purchase.backorder_customer_count, 0)
        self.assertFalse(self._search(purchase.action_view_backorders()))

    def test_buyer_who_sells_too_sees_the_orders_of_others(self):
        purchase, orders = self._buy_for_two()
        orders.user_id = self.sale_manager
        self.buyer.group_ids += self.env.ref("sales_team.group_sale_salesman")
        waiting = self._search(purchase.action_view_backorders())
        self.assertEqual(waiting.order_id.ids, orders.ids)

    def test_new_purchase_has_nobody_waiting(self):
        purchase = self.env["purchase.order"].with_user(self.buyer).new({})
        self.assertEqual(purchase.backorder_customer_count, 0)
        self.assertEqual(purchase.backorder_value, 0)

    def test_buyer_sees_what_a_vendor_keeps_waiting(self):
        purchase, _orders = self._buy_for_two()
        contact = self.env["res.partner"].create(
            {"name": "Vanja", "parent_id": self.vendor.id}
        )
        other = self._buy(5, days=5, product=self.lamp, vendor=contact)
        self._wait(5, product=self.lamp)
        vendor, contact, nobody = (self.vendor | contact | self.other_vendor).with_user(
            self.buyer
        )
        self.assertEqual(vendor.backorder_purchase_count, 2)
        self.assertEqual(contact.backorder_purchase_count, 1)
        self.assertEqual(nobody.backorder_purchase_count, 0)
        found = self._search(vendor.action_view_backorder_purchases())
        self.assertEqual(found.order_id, purchase | other)

    def test_counting_costs_the_same_for_many_purchases(self):
        few, _orders = self._buy_for_two()
        many = few.union(*(self._buy_for_two()[0] for _time in range(4)))
        for records, field in (
            (lambda purchases: purchases, "backorder_customer_count"),
            (lambda purchases: purchases, "backorder_value"),
            (lambda purchases: purchases.order_line, "backorder_customer_count"),
            (lambda purchases: purchases.partner_id, "backorder_purchase_count"),
        ):
            one, all_ = records(few), records(many)
            self._count_queries(one, field)
            with self.subTest(one._name):
                self.assertEqual(
                    self._count_queries(one, field), self._count_queries(all_, field)
                )
