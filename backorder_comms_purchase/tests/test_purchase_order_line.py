# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .dates_common import PurchaseDatesCommon


@tagged("post_install", "-at_install")
class TestFirstPromise(PurchaseDatesCommon):
    def test_it_is_what_was_expected_at_confirmation(self):
        purchase = self._request(10, days=5)
        self.assertFalse(purchase.order_line.backorder_first_date_planned)
        purchase.order_line.date_planned = self._get_moment(7)
        purchase.button_confirm()
        self.assertFirst(purchase, days=7, slips=0)

    def test_it_stays_when_the_purchase_is_put_off(self):
        purchase = self._buy(10, days=5)
        purchase.order_line.date_planned = self._get_moment(9)
        purchase.order_line.date_planned = self._get_moment(12)
        self.assertFirst(purchase, days=5, slips=2)

    def test_an_earlier_day_is_no_slip(self):
        purchase = self._buy(10, days=5)
        purchase.order_line.date_planned = self._get_moment(3)
        self.assertFirst(purchase, days=5, slips=0)

    def test_another_hour_of_the_same_day_is_no_slip(self):
        self.company.partner_id.tz = "America/New_York"
        purchase = self._buy(10, days=5)
        line = purchase.order_line
        # From noon to half past seven where the company is, past midnight in London.
        line.date_planned = line.date_planned.replace(hour=17)
        slips = line.backorder_slip_count
        line.date_planned = line.date_planned.replace(hour=4) + timedelta(days=1)
        self.assertEqual(line.backorder_slip_count, slips)

    def test_whole_purchase_that_is_put_off_counts_once_per_line(self):
        purchase = self._buy(10, days=5)
        purchase.order_line.copy({"order_id": purchase.id})
        purchase.order_line.write({"date_planned": self._get_moment(9)})
        self.assertEqual(purchase.order_line.mapped("backorder_slip_count"), [1, 1])

    def test_line_that_is_added_later_has_its_own(self):
        purchase = self._buy(10, days=5)
        values = {"product_id": self.lamp.id, "date_planned": self._get_moment(8)}
        purchase.order_line = [Command.create({**values, "product_qty": 1})]
        added = purchase.order_line[-1]
        self.assertEqual(added.backorder_first_date_planned, added.date_planned)

    def test_it_is_made_anew_when_the_purchase_is(self):
        purchase = self._buy(10, days=5)
        purchase.order_line.date_planned = self._get_moment(9)
        purchase.button_cancel()
        purchase.button_draft()
        purchase.button_confirm()
        self.assertFirst(purchase, days=9, slips=0)

    def test_copy_of_a_purchase_has_none(self):
        copy = self._buy(10, days=5).copy()
        self.assertFalse(copy.order_line.backorder_first_date_planned)

    def test_putting_off_many_lines_takes_no_more_queries(self):
        few, many = self._buy(1, days=5), self._buy(1, days=5)
        for _index in range(20):
            many.order_line[0].copy({"order_id": many.id})
        self._count_updates(few)  # warms the caches up
        self.assertEqual(self._count_updates(few), self._count_updates(many))

    def _count_updates(self, purchase):
        """Return how many statements it takes to count the slips of all lines."""
        lines = purchase.order_line
        days = lines._get_backorder_days()
        lines.invalidate_recordset(["date_planned"])
        self.env.cr.execute(
            "UPDATE purchase_order_line SET date_planned = date_planned"
            " + INTERVAL '9 days' WHERE id = ANY(%s)",
            [lines.ids],
        )
        before = self.env.cr.sql_log_count
        lines._count_backorder_slips(days)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assertFirst(self, purchase, days, slips):
        line = purchase.order_line
        self.assertEqual(line.backorder_slip_count, slips)
        self.assertEqual(
            self.company._to_backorder_day(line.backorder_first_date_planned),
            self._in_days(days),
        )


@tagged("post_install", "-at_install")
class TestInstallation(PurchaseDatesCommon):
    def test_purchases_that_were_there_before_are_promised_as_they_are(self):
        lines = self._buy(10, days=5).order_line, self._request(1, days=5).order_line
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE purchase_order_line"
            " DROP COLUMN backorder_first_date_planned,"
            " DROP COLUMN backorder_slip_count"
        )
        self.env["purchase.order.line"]._create_backorder_columns()
        self.env.invalidate_all()
        bought, requested = lines
        self.assertEqual(bought.backorder_first_date_planned, bought.date_planned)
        self.assertFalse(requested.backorder_first_date_planned)
