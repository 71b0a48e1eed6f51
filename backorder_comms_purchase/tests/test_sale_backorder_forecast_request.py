# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.backorder_comms.tests.test_topologies import BuyToOrderCommon

from .dates_common import PurchaseDatesCommon


@tagged("post_install", "-at_install")
class TestRequests(PurchaseDatesCommon):
    def setUp(self):
        super().setUp()
        self.company.backorder_comms_count_requests = True
        self.warehouse.backorder_margin_days = 3

    def _request_and_order(self):
        request = self._request(10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        return order, request

    def test_request_gives_a_range(self):
        order, _request = self._request_and_order()
        self.assertExpected(order, days=5, latest_date=self._in_days(8))

    def test_request_is_nothing_where_the_company_does_not_count_on_it(self):
        self.company.backorder_comms_count_requests = False
        order, _request = self._request_and_order()
        self.assertExpected(order, days=None, latest_date=False)

    def test_confirmed_request_counts_once(self):
        order, request = self._request_and_order()
        request.button_confirm()
        other = self._create_order({self.desk: 1})
        self._communicate()
        self.assertExpected(order, days=5, latest_date=False)
        self.assertExpected(other, days=None)

    def test_request_that_waits_for_approval_counts(self):
        order, request = self._request_and_order()
        self.company.po_double_validation = "two_step"
        self.company.po_double_validation_amount = 0
        request.order_line.price_unit = 10
        request.button_confirm()
        self.assertEqual(request.state, "to approve")
        self._communicate()
        self.assertExpected(order, days=5)

    def test_request_that_is_put_off_is_noticed_at_once(self):
        order, request = self._request_and_order()
        request.order_line.date_planned = self._get_moment(12)
        self._evaluate()
        self.assertExpected(order, days=12, latest_date=self._in_days(15))

    def test_request_that_is_cancelled_is_noticed_at_once(self):
        order, request = self._request_and_order()
        request.button_cancel()
        self._evaluate()
        self.assertExpected(order, days=None)

    def test_request_that_is_deleted_is_noticed_at_once(self):
        order, request = self._request_and_order()
        request.order_line.unlink()
        self._evaluate()
        self.assertExpected(order, days=None)

    def test_line_that_asks_for_something_else_is_noticed_at_once(self):
        order, request = self._request_and_order()
        request.order_line.product_id = self.lamp
        self._evaluate()
        self.assertExpected(order, days=None)

    def test_request_that_should_have_come_is_nothing_to_count_on(self):
        order, request = self._request_and_order()
        request.order_line.date_planned = self._get_moment(-1)
        self._evaluate()
        self.assertExpected(order, days=None)

    def test_request_that_is_too_small_leaves_the_date_unknown(self):
        self._request(6, days=5)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertExpected(order, days=None)

    def test_quantity_is_in_the_unit_of_the_product(self):
        request = self._request(1, days=5)
        request.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        request.order_line.date_planned = self._get_moment(5)
        order = self._create_order({self.desk: 12})
        self._evaluate()
        self.assertExpected(order, days=5)

    def test_what_is_ordered_comes_before_what_is_asked_for(self):
        self._request(10, days=5)
        self._buy(10, days=5)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertExpected(order, days=5, latest_date=False)

    def test_other_companies_settings_do_not_count(self):
        self.company.backorder_comms_count_requests = False
        self.env["res.company"].create(
            {"name": "Other", "backorder_comms_count_requests": True}
        )
        order, _request = self._request_and_order()
        self.assertExpected(order, days=None)

    def test_salesperson_reads_that_it_is_not_ordered_yet(self):
        order, request = self._request_and_order()
        order.user_id = self.sale_user
        explanation = order.backorder_ids.with_user(self.sale_user).explanation
        self.assertIn(f"request for quotation {request.name}", explanation)

    def test_many_requests_take_no_more_queries(self):
        self._create_order({self.desk: 10})
        self._request(1, days=5)
        few = self._count_queries()
        for _index in range(10):
            self._request(1, days=6)
        self.assertEqual(self._count_queries(), few)

    def _count_queries(self):
        forecast = self.env["sale.backorder.forecast"]
        self.env.flush_all()
        forecast._get_outlook(self.desk)
        before = self.env.cr.sql_log_count
        forecast._get_outlook(self.desk)
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestRequestsToOrder(BuyToOrderCommon):
    """With `sale_purchase_stock`: what is asked for one order only."""

    def test_who_it_is_asked_for_gets_it_though_others_are_ahead(self):
        self.company.backorder_comms_count_requests = True
        first = self._create_order({self.chair: 10})
        first._get_purchase_orders().button_cancel()
        second = self._create_order({self.chair: 10})
        request = second._get_purchase_orders()
        request.order_line.date_planned = fields.Datetime.now() + timedelta(days=9)
        self._communicate()
        self.assertBackorder(second, "waiting", expected_date=self._in_days(9))
        self.assertBackorder(first, "waiting", expected_date=False)
