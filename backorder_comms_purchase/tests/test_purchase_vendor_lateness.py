# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .dates_common import PurchaseDatesCommon


class LatenessCommon(PurchaseDatesCommon):
    def _receive(self, late_days, days_ago=30, product=None, **values):
        """Receive a desk that a vendor delivered so many days late, a while ago.

        :rtype: purchase.order.line
        """
        purchase = self._request(1, days=5, **values)
        if product:
            purchase.order_line.product_id = product
            purchase.order_line.date_planned = self._get_moment(5)
        purchase.button_confirm()
        receipt = purchase.sudo().picking_ids
        self._validate(receipt)
        came = self._get_moment(-days_ago)
        receipt.move_ids.date = came
        promised = came - timedelta(days=late_days)
        purchase.order_line.write(
            {"date_planned": promised, "backorder_first_date_planned": promised}
        )
        return purchase.order_line

    def _receive_all(self, *late_days, **values):
        for days in late_days:
            self._receive(days, **values)
        self._measure()

    def _measure(self):
        self.env["purchase.vendor.lateness"]._cron_measure()

    def _get_lateness(self, product=None):
        return self.env["purchase.vendor.lateness"].search(
            [
                ("partner_id", "=", self.vendor.id),
                ("product_id", "=", product and product.id),
            ]
        )

    def assertLateness(self, early, likely, late, product=None, count=5):
        self.assertRecordValues(
            self._get_lateness(product),
            [
                {
                    "early_days": early,
                    "likely_days": likely,
                    "late_days": late,
                    "receipt_count": count,
                }
            ],
        )


@tagged("post_install", "-at_install")
class TestMeasure(LatenessCommon):
    def test_receipts_are_compared_with_what_was_promised_first(self):
        self._receive_all(1, 2, 3, 3, 9)
        self.assertLateness(1, 3, 9)
        self.assertLateness(1, 3, 9, product=self.desk)

    def test_putting_off_does_not_make_a_vendor_punctual(self):
        for _index in range(5):
            line = self._receive(4)
            line.date_planned = line.date_planned + timedelta(days=4)
        self._measure()
        self.assertLateness(4, 4, 4)

    def test_too_few_of_a_product_count_for_the_vendor_only(self):
        self._receive_all(0, 0, 1)
        self._receive_all(8, 8, product=self.lamp)
        self.assertLateness(0, 1, 8)
        self.assertFalse(self._get_lateness(self.desk) | self._get_lateness(self.lamp))

    def test_four_receipts_say_nothing(self):
        self._receive_all(1, 2, 3, 4)
        self.assertFalse(self._get_lateness())

    def test_lines_of_one_receipt_are_one_receipt(self):
        purchase = self._request(1, days=5)
        for _index in range(6):
            purchase.order_line[0].copy({"order_id": purchase.id})
        purchase.button_confirm()
        self._validate(purchase.sudo().picking_ids)
        self._measure()
        self.assertFalse(self._get_lateness())

    def test_what_came_over_a_year_ago_is_forgotten(self):
        self._receive_all(1, 2, 3, 3)
        self._receive_all(9, days_ago=380)
        self.assertFalse(self._get_lateness())

    def test_returns_to_the_vendor_do_not_count(self):
        self._receive_all(1, 2, 3, 3)
        line = self._receive(1, days_ago=380)
        returned = self._return(line.sudo().move_ids.picking_id, 1)
        self._validate(returned)
        self._measure()
        self.assertFalse(self._get_lateness())

    def test_contacts_of_a_vendor_are_one_vendor(self):
        contact = self.env["res.partner"].create(
            {"name": "Vera", "parent_id": self.vendor.id}
        )
        self._receive_all(1, 2, 3)
        self._receive_all(3, 9, partner_id=contact.id)
        self.assertLateness(1, 3, 9)

    def test_days_are_those_where_the_company_is(self):
        self.company.partner_id.tz = "Pacific/Auckland"
        evening = fields.Datetime.now().replace(hour=20) - timedelta(days=30)
        for _index in range(5):
            line = self._receive(0)
            # Promised for a day's morning in Auckland, which is the day before in UTC.
            line.backorder_first_date_planned = evening
            line.sudo().move_ids.date = evening + timedelta(hours=6)
        self._measure()
        self.assertLateness(0, 0, 0)

    def test_companies_have_figures_of_their_own(self):
        self._receive_all(1, 2, 3, 3, 9)
        other = self.env["res.company"].create({"name": "Other"})
        self.buyer.write({"company_ids": [(4, other.id)]})
        seen = self._get_lateness().with_user(self.buyer).with_company(other)
        self.assertFalse(seen.search([("company_id", "=", other.id)]))
        hidden = seen.with_context(allowed_company_ids=[other.id])
        self.assertFalse(hidden.search([("partner_id", "=", self.vendor.id)]))

    def test_what_did_not_change_is_not_written(self):
        self._receive_all(1, 2, 3, 3, 9)
        before = self._get_lateness().write_date
        self.env.cr.execute("UPDATE purchase_vendor_lateness SET write_date = NULL")
        self.env.invalidate_all()
        self._measure()
        self.env.flush_all()
        self.assertTrue(before)
        self.assertFalse(self._get_lateness().write_date)

    def test_figures_follow_new_receipts(self):
        self._receive_all(1, 2, 3, 3, 9)
        self._receive_all(9, 9, 9)
        self.assertLateness(1, 3, 9, count=8)

    def test_figures_go_with_the_receipts(self):
        self._receive_all(1, 2, 3, 3, 9)
        moves = self.env["stock.move"].search(
            [("purchase_line_id.partner_id", "=", self.vendor.id)]
        )
        moves.date = self._get_moment(-400)
        self._measure()
        self.assertFalse(self._get_lateness())

    def test_buyer_sees_it_on_the_vendor(self):
        self._receive_all(1, 2, 3, 3, 9)
        vendor = self.vendor.with_user(self.buyer)
        self.assertEqual(
            (vendor.backorder_receipt_count, vendor.backorder_likely_days), (5, 3)
        )

    def test_salesperson_does_not(self):
        with self.assertRaises(AccessError):
            self.vendor.with_user(self.sale_user).read(["backorder_likely_days"])
        with self.assertRaises(AccessError):
            self._get_lateness().with_user(self.sale_user).search([])


@tagged("post_install", "-at_install")
class TestExpectedLateness(LatenessCommon):
    """Where the company counts on what vendors usually do."""

    def setUp(self):
        super().setUp()
        self.company.backorder_comms_vendor_lateness = True

    def test_customer_is_told_a_range(self):
        self._receive_all(1, 2, 3, 3, 9)
        order, _purchase = self._order_and_buy()
        self.assertExpected(order, days=8, latest_date=self._in_days(14))

    def test_dates_are_as_promised_where_the_company_does_not_count_on_it(self):
        self.company.backorder_comms_vendor_lateness = False
        self._receive_all(1, 2, 3, 3, 9)
        order, _purchase = self._order_and_buy()
        self.assertExpected(order, days=5, latest_date=False)

    def test_vendor_who_is_early_is_expected_as_promised(self):
        self._receive_all(-3, -2, -2, -1, -1)
        order, _purchase = self._order_and_buy()
        self.assertExpected(order, days=5, latest_date=False)

    def test_product_that_comes_too_rarely_is_as_late_as_the_vendor(self):
        self._receive_all(3, 3, 3, 3, 3, product=self.lamp)
        order, _purchase = self._order_and_buy()
        self.assertExpected(order, days=8)

    def test_figures_of_the_product_come_before_those_of_the_vendor(self):
        self._receive_all(9, 9, 9, 9, 9, 9, product=self.lamp)
        self._receive_all(2, 2, 2, 2, 2)
        order, _purchase = self._order_and_buy()
        self.assertExpected(order, days=7)

    def test_what_was_put_off_already_is_not_put_off_once_more(self):
        self._receive_all(3, 3, 3, 3, 3)
        order, purchase = self._order_and_buy()
        purchase.order_line.date_planned = self._get_moment(7)
        self._evaluate()
        self.assertExpected(order, days=8)
        purchase.order_line.date_planned = self._get_moment(20)
        self._evaluate()
        self.assertExpected(order, days=20)

    def test_purchase_that_is_overdue_is_expected_as_late_as_usual(self):
        self._receive_all(3, 3, 3, 3, 3)
        order, purchase = self._order_and_buy()
        purchase.sudo().picking_ids.scheduled_date = self._get_moment(-1)
        purchase.order_line.write(
            {
                "date_planned": self._get_moment(-1),
                "backorder_first_date_planned": self._get_moment(-1),
            }
        )
        self._evaluate()
        self.assertExpected(order, days=2)

    def test_purchase_that_is_later_than_usual_has_no_date(self):
        self._receive_all(3, 3, 3, 3, 3)
        order, purchase = self._order_and_buy()
        purchase.sudo().picking_ids.scheduled_date = self._get_moment(-9)
        purchase.order_line.write(
            {
                "date_planned": self._get_moment(-9),
                "backorder_first_date_planned": self._get_moment(-9),
            }
        )
        self._evaluate()
        self.assertExpected(order, days=None)

    def test_request_is_as_late_as_usual(self):
        self.company.backorder_comms_count_requests = True
        self._receive_all(1, 3, 3, 3, 9)
        self._request(10, days=5)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertExpected(order, days=8, latest_date=self._in_days(14))

    def test_small_delay_is_no_news(self):
        self.company.backorder_comms_threshold = 4
        order, _purchase = self._order_and_buy()
        self._receive_all(3, 3, 3, 3, 3)
        self.env["sale.backorder.signal"]._notice(products=self.desk)
        self._communicate()
        self.assertStory(order, "opened later", told="opened")

    def test_salesperson_reads_what_is_usual_but_not_of_whom(self):
        self._receive_all(1, 2, 3, 3, 9)
        order, _purchase = self._order_and_buy()
        order.user_id = self.sale_user
        explanation = order.backorder_ids.with_user(self.sale_user).explanation
        self.assertIn("usually delivers 3 days after", explanation)
        self.assertIn("(5 receipts)", explanation)
        self.assertNotIn(self.vendor.name, explanation)
