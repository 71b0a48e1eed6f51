# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .dates_common import PurchaseDatesCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderCause(PurchaseDatesCommon):
    def assertReason(self, order, cause):
        self.assertEqual(order.backorder_ids.reason_id.cause, cause)

    def test_vendor_who_keeps_the_date_is_not_the_reason(self):
        order, _purchase = self._order_and_buy()
        self.assertReason(order, "incoming")

    def test_vendor_who_put_the_goods_off_is_the_reason(self):
        purchase = self._buy(10, days=5)
        purchase.order_line.date_planned = self._get_moment(9)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertReason(order, "vendor")

    def test_vendor_who_puts_goods_off_that_a_customer_waits_for_is_the_reason(self):
        order, purchase = self._order_and_buy()
        purchase.order_line.date_planned = self._get_moment(9)
        self._evaluate()
        self.assertReason(order, "vendor")

    def test_reason_that_somebody_chose_stays_when_the_vendor_puts_goods_off(self):
        chosen = self.env["sale.backorder.reason"].create(
            {"name": "Damaged", "customer_text": "It was damaged on its way to us"}
        )
        order, purchase = self._order_and_buy()
        order.backorder_ids.reason_id = chosen
        purchase.order_line.date_planned = self._get_moment(9)
        self._evaluate()
        self.assertEqual(order.backorder_ids.reason_id, chosen)

    def test_customer_does_not_read_who_the_vendor_is(self):
        reason = self.env.ref("backorder_comms_purchase.sale_backorder_reason_vendor")
        self.assertNotIn("vendor", reason.customer_text.lower())
