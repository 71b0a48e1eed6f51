# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools.misc import mute_logger

from .common import BackorderCommsCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderSubstitute(BackorderCommsCommon):
    """What a company offers instead of a product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = cls._create_product(name="Table")
        cls.other_company = cls.env["res.company"].create({"name": "Other"})

    def _declare(self, product, substitute, **values):
        return self.env["sale.backorder.substitute"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "substitute_id": substitute.id,
                **values,
            }
        )

    def _get_substitutes(self, product, company=None):
        return self.env["sale.backorder.substitute"]._get_substitutes(
            product, company or self.company
        )

    def _create_variants(self):
        attribute = self.env["product.attribute"].create(
            {
                "name": "Colour",
                "value_ids": [
                    Command.create({"name": "Red"}),
                    Command.create({"name": "Blue"}),
                ],
            }
        )
        template = self.env["product.template"].create(
            {
                "name": "Chair",
                "is_storable": True,
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [Command.set(attribute.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        return template.product_variant_ids

    def test_best_substitute_comes_first(self):
        self._declare(self.desk, self.lamp, sequence=20)
        self._declare(self.desk, self.table, sequence=10)
        self.assertEqual(
            self._get_substitutes(self.desk).ids, [*self.table.ids, *self.lamp.ids]
        )

    def test_substitute_goes_one_way(self):
        self._declare(self.desk, self.table)
        self.assertFalse(self._get_substitutes(self.table))

    def test_substitute_goes_both_ways_where_it_is_said(self):
        self._declare(self.desk, self.table, both_ways=True)
        self.assertEqual(self._get_substitutes(self.table), self.desk)

    def test_pair_that_is_declared_in_both_directions_is_offered_once(self):
        self._declare(self.desk, self.table, both_ways=True)
        self._declare(self.table, self.desk)
        self.assertEqual(self._get_substitutes(self.table), self.desk)

    def test_all_variants_have_the_substitutes_of_their_product(self):
        red, blue = self._create_variants()
        self._declare(red, self.table)
        self.assertEqual(self._get_substitutes(red), self.table)
        self.assertEqual(self._get_substitutes(blue), self.table)

    def test_variant_has_a_substitute_of_its_own(self):
        red, blue = self._create_variants()
        self._declare(red, blue, product_id=red.id)
        self.assertEqual(self._get_substitutes(red), blue)
        self.assertFalse(self._get_substitutes(blue))

    def test_what_is_not_sold_from_stock_is_no_substitute(self):
        self._declare(self.desk, self.table)
        for field in ("sale_ok", "is_storable", "active"):
            with self.subTest(field):
                self.table[field] = False
                self.assertFalse(self._get_substitutes(self.desk))
                self.table[field] = True
                self.assertEqual(self._get_substitutes(self.desk), self.table)

    def test_product_of_another_company_is_no_substitute(self):
        self._declare(self.desk, self.table)
        self.table.company_id = self.other_company
        self.assertFalse(self._get_substitutes(self.desk))

    def test_company_offers_what_it_declares_itself(self):
        self._declare(self.desk, self.table, company_id=self.company.id)
        self.assertFalse(self._get_substitutes(self.desk, self.other_company))
        self.assertEqual(self._get_substitutes(self.desk), self.table)

    def test_archived_declaration_is_not_offered(self):
        self._declare(self.desk, self.table).active = False
        self.assertFalse(self._get_substitutes(self.desk))

    def test_product_is_not_its_own_substitute(self):
        with self.assertRaisesRegex(ValidationError, "its own substitute"):
            self._declare(self.desk, self.desk)

    def test_variant_of_another_product_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "one of the product"):
            self._declare(self.desk, self.table, product_id=self.lamp.id)

    def test_substitute_is_declared_once(self):
        self._declare(self.desk, self.table)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._declare(self.desk, self.table)

    def test_manager_declares_it_on_the_product(self):
        user = new_test_user(
            self.env,
            "products",
            groups="sales_team.group_sale_manager,product.group_product_manager",
        )
        template = self.desk.product_tmpl_id.with_user(user)
        with Form(template) as form, form.backorder_substitute_ids.new() as row:
            row.substitute_id = self.table
        self.assertEqual(self._get_substitutes(self.desk), self.table)

    def test_only_managers_declare(self):
        substitute = self._declare(self.desk, self.table)
        for user, may_write in ((self.sale_user, False), (self.sale_manager, True)):
            with self.subTest(user.login):
                self.assertTrue(substitute.with_user(user).has_access("read"))
                self.assertEqual(
                    substitute.with_user(user).has_access("write"), may_write
                )

    def test_many_products_take_no_more_queries(self):
        pairs = [
            (self._create_product(name="A"), self._create_product(name="B"))
            for _number in range(6)
        ]
        for product, substitute in pairs:
            self._declare(product, substitute)
        load = self.env["sale.backorder.substitute"]._load
        counts = []
        for number in (1, 6):
            products = self.env["product.product"].union(
                *(product for product, _substitute in pairs[:number])
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(load(products, self.company)), number)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
