# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import SecurityCommon, get_our_models

# What all companies of a database share.
SHARED = {
    "sale.backorder.health": "about the machine; for administrators",
    "sale.backorder.outbox": "about the machine; for administrators",
    "sale.backorder.reason": "words that all companies use",
    "sale.backorder.signal": "for administrators; names a product and a warehouse",
}


@tagged("post_install", "-at_install")
class TestAttacksCompanies(SecurityCommon):
    """A8: nothing of a company can be seen in another one, by any way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.stranger = new_test_user(
            cls.env,
            "attack_stranger",
            groups="sales_team.group_sale_manager,stock.group_stock_manager,"
            "base.group_allow_export",
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )

    def setUp(self):
        super().setUp()
        self.order = self._create_known_order()
        self._create_known_order()  # what happens once is in no list of failures
        self._make_own()
        self.env.flush_all()

    def _make_own(self):
        """Let there be records that belong to the company alone, not to all."""
        self.env["sale.backorder.rule"].search([], limit=1).company_id = self.company
        for name, values in {
            "sale.backorder.limit": {"name": "Few", "maximum": 5},
            "sale.backorder.priority.rule": {"name": "Important"},
            "sale.backorder.substitute": {
                "product_tmpl_id": self.desk.product_tmpl_id.id,
                "substitute_id": self.lamp.id,
            },
        }.items():
            self.env[name].create({**values, "company_id": self.company.id})

    def _get_models(self):
        return [
            name
            for name in get_our_models(self.env)
            if not self.env[name]._abstract
            and not self.env[name]._transient
            and name not in SHARED
        ]

    def _get_records(self, name):
        """Return records of the company, and the model as the stranger sees it."""
        records = self.env[name].search([("company_id", "=", self.company.id)])
        self.assertTrue(records, f"nothing of {name} to look for")
        return records, self.env[name].with_user(self.stranger)

    def test_each_model_names_its_company(self):
        for name in self._get_models():
            with self.subTest(name):
                self.assertIn("company_id", self.env[name]._fields)

    def test_nothing_is_found(self):
        for name in self._get_models():
            records, model = self._get_records(name)
            domain = [("id", "in", records.ids)]
            with self.subTest(name):
                self.assertFalse(model.search(domain))
                self.assertFalse(model.name_search("", domain))
                self.assertEqual(model._read_group(domain, [], ["__count"]), [(0,)])
                self.assertFalse(
                    model.formatted_read_group(domain, ["company_id"], ["__count"])
                )

    def test_nothing_is_read_nor_exported(self):
        for name in self._get_models():
            records, model = self._get_records(name)
            record = model.browse(records[0].id)
            for what, act in {
                "read": lambda record=record: record.read(),
                "export": lambda record=record: record.export_data(["company_id"]),
                "copy": lambda record=record: record.copy_data(),
                "web_read": lambda record=record: record.web_read({"company_id": {}}),
            }.items():
                with self.subTest(f"{what} {name}"), self.assertRaises(AccessError):
                    act()

    def test_nothing_is_found_through_what_companies_share(self):
        """What was ordered is not to be guessed from what a search finds."""
        product = self.desk.with_user(self.stranger)
        self.assertEqual(product, product.search([("id", "=", product.id)]))
        orders = self.env["sale.order"].with_user(self.stranger)
        self.assertFalse(orders.search([("backorder_ids.quantity", ">", 0)]))
        self.assertFalse(orders.search([("backorder_ids.product_id", "=", product.id)]))

    def test_evidence_of_another_company_is_not_given(self):
        with self.assertRaises(AccessError):
            self.order.with_user(self.stranger)._get_backorder_evidence()
