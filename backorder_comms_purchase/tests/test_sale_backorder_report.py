# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .impact_common import ImpactCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderReport(ImpactCommon):
    def test_backorder_is_one_row_with_the_vendor_of_most_of_it(self):
        self._buy(4, days=5, vendor=self.other_vendor)
        self._buy(6, days=9)
        order = self._wait(10)
        report = self.env["sale.backorder.report"].with_user(self.sale_manager)
        rows = report.search([("order_id", "=", order.id)])
        self.assertEqual(rows.mapped("vendor_id"), self.vendor)

    def test_backorder_that_nothing_is_bought_for_has_no_vendor(self):
        order = self._wait(10)
        report = self.env["sale.backorder.report"].with_user(self.sale_manager)
        rows = report.search([("order_id", "=", order.id)])
        self.assertEqual((len(rows), rows.vendor_id), (1, self.vendor.browse()))
