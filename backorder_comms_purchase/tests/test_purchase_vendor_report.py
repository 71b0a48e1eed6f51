# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import Counter, defaultdict
from datetime import timedelta
from random import Random

from odoo.tests import tagged

from .test_purchase_vendor_lateness import LatenessCommon


class ReportCommon(LatenessCommon):
    def _read(self, lines):
        """Return the report's rows of purchase lines, by line, as a buyer sees them."""
        self.env.invalidate_all()
        rows = (
            self.env["purchase.vendor.report"].with_user(self.buyer).browse(lines.ids)
        )
        return dict(zip(lines, rows.exists(), strict=True))

    def _read_one(self, line):
        return self._read(line)[line]


@tagged("post_install", "-at_install")
class TestVendorReport(ReportCommon):
    def test_received_line_is_compared_with_both_promises(self):
        line = self._receive(9)
        line.date_planned += timedelta(days=7)
        row = self._read_one(line)
        self.assertRecordValues(
            row,
            [
                {
                    "state": "received",
                    "late_days": 9,
                    "last_late_days": 2,
                    "kept_rate": 0,
                    "last_kept_rate": 0,
                    "slip_count": 1,
                    "quantity": 1,
                    "partner_id": self.vendor.id,
                    "user_id": self.buyer.id,
                }
            ],
        )

    def test_what_came_earlier_is_kept(self):
        row = self._read_one(self._receive(-2))
        self.assertEqual((row.late_days, row.kept_rate, row.on_time_rate), (-2, 1, 1))

    def test_what_is_awaited_is_not_judged_before_its_day(self):
        line = self._buy(10, days=5).order_line
        groups = self.env["purchase.vendor.report"]._read_group(
            [("id", "=", line.id)], [], ["kept_rate:avg", "late_days:avg"]
        )
        self.assertEqual(groups, [(False, False)])
        self.assertEqual(self._read_one(line).state, "open")

    def test_what_is_overdue_is_as_late_as_it_is_today(self):
        line = self._buy(10, days=5).order_line
        line.backorder_first_date_planned = self._get_moment(-4)
        row = self._read_one(line)
        self.assertEqual((row.late_days, row.kept_rate), (4, 0))
        self.assertFalse(row.received_date)

    def test_part_of_a_line_is_not_the_line(self):
        purchase = self._buy(10, days=5)
        self._validate(purchase.sudo().picking_ids, {self.desk: 4})
        row = self._read_one(purchase.order_line)
        self.assertEqual(row.state, "open")
        self.assertEqual((row.quantity, row.on_time_quantity), (10, 4))

    def test_cancelled_purchase_is_left_out(self):
        purchase = self._buy(10, days=5)
        purchase.button_cancel()
        report = self.env["purchase.vendor.report"]
        self.assertFalse(report.search([("order_id", "=", purchase.id)]))

    def test_customers_who_waited_for_late_goods_are_counted(self):
        order, purchase = self._order_and_buy()
        line = purchase.order_line
        self.assertEqual(self._read_one(line).customer_count, 0)
        line.backorder_first_date_planned = self._get_moment(-1)
        self.assertEqual(self._read_one(line).customer_count, 1)
        self._validate(purchase.sudo().picking_ids)
        self._evaluate()
        self.assertTrue(order.backorder_ids.supply_ids.is_arrived)
        self.assertEqual(self._read_one(line).customer_count, 1)

    def test_days_are_those_where_the_company_is(self):
        self.company.partner_id.tz = "Pacific/Auckland"
        line = self._receive(0)
        evening = self._get_moment(-30).replace(hour=20)
        line.write({"date_planned": evening, "backorder_first_date_planned": evening})
        line.sudo().move_ids.date = evening + timedelta(hours=6)
        row = self._read_one(line)
        self.assertEqual((row.late_days, row.last_late_days), (0, 0))
        self.assertEqual(row.first_date, evening.date() + timedelta(days=1))

    def test_buyers_see_their_companies_only(self):
        line = self._receive(0)
        other = self.env["res.company"].create({"name": "Other"})
        self.buyer.write({"company_ids": [(4, other.id)]})
        report = self.env["purchase.vendor.report"].with_user(self.buyer)
        hidden = report.with_context(allowed_company_ids=[other.id])
        self.assertFalse(hidden.search([("id", "=", line.id)]))


@tagged("post_install", "-at_install")
class TestVendorReportAgainstAnotherCalculation(ReportCommon):
    """All figures, calculated from the records in a simpler way."""

    def _play(self, seed, count=30):
        """Buy for a year, of two vendors; return all lines."""
        random = Random(seed)
        other = self.env["res.partner"].create({"name": "Val"})
        lines = self.env["purchase.order.line"]
        for _index in range(count):
            vendor = random.choice([self.vendor, other])
            days = random.randint(-300, 60)
            purchase = self._buy(random.randint(1, 9), days=5, partner_id=vendor.id)
            line = purchase.order_line
            promised = self._get_moment(days)
            line.write(
                {"date_planned": promised, "backorder_first_date_planned": promised}
            )
            for _slip in range(random.choice([0, 0, 1, 2])):
                line.date_planned += timedelta(days=random.randint(1, 9))
            while line.sudo().move_ids.filtered("picking_id")[-1:].state == "assigned":
                if days > 0 or random.random() < 0.2:
                    break
                self._receive_some(random, line)
            lines += line
        return lines

    def _receive_some(self, random, line):
        move = line.sudo().move_ids.filtered(lambda one: one.state == "assigned")
        quantity = random.randint(1, int(move.product_uom_qty))
        self._validate(move.picking_id, {self.desk: quantity})
        move.date = line.date_planned + timedelta(days=random.randint(-5, 9))

    def _calculate(self, line):
        """Return what the report says of a line, from the line alone."""
        moves = line.sudo().move_ids
        done = moves.filtered(lambda move: move.state == "done")
        to_day = self.company._to_backorder_day
        came = to_day(max(done.mapped("date"))) if done == moves else None
        until = came or self.today
        values = {"quantity": line.product_qty, "received_date": came or False}
        for name, promised in (
            ("", line.backorder_first_date_planned),
            ("last_", line.date_planned),
        ):
            late = (until - to_day(promised)).days
            if came or late > 0:
                values[f"{name}late_days"] = late
                values[f"{name}kept_rate"] = float(late <= 0)
        on_time = done.filtered(
            lambda move: move.date.date() <= line.date_planned.date()
        )
        values["come_quantity"] = line.product_qty if done else 0
        values["on_time_quantity"] = sum(on_time.mapped("quantity"))
        return values

    def test_each_row(self):
        lines = self._play(seed=1)
        for line, row in self._read(lines).items():
            expected = self._calculate(line)
            expected.pop("come_quantity")
            self.assertEqual({name: row[name] for name in expected}, expected)

    def test_averages_of_each_vendor(self):
        lines = self._play(seed=2)
        sums, counts = defaultdict(Counter), defaultdict(Counter)
        for line in lines:
            for name, value in self._calculate(line).items():
                if name != "received_date":
                    sums[line.partner_id][name] += value
                    counts[line.partner_id][name] += 1
        averages = ["late_days", "last_late_days", "kept_rate", "last_kept_rate"]
        groups = self.env["purchase.vendor.report"]._read_group(
            [("id", "in", lines.ids)],
            ["partner_id"],
            [*(f"{name}:avg" for name in averages), "on_time_rate:avg", "__count"],
        )
        self.assertEqual(len(groups), 2)
        for vendor, *figures, on_time, count in groups:
            total = sums[vendor]
            expected = [total[name] / counts[vendor][name] for name in averages]
            for figure, wanted in zip(figures, expected, strict=True):
                self.assertAlmostEqual(figure, wanted)
            self.assertAlmostEqual(
                on_time, total["on_time_quantity"] / total["come_quantity"]
            )
            self.assertEqual(count, counts[vendor]["quantity"])

    def test_on_time_rate_is_that_of_core(self):
        lines = self._play(seed=3)
        domain = [("partner_id", "in", lines.partner_id.ids)]
        ours = self.env["purchase.vendor.report"]._read_group(
            domain, ["partner_id"], ["on_time_rate:avg"]
        )
        self.assertEqual(len(ours), 2)
        for vendor, rate in ours:
            self.assertAlmostEqual(rate * 100, vendor.on_time_rate)
