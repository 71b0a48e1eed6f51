# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.backorder_comms.tests.common import BackorderCommsCommon
from odoo.addons.spreadsheet.utils.validate_data import (
    fields_in_spreadsheet,
    menus_xml_ids_in_spreadsheet,
    odoo_charts,
)


@tagged("post_install", "-at_install")
class TestDashboard(BackorderCommsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref(
            "backorder_comms_spreadsheet.spreadsheet_dashboard_backorders"
        )
        cls.data = json.loads(cls.dashboard.spreadsheet_data)

    def test_fields_that_it_names_are_there(self):
        for model, chains in fields_in_spreadsheet(self.data).items():
            for chain in chains:
                with self.subTest(f"{model}.{chain}"):
                    self.assertTrue(self.env[model]._fields[chain.split(":")[0]])

    def test_menus_that_it_opens_are_there(self):
        for xmlid in menus_xml_ids_in_spreadsheet(self.data):
            with self.subTest(xmlid):
                self.assertTrue(self.env.ref(xmlid).action)

    def test_manager_reads_what_each_chart_asks_for(self):
        self._create_order({self.desk: 10})
        self._communicate()
        for chart in odoo_charts(self.data):
            source = chart["metaData"]
            report = self.env[source["resModel"]].with_user(self.sale_manager)
            measure = source["measure"]
            with self.subTest(chart["title"]["text"]):
                groups = report.formatted_read_group(
                    Domain(chart["searchParams"]["domain"]),
                    source["groupBy"],
                    [f"{measure}:{report._fields[measure].aggregator}"],
                )
                self.assertIsInstance(groups, list)

    def test_manager_reads_what_each_table_asks_for(self):
        self._create_order({self.desk: 10})
        self._communicate()
        for pivot in self.data["pivots"].values():
            report = self.env[pivot["model"]].with_user(self.sale_manager)
            with self.subTest(pivot["name"]):
                groups = report.formatted_read_group(
                    pivot["domain"],
                    [row["fieldName"] for row in pivot["rows"]],
                    [measure["id"] for measure in pivot["measures"]],
                )
                self.assertTrue(groups)

    def test_salesperson_does_not_see_it(self):
        seen = self.env["spreadsheet.dashboard"].with_user(self.sale_user).search([])
        self.assertNotIn(self.dashboard, seen)
