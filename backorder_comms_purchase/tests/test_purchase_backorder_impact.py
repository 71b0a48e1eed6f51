# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .impact_common import ImpactCommon


@tagged("post_install", "-at_install")
class TestPurchaseBackorderImpact(ImpactCommon):
    def assertImpact(self, *rows):
        """Compare the buyers' queue, in its order."""
        self.assertRecordValues(self._get_impacts(), rows)

    def test_purchase_that_nobody_waits_for_is_not_listed(self):
        self._buy(10, days=5)
        self._evaluate()
        self.assertFalse(self._get_impacts())

    def test_purchase_shows_how_much_of_it_is_awaited_and_what_it_is_worth(self):
        purchase = self._buy(10, days=5)
        self._wait(8)
        self.assertImpact(
            {
                "order_id": purchase.id,
                "purchase_line_id": purchase.order_line.id,
                "partner_id": self.vendor.id,
                "user_id": self.buyer.id,
                "company_id": self.company.id,
                "product_id": self.desk.id,
                "quantity": 8,
                "value": 800,
                "days_late": 0,
                "customer_count": 1,
                "backorder_count": 1,
                "promise_count": 0,
                "harm": 800,
            }
        )

    def test_one_purchase_covers_three_customers(self):
        self._buy(30, days=5)
        for customer in (self.partner, self.bob, self.partner, self.cleo):
            self._wait(5, customer=customer)
        self.assertImpact(
            {"customer_count": 3, "backorder_count": 4, "quantity": 20, "value": 2000}
        )

    def test_two_purchases_cover_one_line(self):
        first = self._buy(4, days=5)
        second = self._buy(20, days=9)
        self._wait(10)
        by_order = {impact.order_id: impact.quantity for impact in self._get_impacts()}
        self.assertEqual(by_order, {first: 4, second: 6})

    def test_days_late_count_from_what_was_promised(self):
        purchase = self._buy(10, days=5)
        self._wait(10)
        self._put_off(purchase, 8)
        self.assertImpact({"days_late": 3, "promise_count": 1, "harm": 1000 * 3 * 2})

    def test_days_late_count_from_what_the_order_says_as_long_as_nothing_is_promised(
        self,
    ):
        self._buy(10, days=5)
        self._create_order({self.desk: 10})
        self._evaluate()
        self.assertImpact({"days_late": 5, "promise_count": 0, "harm": 5000})

    def test_overdue_purchase_is_late_at_least_since_it_should_have_come(self):
        purchase = self._buy(10, days=5)
        self._wait(10)
        overdue = fields.Datetime.now() - timedelta(days=4)
        purchase.sudo().picking_ids.scheduled_date = overdue
        self._put_off(purchase, -4)
        self.assertImpact({"days_late": 4, "promise_count": 1, "harm": 1000 * 4 * 2})

    def test_days_late_are_those_where_the_company_is(self):
        purchase = self._buy(10, days=5)
        self._wait(10)
        line = purchase.order_line
        line.date_planned = (fields.Datetime.now() - timedelta(days=4)).replace(
            hour=0, minute=30
        )
        for zone in ("Etc/GMT+12", "Etc/GMT-14"):
            self.company.partner_id.tz = zone
            planned = self.company._to_backorder_day(line.date_planned)
            days = (self.company._backorder_today() - planned).days
            with self.subTest(zone=zone):
                self.env.invalidate_all()
                self.assertEqual(self._get_impacts().days_late, days)

    def test_promise_that_holds_is_not_at_stake(self):
        purchase = self._buy(10, days=5)
        self._wait(10)
        self._put_off(purchase, 4)
        self.assertImpact({"promise_count": 0})

    def test_most_harmful_purchase_comes_first(self):
        small = self._buy(2, days=5)
        self._wait(2)
        big = self._buy(10, days=5, product=self.lamp)
        self._wait(10, product=self.lamp)
        self.assertEqual(self._get_impacts().order_id, big | small)
        self._put_off(small, 30)
        self.assertEqual(self._get_impacts()[0].order_id, small)

    def test_value_is_in_the_currency_of_the_company(self):
        currency = self.env["res.currency"].create(
            {
                "name": "HLF",
                "symbol": "½",
                "rate_ids": [Command.create({"name": "2020-01-01", "rate": 2.0})],
            }
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Half", "currency_id": currency.id}
        )
        self._buy(10, days=5)
        order = self._create_order({self.desk: 10}, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, currency)
        self.assertEqual(order.amount_untaxed, 2000)
        self._evaluate()
        self.assertImpact({"value": 1000})

    def test_quantity_is_in_the_unit_of_the_product(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self._buy(30, days=5)
        line = {
            "product_id": self.desk.id,
            "product_uom_id": dozen.id,
            "product_uom_qty": 2,
        }
        self._create_order({}, order_line=[Command.create(line)])
        self._evaluate()
        self.assertImpact({"quantity": 24})

    # === FINDING === #

    def _filter(self, name):
        """Return the purchases that a filter of the queue finds."""
        impacts = self.env["purchase.backorder.impact"].with_user(self.buyer)
        arch = etree.fromstring(impacts.get_view(view_type="search")["arch"])
        [domain] = arch.xpath(f"//filter[@name='{name}']/@domain")
        return impacts.search(safe_eval(domain, {"uid": self.buyer.id})).order_id

    def test_filters_find_what_is_late_overdue_and_at_stake(self):
        good = self._buy(10, days=5)
        self._wait(10)
        late = self._buy(5, days=5, product=self.lamp)
        self._wait(5, product=self.lamp)
        self.desk = self._create_product(name="Chair")
        overdue = self._buy(5, days=5)
        self._wait(5)
        self._put_off(late, 9)
        self._put_off(overdue, -2)
        self.assertEqual(self._filter("late"), late | overdue)
        self.assertEqual(self._filter("overdue"), overdue)
        self.assertEqual(self._filter("promises"), late)
        self.assertEqual(self._filter("mine"), good | late | overdue)

    # === TOPOLOGIES === #

    def test_receipt_of_two_steps(self):
        self.warehouse.reception_steps = "two_steps"
        purchase = self._buy(10, days=5)
        order = self._wait(10)
        self.assertImpact({"order_id": purchase.id, "quantity": 10})
        self._validate(purchase.sudo().picking_ids)
        self._evaluate()
        self.assertFalse(self._get_impacts())
        self.assertTrue(order.backorder_ids.supply_ids.is_arrived)

    def test_purchase_made_to_order(self):
        mto = self.warehouse.mto_pull_id.route_id
        mto.active = True
        buy = self.env.ref("purchase_stock.route_warehouse0_buy")
        chair = self._create_product(
            name="Chair",
            route_ids=[Command.set((mto | buy).ids)],
            seller_ids=[Command.create({"partner_id": self.vendor.id, "delay": 6})],
        )
        order = self._create_order({chair: 10})
        purchase = order.order_line.move_ids.created_purchase_line_ids.order_id
        purchase.with_user(self.buyer).button_confirm()
        self._put_off(purchase, 6)
        self.assertImpact({"order_id": purchase.id, "quantity": 10})

    def test_dropshipped_order_waits_for_no_receipt_of_ours(self):
        self._require("stock_dropshipping")
        chair = self._create_product(
            name="Chair",
            route_ids=self.env.ref("stock_dropshipping.route_drop_shipping"),
            seller_ids=[Command.create({"partner_id": self.vendor.id, "delay": 6})],
        )
        order = self._create_order({chair: 10})
        purchase = order._get_purchase_orders()
        purchase.with_user(self.buyer).button_confirm()
        self._put_off(purchase, 6)
        self.assertFalse(self._get_impacts())

    def test_cancelled_receipt_keeps_nobody_waiting(self):
        purchase = self._buy(10, days=5)
        self._wait(10)
        purchase.sudo().picking_ids.action_cancel()
        self.assertFalse(self._get_impacts())

    def test_part_that_arrived_is_not_awaited(self):
        purchase = self._buy(10, days=5)
        self._wait(10)
        self._validate(purchase.sudo().picking_ids, {self.desk: 6})
        self._evaluate()
        self.assertImpact({"quantity": 4, "value": 400})

    # === WHO SEES IT === #

    def test_buyer_opens_the_purchase_from_the_queue(self):
        purchase = self._buy(10, days=5)
        self._wait(10)
        self.assertEqual(self._get_impacts().action_open_order()["res_id"], purchase.id)

    def test_buyer_of_another_company_sees_nothing(self):
        self._buy(10, days=5)
        self._wait(10)
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="purchase.group_purchase_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertFalse(self._get_impacts().with_user(stranger).search([]))


@tagged("post_install", "-at_install")
class TestPurchaseSupply(ImpactCommon):
    """What covers a backorder, as those see it who may and may not know the vendor."""

    def _get_source(self, order, user):
        supply = order.with_user(user).backorder_ids.supply_ids
        return supply.source, supply.has_document

    def test_buyer_sees_the_purchase_that_covers_a_backorder(self):
        purchase = self._buy(10, days=5)
        order = self._wait(10)
        supply = order.backorder_ids.supply_ids.with_user(self.buyer)
        self.assertEqual(supply.source, purchase.display_name)
        self.assertEqual(supply.action_open_document()["res_id"], purchase.id)
        self.assertEqual(supply.action_open_document()["res_model"], "purchase.order")

    def test_salesperson_sees_that_it_is_bought_and_until_when_but_not_from_whom(self):
        self._buy(10, days=5)
        order = self._wait(10)
        order.user_id = self.sale_user
        supply = order.backorder_ids.supply_ids.with_user(self.sale_user)
        [values] = supply.read()
        self.assertEqual(values["source"], "Purchase")
        self.assertEqual(values["date"], self._in_days(5))
        self.assertFalse(values["has_document"])
        hidden = {"move_id", "purchase_line_id", "purchase_order_id", "vendor_id"}
        self.assertFalse(hidden & values.keys())

    def test_warehouse_user_who_does_not_buy_sees_the_receipt(self):
        purchase = self._buy(10, days=5)
        order = self._wait(10)
        user = new_test_user(self.env, "sue", groups="stock.group_stock_user")
        supply = order.backorder_ids.supply_ids.with_user(user)
        self.assertEqual(supply.source, purchase.sudo().picking_ids.name)
