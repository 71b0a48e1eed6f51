# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.misc import mute_logger

from .delivery_common import DeliveryCommon
from .limit_common import LimitCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderLimit(LimitCommon):
    """What counts towards which limit."""

    # === PER ORDER === #

    def test_order_may_wait_for_the_maximum(self):
        self._create_limit()
        self.assertEqual(self._get_excesses(self._create_quotation({self.desk: 5})), [])

    def test_order_may_not_wait_for_more(self):
        limit = self._create_limit()
        quotation = self._create_quotation({self.desk: 6})
        self.assertEqual(self._get_excesses(quotation), [(limit, 6)])

    def test_free_goods_do_not_count(self):
        self._create_limit()
        self._set_stock(self.desk, 4)
        self.assertEqual(self._get_excesses(self._create_quotation({self.desk: 9})), [])

    def test_goods_reserved_for_others_are_not_free(self):
        limit = self._create_limit()
        self._set_stock(self.desk, 4)
        self._create_order({self.desk: 3})
        quotation = self._create_quotation({self.desk: 9})
        self.assertEqual(self._get_excesses(quotation), [(limit, 8)])

    def test_goods_of_another_warehouse_are_not_free(self):
        limit = self._create_limit()
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        self._set_stock(self.desk, 9, other.lot_stock_id)
        quotation = self._create_quotation({self.desk: 9})
        self.assertEqual(self._get_excesses(quotation), [(limit, 9)])

    def test_products_of_an_order_are_added_up(self):
        limit = self._create_limit()
        quotation = self._create_quotation({self.desk: 4, self.lamp: 3})
        self.assertEqual(self._get_excesses(quotation), [(limit, 7)])

    def test_quantity_is_in_the_unit_of_the_product(self):
        limit = self._create_limit()
        quotation = self._create_quotation({self.desk: 1})
        quotation.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self.assertEqual(self._get_excesses(quotation), [(limit, 12)])

    def test_value_is_without_taxes(self):
        limit = self._create_limit(measure="value", maximum=500)
        quotation = self._create_quotation({self.desk: 6})
        quotation.order_line.tax_ids = self.env["account.tax"].create(
            {"name": "Tax", "amount": 50}
        )
        self.assertEqual(self._get_excesses(quotation), [(limit, 600)])

    def test_value_is_in_the_currency_of_the_company(self):
        limit = self._create_limit(measure="value", maximum=500)
        quotation = self._create_quotation({self.desk: 6})
        quotation.currency_rate = 0.5
        self.assertEqual(self._get_excesses(quotation), [(limit, 1200)])

    def test_each_order_has_its_own_limit(self):
        self._create_limit()
        quotations = [self._create_quotation({self.desk: 4}) for _number in range(2)]
        self.assertEqual(self._get_excesses(*quotations), [])

    def test_orders_confirmed_at_once_share_what_is_free(self):
        limit = self._create_limit()
        self._set_stock(self.desk, 4)
        quotations = [self._create_quotation({self.desk: 9}) for _number in range(2)]
        self.assertEqual(self._get_excesses(*quotations), [(limit, 9)])

    # === PER CUSTOMER AND PRODUCT === #

    def _wait_for(self, quantities, **values):
        """Confirm an order and let what is missing become known."""
        order = self._create_order(quantities, **values)
        self._evaluate()
        return order

    def _create_colleague(self):
        company = self._create_partner(name="Company", is_company=True)
        self.partner.parent_id = company
        return self._create_partner(name="Colleague", parent_id=company.id)

    def test_customer_waits_for_all_products_and_orders(self):
        limit = self._create_limit(scope="customer")
        self._wait_for({self.desk: 4})
        quotation = self._create_quotation({self.lamp: 2})
        self.assertEqual(self._get_excesses(quotation), [(limit, 6)])

    def test_contacts_of_a_company_are_one_customer(self):
        limit = self._create_limit(scope="customer")
        colleague = self._create_colleague()
        self._wait_for({self.desk: 4}, partner_id=colleague.id)
        quotation = self._create_quotation({self.desk: 2})
        self.assertEqual(self._get_excesses(quotation), [(limit, 6)])

    def test_other_customers_do_not_count(self):
        self._create_limit(scope="customer")
        self._wait_for({self.desk: 4}, partner_id=self._create_partner(name="Bob").id)
        self.assertEqual(self._get_excesses(self._create_quotation({self.desk: 2})), [])

    def test_product_is_waited_for_by_all_customers(self):
        limit = self._create_limit(scope="product")
        self._wait_for({self.desk: 4}, partner_id=self._create_partner(name="Bob").id)
        quotation = self._create_quotation({self.desk: 2, self.lamp: 2})
        self.assertEqual(self._get_excesses(quotation), [(limit, 6)])

    def test_waiting_dozens_count_in_the_unit_of_the_product(self):
        limit = self._create_limit(scope="product")
        order = self._create_quotation({self.desk: 1})
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.action_confirm()
        self._evaluate()
        quotation = self._create_quotation({self.desk: 1})
        self.assertEqual(self._get_excesses(quotation), [(limit, 13)])

    def test_value_that_waits_counts(self):
        limit = self._create_limit(scope="customer", measure="value", maximum=500)
        self._wait_for({self.desk: 4})
        quotation = self._create_quotation({self.lamp: 2})
        self.assertEqual(self._get_excesses(quotation), [(limit, 600)])

    def test_what_arrived_does_not_wait_any_more(self):
        self._create_limit(scope="product")
        self._wait_for({self.desk: 4})
        self._set_stock(self.desk, 4)
        self._evaluate()
        self.assertEqual(self._get_excesses(self._create_quotation({self.desk: 2})), [])

    def test_orders_confirmed_at_once_are_added_up(self):
        limit = self._create_limit(scope="product")
        quotations = [self._create_quotation({self.desk: 3}) for _number in range(2)]
        self.assertEqual(self._get_excesses(*quotations), [(limit, 6)])

    # === NARROWED === #

    def test_limit_for_a_tag_is_for_its_customers(self):
        tag = self.env["res.partner.category"].create({"name": "New"})
        limit = self._create_limit(partner_category_ids=[Command.set(tag.ids)])
        quotation = self._create_quotation({self.desk: 6})
        self.assertEqual(self._get_excesses(quotation), [])
        self.partner.category_id = tag
        self.assertEqual(self._get_excesses(quotation), [(limit, 6)])

    def test_limit_for_a_product_is_for_no_other(self):
        limit = self._create_limit(product_ids=[Command.set(self.desk.ids)])
        quotation = self._create_quotation({self.desk: 6, self.lamp: 9})
        self.assertEqual(self._get_excesses(quotation), [(limit, 6)])

    def test_limit_for_a_category_is_for_those_below_it(self):
        parent = self.env["product.category"].create({"name": "Furniture"})
        child = self.env["product.category"].create(
            {"name": "Desks", "parent_id": parent.id}
        )
        self.desk.categ_id = child
        limit = self._create_limit(product_category_ids=[Command.set(parent.ids)])
        quotation = self._create_quotation({self.desk: 6, self.lamp: 9})
        self.assertEqual(self._get_excesses(quotation), [(limit, 6)])

    def test_only_what_the_limit_is_about_waits_for_it(self):
        limit = self._create_limit(
            scope="customer", product_ids=[Command.set(self.desk.ids)]
        )
        self._wait_for({self.lamp: 9})
        self._wait_for({self.desk: 4})
        quotation = self._create_quotation({self.desk: 2})
        self.assertEqual(self._get_excesses(quotation), [(limit, 6)])

    def test_archived_limit_does_not_apply(self):
        self._create_limit(active=False)
        self.assertEqual(self._get_excesses(self._create_quotation({self.desk: 6})), [])

    def test_limit_archived_later_does_not_apply_any_more(self):
        limit = self._create_limit()
        quotation = self._create_quotation({self.desk: 6})
        self.assertTrue(self._get_excesses(quotation))
        limit.action_archive()
        self.assertEqual(self._get_excesses(quotation), [])

    # === COMPANIES === #

    def _create_other_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env.user.company_ids += other
        return other

    def test_limit_of_another_company_does_not_apply(self):
        self._create_limit(company_id=self._create_other_company().id)
        self.assertEqual(self._get_excesses(self._create_quotation({self.desk: 6})), [])

    def test_limit_of_no_company_applies_in_each_to_what_waits_there(self):
        limit = self._create_limit(scope="product", company_id=False)
        other = self._create_other_company()
        self._wait_for({self.desk: 4})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        values = {"company_id": other.id, "warehouse_id": warehouse.id}
        few = self._create_quotation({self.desk: 2}, **values)
        many = self._create_quotation({self.desk: 7}, **values)
        self.assertEqual(self._get_excesses(few), [])
        self.assertEqual(self._get_excesses(many), [(limit, 7)])

    def test_salesperson_does_not_see_limits_of_another_company(self):
        limit = self._create_limit(company_id=self._create_other_company().id)
        found = self.limits.with_user(self.sale_user).search([("id", "=", limit.id)])
        self.assertFalse(found)

    # === THE RECORD === #

    def test_nothing_is_limited_after_installation(self):
        data = self.env["ir.model.data"].search(
            [
                ("model", "=", "sale.backorder.limit"),
                ("module", "=", "backorder_comms"),
                ("name", "not like", "%_demo"),
            ]
        )
        self.assertFalse(data)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_salesperson_reads_limits_and_changes_none(self):
        limit = self._create_limit().with_user(self.sale_user)
        self.assertEqual(limit.name, "Five")
        with self.assertRaises(AccessError):
            limit.maximum = 9

    def test_sales_manager_sets_limits(self):
        limits = self.limits.with_user(self.sale_manager)
        limits.create({"name": "Two", "maximum": 2}).maximum = 3

    @mute_logger("odoo.sql_db")
    def test_maximum_is_not_negative(self):
        with self.assertRaises(IntegrityError):
            self._create_limit(maximum=-1)


@tagged("post_install", "-at_install")
class TestLimitTopologies(LimitCommon, DeliveryCommon):
    """Where free stock says nothing, nothing is limited."""

    def assertUnlimited(self, product):
        self._create_limit(maximum=0)
        quotation = self._create_quotation({product: 6})
        self.assertEqual(self._get_excesses(quotation), [])

    def test_service(self):
        self.assertUnlimited(
            self.env["product.product"].create({"name": "Advice", "type": "service"})
        )

    def test_consumable(self):
        self.assertUnlimited(self._create_product(name="Screws", is_storable=False))

    def test_replenished_on_order(self):
        route = self.warehouse.mto_pull_id.route_id
        route.active = True
        self.desk.route_ids = route
        self.assertUnlimited(self.desk)

    def test_kit(self):
        self._require("sale_mrp")
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": self.desk.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [Command.create({"product_id": self.lamp.id})],
            }
        )
        self.assertUnlimited(self.desk)

    def test_dropshipped(self):
        self._require("stock_dropshipping")
        self.desk.route_ids = self.env.ref("stock_dropshipping.route_drop_shipping")
        self.assertUnlimited(self.desk)


@tagged("post_install", "-at_install")
class TestLimitPerformance(LimitCommon):
    def _count(self, orders):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._get_excesses(*orders)
        return self.env.cr.sql_log_count - before

    def _create_quotations(self, count):
        orders = self.env["sale.order"]
        for _number in range(count):
            products = [self._create_product(name="Chair") for _line in range(3)]
            orders |= self._create_quotation(dict.fromkeys(products, 6))
        return orders

    def test_without_limits_nothing_is_asked(self):
        orders = self._create_quotations(2)
        self._count(orders)
        self.env.invalidate_all()
        orders.mapped("state")
        with self.assertQueryCount(0):
            self._get_excesses(*orders)

    def test_queries_do_not_grow_with_orders_and_products(self):
        for scope in ("order", "customer", "product"):
            self._create_limit(scope=scope)
        self._count(self._create_quotations(1))
        few, many = (self._count(self._create_quotations(n)) for n in (1, 10))
        self.assertLessEqual(many, few)
