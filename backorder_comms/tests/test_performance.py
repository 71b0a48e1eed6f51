# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import contextmanager
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..models.sale_order import SaleOrder
from ..models.sale_order_line_shipping import SaleOrderLine
from ..models.sale_order_shipping import SaleOrder as SaleOrderShipping
from ..models.stock_move import StockMove
from ..models.stock_move_together import StockMove as StockMoveTogether
from ..models.stock_picking import StockPicking
from ..models.stock_picking_together import StockPicking as StockPickingTogether
from .delivery_common import DeliveryCommon

# What runs in the transactions of users.
HOOKS = [
    (SaleOrder, "action_confirm"),
    (SaleOrder, "write"),
    (SaleOrderLine, "write"),
    (SaleOrderShipping, "write"),
    (StockMove, "write"),
    (StockMove, "_action_assign"),
    (StockMove, "_update_reserved_quantity"),
    (StockMoveTogether, "_key_assign_picking"),
    (StockMoveTogether, "_search_picking_for_assignation_domain"),
    (StockPickingTogether, "_action_done"),
    (StockPickingTogether, "_pre_action_done_hook"),
    (StockPickingTogether, "_compute_move_type"),
    (StockPicking, "write"),
    (StockPicking, "_send_confirmation_email"),
    (StockPicking, "message_post_with_source"),
    (StockPicking, "_message_sms_with_template"),
    (StockPicking, "action_assign"),
    (StockPicking, "do_unreserve"),
]


@contextmanager
def without_hooks():
    """Take our overrides away, as if the addon were not installed."""
    methods = [(model, name, vars(model)[name]) for model, name in HOOKS]
    for model, name, _method in methods:
        delattr(model, name)
    try:
        yield
    finally:
        for model, name, method in methods:
            setattr(model, name, method)


class PerformanceCommon(DeliveryCommon):
    def _create_orders(self, count, lines=1):
        """Create quotations with so many lines for ten desks each.

        :rtype: sale.order
        """
        line = {"product_id": self.desk.id, "product_uom_qty": 10}
        return self.env["sale.order"].create(
            [
                {
                    "partner_id": self.partner.id,
                    "order_line": [Command.create(line)] * lines,
                }
                for _order in range(count)
            ]
        )

    def _count(self, act, *args):
        """Return the queries of a user's action, up to and with the commit's."""
        self.env.cr.flush()
        self.env.cr.clear()
        before = self.env.cr.sql_log_count
        act(*args)
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def _count_ours(self, act, *likes):
        """Return how many queries an action takes more than without the addon.

        :param likes: three things to do it to, one to warm up
        """
        first, second, third = likes
        self._count(act, first)
        with without_hooks():
            without = self._count(act, second)
        return self._count(act, third) - without


@tagged("post_install", "-at_install")
class TestValidationPerformance(PerformanceCommon):
    """At most three queries, however many deliveries are validated at once."""

    def _count_validation(self, count, quantity=10, together=False):
        self._set_stock(self.desk, 30 * count)
        orders = self._create_orders(3 * count)
        orders.action_confirm()
        if together:
            orders._choose_shipping_policy("one")
        return self._count_ours(
            lambda some: self._validate(some.picking_ids, {self.desk: quantity}),
            *(orders[start::3] for start in range(3)),
        )

    def test_one_delivery(self):
        self.assertLessEqual(self._count_validation(1), 3)

    def test_ten_deliveries(self):
        self.assertLessEqual(self._count_validation(10), 3)

    def test_hundred_deliveries(self):
        self.assertLessEqual(self._count_validation(100), 3)

    def test_one_delivery_that_its_customer_wants_at_once(self):
        self.assertLessEqual(self._count_validation(1, together=True), 3)

    def test_ten_deliveries_that_their_customers_want_at_once(self):
        self.assertLessEqual(self._count_validation(10, together=True), 3)

    def test_ten_partial_deliveries(self):
        self.assertLessEqual(self._count_validation(10, quantity=6), 3)

    def test_one_delivery_that_core_announces(self):
        self.company.stock_move_email_validation = True
        self.assertLessEqual(self._count_validation(1), 3)

    def test_ten_deliveries_that_core_announces(self):
        self.company.stock_move_email_validation = True
        self.assertLessEqual(self._count_validation(10), 3)

    def test_ten_partial_deliveries_that_we_announce(self):
        self.company.stock_move_email_validation = True
        self.assertLessEqual(self._count_validation(10, quantity=6), 3)


@tagged("post_install", "-at_install")
class TestConfirmationPerformance(PerformanceCommon):
    """At most two queries, however many orders are confirmed at once."""

    def _count_confirmation(self, count):
        orders = self._create_orders(3 * count)
        return self._count_ours(
            lambda some: some.action_confirm(),
            *(orders[start::3] for start in range(3)),
        )

    def test_one_order(self):
        self.assertLessEqual(self._count_confirmation(1), 2)

    def test_ten_orders(self):
        self.assertLessEqual(self._count_confirmation(10), 2)

    def test_ten_orders_for_which_there_is_enough(self):
        self._set_stock(self.desk, 300)
        self.assertLessEqual(self._count_confirmation(10), 2)

    def test_ten_orders_that_compete_for_what_there_is(self):
        batches = []
        for _batch in range(3):
            self.desk = self._create_product(name="Desk")
            self._set_stock(self.desk, 40)
            batches.append(self._create_orders(10))
        self.assertLessEqual(
            self._count_ours(lambda orders: orders.action_confirm(), *batches), 2
        )


@tagged("post_install", "-at_install")
class TestReceiptPerformance(PerformanceCommon):
    """At most five queries, however many lines wait for what comes in."""

    def _create_awaited_receipt(self, lines):
        """Plan to receive a product for half of the lines that wait for it."""
        self.desk = self._create_product(name="Desk")
        self._create_orders(2, lines=lines // 2).action_confirm()
        return self._create_receipt(self.desk, 5 * lines, days=0)

    def _count_receipt(self, lines):
        return self._count_ours(
            self._validate, *(self._create_awaited_receipt(lines) for _like in range(3))
        )

    def test_receipt_for_one_of_two_lines(self):
        self.assertLessEqual(self._count_receipt(2), 5)

    def test_receipt_for_fifty_of_hundred_lines(self):
        self.assertLessEqual(self._count_receipt(100), 5)

    def test_new_order_behind_hundred_lines(self):
        """Somebody waits, and something is free: who gets it takes a few more."""
        self._create_orders(2, lines=50).action_confirm()
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.warehouse.lot_stock_id.id}
        )
        self._set_stock(self.desk, 5, shelf)
        orders = self._create_orders(3)
        self.assertLessEqual(
            self._count_ours(lambda order: order.action_confirm(), *orders), 5
        )


@tagged("post_install", "-at_install")
class TestMovedReceiptPerformance(PerformanceCommon):
    """At most ten queries for all that a late receipt means to those who wait."""

    def _count_move(self, lines):
        receipt = self._create_receipt(self.desk, 10 * lines, days=20)
        self._create_orders(1, lines=lines).action_confirm()
        self._communicate()
        self._move(receipt, 23)
        self._evaluate()
        self._move(receipt, 26)
        return self._count(
            self.env["sale.backorder.evaluation"]._evaluate,
            self.desk,
            self.env["stock.picking"],
        )

    def _move(self, receipt, days):
        receipt.scheduled_date = fields.Datetime.now() + timedelta(days=days)
        self.env.flush_all()
        self.env.invalidate_all()

    def test_one_line(self):
        self.assertLessEqual(self._count_move(1), 10)

    def test_fifty_lines(self):
        self.assertLessEqual(self._count_move(50), 10)


@tagged("post_install", "-at_install")
class TestDeliveryDatePerformance(PerformanceCommon):
    """At most two queries, however many orders get another delivery date at once."""

    def _count_change(self, count):
        orders = self._create_orders(3 * count)
        orders.action_confirm()
        return self._count_ours(
            lambda some: some.write({"commitment_date": "2030-05-01 12:00:00"}),
            *(orders[start::3] for start in range(3)),
        )

    def test_one_order(self):
        self.assertLessEqual(self._count_change(1), 2)

    def test_ten_orders(self):
        self.assertLessEqual(self._count_change(10), 2)


@tagged("post_install", "-at_install")
class TestEvaluationPerformance(PerformanceCommon):
    """As many queries for fifty lines of a product in ten orders as for five in one."""

    def _order(self, lines, stock=0):
        """Confirm orders of a product that nobody else waits for."""
        self.desk = self._create_product(name="Desk")
        self._set_stock(self.desk, stock)
        orders = self._create_orders(lines // 5, lines=5)
        orders.action_confirm()
        return orders

    def _count_evaluation(self, shipments=()):
        """Count what it takes to look at the test's product once."""
        return self._count(
            self.env["sale.backorder.evaluation"]._evaluate,
            self.desk,
            self.env["stock.picking"].union(*shipments),
        )

    def _count_opening(self, lines):
        self._order(lines)
        return self._count_evaluation()

    def _count_looking_again(self, lines):
        self._order(lines)
        self._evaluate()
        return self._count_evaluation()

    def _count_postponement(self, lines):
        self._order(lines)
        receipt = self._create_receipt(self.desk, 9999, days=5)
        self._evaluate()
        receipt.scheduled_date += timedelta(days=3)
        return self._count_evaluation()

    def _count_arrival(self, lines):
        self._order(lines)
        self._evaluate()
        self._set_stock(self.desk, 9999)
        return self._count_evaluation()

    def _count_shipping(self, lines):
        orders = self._order(lines)
        self._evaluate()
        self._set_stock(self.desk, 9999)
        self._evaluate()
        self._validate(orders.picking_ids, {self.desk: 10})
        return self._count_evaluation()

    def _count_partial_shipping(self, lines):
        orders = self._order(lines)
        self._evaluate()
        self._set_stock(self.desk, 9999)
        self._evaluate()
        shipments = orders.picking_ids
        self._validate(shipments, {self.desk: 6})
        return self._count_evaluation(shipments)

    def _count_split(self, lines):
        shipments = self._order(lines, stock=9999).picking_ids
        self._validate(shipments, {self.desk: 6})
        return self._count_evaluation(shipments)

    def assertConstant(self, count_queries):
        count_queries(5)  # warms up
        few, many = count_queries(5), count_queries(50)
        self.assertLessEqual(many, few + 2)

    def test_opening(self):
        self.assertConstant(self._count_opening)

    def test_looking_again(self):
        self.assertConstant(self._count_looking_again)

    def test_postponement(self):
        self.assertConstant(self._count_postponement)

    def test_arrival(self):
        self.assertConstant(self._count_arrival)

    def test_shipping(self):
        self.assertConstant(self._count_shipping)

    def test_partial_shipping(self):
        self.assertConstant(self._count_partial_shipping)

    def test_partial_shipping_without_shortage(self):
        self.assertConstant(self._count_split)


@tagged("post_install", "-at_install")
class TestNewsPerformance(PerformanceCommon):
    """At most two queries more for each customer who hears that a date moved."""

    def _count_news(self, customers):
        receipt = self._create_receipt(self.desk, 10 * customers, days=20)
        partners = self.env["res.partner"].create(
            [
                {"name": f"Customer {number}", "email": f"c{number}@example.com"}
                for number in range(customers)
            ]
        )
        orders = self._create_orders(customers)
        for order, partner in zip(orders, partners, strict=True):
            order.partner_id = partner
        orders.action_confirm()
        self._communicate()
        receipt.scheduled_date += timedelta(days=20)
        self._evaluate()
        self.env.flush_all()
        self.env.invalidate_all()
        queries = self._count(self._run_cron, "communicate")
        self.assertEqual(
            [self._get_told(order)[-1] for order in orders], ["later"] * customers
        )
        orders._action_cancel()
        self._communicate()
        return queries

    def test_twenty_customers_more(self):
        self._count_news(1)
        few = self._count_news(2)
        self.assertLessEqual(self._count_news(22) - few, 2 * 20)
