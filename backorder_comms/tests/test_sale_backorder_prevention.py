# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tests.common import freeze_time

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderPrevention(DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planner = new_test_user(
            cls.env,
            "planner",
            groups="stock.group_stock_manager,sales_team.group_sale_manager",
        )
        vendor = cls.env["res.partner"].create({"name": "Vendor"})
        cls.desk.seller_ids = [Command.create({"partner_id": vendor.id, "delay": 9})]

    def _fail(self, times, days=0):
        """Let orders for ten desks wait, each a day before the next."""
        for number in range(times):
            with freeze_time(fields.Datetime.now() - timedelta(days=days + number)):
                self._create_order({self.desk: 10})
                self._evaluate()

    def _get_row(self, user=None):
        self.env.flush_all()
        rows = self.env["sale.backorder.prevention"].with_user(user or self.planner)
        return rows.search([("product_id", "=", self.desk.id)])

    def _get_rules(self):
        return self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "=", self.desk.id)]
        )

    def test_once_is_an_accident(self):
        self._fail(1)
        self.assertFalse(self._get_row())

    def test_what_failed_three_times_is_listed_with_its_evidence(self):
        self._fail(3)
        self.assertRecordValues(
            self._get_row(),
            [
                {
                    "backorder_count": 3,
                    "customer_count": 1,
                    "quantity": 30.0,
                    "value": 3000.0,
                    "lead_days": 9,
                    "vendor_id": self.desk.seller_ids.partner_id.id,
                    "minimum": 0.0,
                    "demand": 30.0,
                }
            ],
        )

    def test_what_failed_long_ago_is_not_listed(self):
        self._fail(3, days=100)
        self.assertFalse(self._get_row())

    def test_suggestion_covers_the_lead_time_and_a_safety_stock(self):
        self._fail(3)
        # A third of a desk a day, with a deviation of 1.795, for nine days: 3 and 8.9.
        row = self._get_row()
        self.assertEqual((row.safety_stock, row.suggested_minimum), (9.0, 12.0))

    def test_click_makes_a_reorder_rule_that_buys_nothing_by_itself(self):
        self._fail(3)
        self._get_row().action_apply()
        self.assertRecordValues(
            self._get_rules(),
            [
                {
                    "product_min_qty": 12.0,
                    "product_max_qty": 12.0,
                    "trigger": "manual",
                    "location_id": self.warehouse.lot_stock_id.id,
                }
            ],
        )
        self.assertTrue(self._get_row().is_applied)

    def test_click_raises_the_rule_that_there_is(self):
        self._fail(3)
        rule = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.desk.id,
                "product_min_qty": 2,
                "product_max_qty": 40,
                "trigger": "auto",
            }
        )
        self._get_row().action_apply()
        self.assertRecordValues(
            rule,
            [{"product_min_qty": 12.0, "product_max_qty": 40.0, "trigger": "auto"}],
        )

    def test_rule_that_keeps_more_stays(self):
        self._fail(3)
        self.env["stock.warehouse.orderpoint"].create(
            {"product_id": self.desk.id, "product_min_qty": 50, "product_max_qty": 90}
        )
        row = self._get_row()
        self.assertTrue(row.is_applied)
        row.action_apply()
        self.assertEqual(self._get_rules().product_min_qty, 50)

    def test_whoever_may_not_change_rules_cannot_apply(self):
        self._fail(3)
        with self.assertRaises(AccessError):
            self._get_row(self.sale_manager).action_apply()

    def test_evidence_opens_the_backorders(self):
        self._fail(3)
        action = self._get_row().action_view_backorders()
        found = self.env["sale.backorder"].search(action["domain"])
        self.assertEqual(len(found), 3)
