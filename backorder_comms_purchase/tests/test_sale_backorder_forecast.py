# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.tests import HttpCase, tagged

from odoo.addons.backorder_comms.tests.test_topologies import BuyToOrderCommon

from .dates_common import PurchaseDatesCommon


@tagged("post_install", "-at_install")
class TestPurchaseDates(PurchaseDatesCommon):
    def test_purchase_gives_the_date(self):
        order, _purchase = self._order_and_buy()
        self.assertExpected(order, days=5)

    def test_customer_hears_when_the_buyer_moves_the_expected_arrival(self):
        order, purchase = self._order_and_buy()
        purchase.order_line.date_planned = self._get_moment(25)
        self._communicate()
        self.assertExpected(order, days=25)
        self.assertStory(order, "opened later")

    def test_customer_hears_when_it_comes_earlier(self):
        order, purchase = self._order_and_buy()
        purchase.order_line.date_planned = self._get_moment(25)
        self._communicate()
        purchase.order_line.date_planned = self._get_moment(9)
        self._communicate()
        self.assertExpected(order, days=9)

    def test_receipt_that_is_planned_later_than_the_purchase_gives_the_date(self):
        order, purchase = self._order_and_buy()
        purchase.sudo().picking_ids.scheduled_date = self._get_moment(9)
        self._communicate()
        self.assertExpected(order, days=9)

    def test_purchase_that_moves_does_not_move_what_the_customer_was_promised(self):
        order, purchase = self._order_and_buy()
        purchase.order_line.date_planned = self._get_moment(25)
        self._evaluate()
        self.assertBackorder(order, "waiting", promised_date=self._in_days(5))

    def test_overdue_purchase_is_no_date(self):
        purchase = self._buy(10, days=5)
        purchase.sudo().picking_ids.scheduled_date = self._get_moment(-3)
        purchase.order_line.date_planned = self._get_moment(-3)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertExpected(order, days=None)

    def test_date_is_that_where_the_company_is(self):
        self.company.partner_id.tz = "Pacific/Auckland"  # half a day ahead
        late = self._get_moment(5).replace(hour=20)
        purchase = self._buy(10, days=1)
        purchase.order_line.date_planned = late
        order = self._create_order({self.desk: 10})
        self._evaluate()
        expected = late.date() + timedelta(days=1)
        self.assertBackorder(order, "waiting", expected_date=expected)

    def test_all_who_wait_follow_in_the_same_number_of_queries(self):
        purchase = self._buy(30, days=5)
        orders = self._create_order({self.desk: 1})
        self._communicate()
        few = self._count_queries_to_move(purchase, 15)
        for _index in range(10):
            orders += self._create_order({self.desk: 1})
        self._communicate()
        many = self._count_queries_to_move(purchase, 25)
        self.assertEqual(
            set(orders.backorder_ids.mapped("expected_date")), {self._in_days(25)}
        )
        self.assertEqual(few, many)

    def _count_queries_to_move(self, purchase, days):
        """Return how many queries it takes to load what covers whom."""
        purchase.order_line.date_planned = self._get_moment(days)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.env["sale.backorder.forecast"]._get_outlook(self.desk)
        loaded = self.env.cr.sql_log_count - before
        self._communicate()
        return loaded


@tagged("post_install", "-at_install")
class TestSplit(PurchaseDatesCommon):
    """What comes in two parts, as buyers write it: a smaller line and a new one."""

    def setUp(self):
        super().setUp()
        # Core lets nobody else take something out of a receipt.
        self.buyer.group_ids += self.env.ref("stock.group_stock_user")
        self.order, self.purchase = self._order_and_buy()
        line = self.purchase.order_line
        # As a form does: by the quantity alone, core resets the date.
        line.write({"product_qty": 6, "date_planned": line.date_planned})
        later = line.copy(
            {
                "order_id": self.purchase.id,
                "product_qty": 4,
                "date_planned": self._get_moment(20),
            }
        )
        self.parts = line + later
        self._communicate()

    def test_customer_hears_of_the_later_part(self):
        self.assertExpected(self.order, days=20, quantity=10)
        self.assertStory(self.order, "opened later")

    def test_who_needs_the_first_part_only_keeps_the_date(self):
        small = self._create_order({self.desk: 4})
        small.picking_ids.priority = "1"
        self._communicate()
        self.assertExpected(small, days=5)

    def test_each_part_has_a_date_of_its_own(self):
        self.assertEqual([line.move_ids.product_qty for line in self.parts], [6, 4])


@tagged("post_install", "-at_install")
class TestCoreTraps(PurchaseDatesCommon):
    """What Odoo itself makes of a purchase that is put off: PEERS.md, T1 and T2."""

    def test_t1_stale_date_receipt_stays_where_it_was_but_not_the_customers_date(self):
        order, purchase = self._order_and_buy()
        planned = purchase.sudo().picking_ids.scheduled_date
        purchase.order_line.date_planned = self._get_moment(25)
        self.assertEqual(purchase.sudo().picking_ids.scheduled_date, planned)
        self._communicate()
        self.assertExpected(order, days=25)

    def test_t2_silent_promise_delivery_that_a_receipt_is_assigned_to(self):
        order, purchase = self._order_and_buy()
        receipt, delivery = purchase.sudo().picking_ids.move_ids, order.picking_ids
        self.env["report.stock.report_reception"].action_assign(
            delivery.move_ids.ids, [10], [receipt.ids]
        )
        self._communicate()
        deadline = delivery.move_ids.date_deadline
        purchase.order_line.date_planned = self._get_moment(25)
        # Core moves the deadline of the customer's delivery, and tells nobody.
        self.assertGreater(delivery.move_ids.date_deadline, deadline)
        self._communicate()
        self.assertExpected(order, days=25, promised_date=self._in_days(25))
        self.assertStory(order, "opened later")
        self.assertEqual(order.backorder_ids.first_promised_date, self._in_days(5))


@tagged("post_install", "-at_install")
class TestBuyToOrderDates(BuyToOrderCommon):
    """With `sale_purchase_stock`: what is bought for one order only."""

    def setUp(self):
        super().setUp()
        self.order = self._create_order({self.chair: 10})
        self.purchase = self.order._get_purchase_orders()
        self.purchase.order_line.date_planned += timedelta(days=5)
        self.purchase.button_confirm()
        self._communicate()

    def test_t2_silent_promise_delivery_that_is_bought_for(self):
        expected = self.order.backorder_ids.expected_date
        deadline = self.order.picking_ids.move_ids.date_deadline
        self.purchase.order_line.date_planned += timedelta(days=20)
        self.assertGreater(self.order.picking_ids.move_ids.date_deadline, deadline)
        self._communicate()
        self.assertBackorder(
            self.order, "waiting", expected_date=expected + timedelta(days=20)
        )
        self.assertEqual(self.order.backorder_ids.first_promised_date, expected)

    def test_others_do_not_follow_what_is_bought_for_one(self):
        other = self._create_order({self.chair: 3})
        other._get_purchase_orders().order_line.filtered(
            lambda line: line.state == "draft"
        ).date_planned += timedelta(days=2)
        self._communicate()
        self.assertBackorder(other, "waiting", expected_date=False)


@tagged("post_install", "-at_install")
class TestVendorPortal(HttpCase, PurchaseDatesCommon):
    def test_customer_hears_when_the_vendor_moves_the_date_in_the_portal(self):
        purchase = self._buy(10, days=5)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        line = purchase.order_line
        day = self._in_days(25)
        self.make_jsonrpc_request(
            f"/my/purchase/{purchase.id}/update",
            {
                "access_token": purchase.sudo()._portal_ensure_token(),
                str(line.id): day.isoformat(),
            },
        )
        self._evaluate()
        self.assertBackorder(order, "waiting", expected_date=day)
        self.assertEqual(line.backorder_slip_count, 1)
