# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .promise_common import PromiseCommon


class ReportCommon(PromiseCommon):
    report = ""

    def _get_figures(self, order, *aggregates):
        """Return figures of the rows of an order, as a sales manager sees them."""
        self.env.flush_all()
        report = self.env[self.report].with_user(self.sale_manager)
        [figures] = report._read_group([("order_id", "=", order.id)], [], aggregates)
        return list(figures)

    def _in_some_days(self, days):
        return freeze_time(fields.Datetime.now() + timedelta(days=days))


@tagged("post_install", "-at_install")
class TestSaleBackorderReport(ReportCommon):
    report = "sale.backorder.report"

    def test_order_is_one_row_whatever_its_customer_has_of_tags(self):
        tags = self.env["res.partner.category"].create([{"name": "B"}, {"name": "A"}])
        self.partner.category_id = tags
        order = self._create_promised_order()
        rows = self.env[self.report].search([("order_id", "=", order.id)])
        self.assertRecordValues(
            rows,
            [
                {
                    "segment_id": tags[0].id,
                    "quantity": 10,
                    "value": 1000,
                    "state": "waiting",
                }
            ],
        )

    def test_promise_that_was_put_off_and_then_kept(self):
        order = self._create_promised_order(days=5)
        self._postpone(4)
        self._communicate()
        with self._in_some_days(9):
            self._receive_and_ship(order)
        self.assertEqual(
            self._get_figures(
                order,
                "kept_rate:avg",
                "first_kept_rate:avg",
                "late_days:avg",
                "revision_count:avg",
            ),
            [1.0, 0.0, 4.0, 1.0],
        )

    def test_open_promise_is_neither_kept_nor_broken(self):
        order = self._create_promised_order()
        self.assertEqual(
            self._get_figures(order, "kept_rate:avg", "late_days:avg"), [False, 0.0]
        )

    def test_order_without_date_is_not_late_against_a_promise(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertEqual(self._get_figures(order, "late_days:avg"), [False])

    def test_minutes_to_the_first_notice(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        with freeze_time(order.backorder_ids.opened_date + timedelta(minutes=7)):
            self._communicate()
        [minutes, told_first] = self._get_figures(
            order, "notice_minutes:avg", "told_first_rate:avg"
        )
        self.assertAlmostEqual(minutes, 7, places=1)
        self.assertEqual(told_first, 1.0)

    def test_share_of_questions_that_were_answered(self):
        order = self._create_promised_order()
        question = {
            "order_id": order.id,
            "order_line_id": order.order_line.id,
            "asked_date": fields.Datetime.now(),
        }
        self.env["sale.backorder.decision"].create(
            [
                {**question, "kind": "date", "state": "done", "origin": "portal"},
                {**question, "kind": "date", "state": "expired"},
                {**question, "kind": "date", "state": "done", "origin": "policy"},
                {**question, "kind": "date", "state": "withdrawn"},
            ]
        )
        [answered] = self._get_figures(order, "answer_rate:avg")
        self.assertAlmostEqual(answered, 1 / 3)

    def test_salesperson_sees_figures_of_the_own_orders_only(self):
        own = self._create_promised_order(user_id=self.sale_user.id)
        other = self._create_promised_order(user_id=self.sale_manager.id)
        report = self.env[self.report].with_user(self.sale_user)
        found = report.search([("order_id", "in", (own | other).ids)])
        self.assertEqual(found.order_id, own)


@tagged("post_install", "-at_install")
class TestSaleBackorderServiceReport(ReportCommon):
    report = "sale.backorder.service.report"

    def _create_past_order(self, quantities):
        """Confirm an order that was due yesterday."""
        return self._create_order(
            quantities, commitment_date=fields.Datetime.now() - timedelta(days=1)
        )

    def _ship_yesterday(self, order, quantities):
        with self._in_some_days(-1):
            self._validate(self._get_deliveries(order), quantities)

    def _get_rates(self, order):
        return self._get_figures(
            order,
            "line_rate:avg",
            "unit_rate:avg",
            "in_full_rate:avg",
            "order_rate:avg",
        )

    def test_order_that_left_in_time(self):
        self._set_stock(self.desk, 10)
        order = self._create_past_order({self.desk: 10})
        self._ship_yesterday(order, {self.desk: 10})
        self.assertEqual(self._get_rates(order), [1.0, 1.0, 1.0, 1.0])

    def test_units_count_by_how_many_they_are(self):
        self._set_stock(self.desk, 30)
        order = self._create_past_order({self.desk: 30, self.lamp: 10})
        self._ship_yesterday(order, {self.desk: 30})
        self.assertEqual(self._get_rates(order), [0.5, 0.75, 0.5, 0.0])

    def test_what_left_today_was_due_yesterday(self):
        self._set_stock(self.desk, 10)
        order = self._create_past_order({self.desk: 10})
        self._validate(self._get_deliveries(order), {self.desk: 10})
        self.assertEqual(self._get_rates(order), [0.0, 0.0, 0.0, 0.0])

    def test_what_is_due_today_does_not_count_yet(self):
        order = self._create_order({self.desk: 10})
        self.assertEqual(self._get_rates(order), [False] * 4)

    def test_late_as_announced_is_on_time_against_the_first_promise(self):
        order = self._create_past_order({self.desk: 10})
        self._evaluate()
        order.backorder_ids._promise({order.backorder_ids: self.today}, "told")
        self._set_stock(self.desk, 10)
        self._validate(self._get_deliveries(order), {self.desk: 10})
        with self._in_some_days(1):
            self.assertEqual(self._get_rates(order), [0.0, 0.0, 1.0, 1.0])

    def test_lines_in_other_units_are_compared_in_that_of_the_product(self):
        self._set_stock(self.desk, 24)
        line = {
            "product_id": self.desk.id,
            "product_uom_qty": 2,
            "product_uom_id": self.env.ref("uom.product_uom_dozen").id,
        }
        order = self._create_order(
            {},
            order_line=[Command.create(line)],
            commitment_date=fields.Datetime.now() - timedelta(days=1),
        )
        with self._in_some_days(-1):
            self._get_deliveries(order).move_ids.picked = True
            self._get_deliveries(order).button_validate()
        self.assertEqual(
            self._get_figures(order, "due_quantity:sum", "on_time_quantity:sum"),
            [24.0, 24.0],
        )
