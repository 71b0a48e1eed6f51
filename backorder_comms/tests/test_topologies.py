# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import html2plaintext
from odoo.tools.misc import format_date

from .delivery_common import DeliveryCommon

WHOLE_STORY = "opened partly_shipped ready shipped"


@tagged("post_install", "-at_install")
class TestSteps(DeliveryCommon):
    """The same sale through one warehouse that takes one, two or three steps."""

    def _order_six_of_ten(self, delivery_steps):
        self.warehouse.delivery_steps = delivery_steps
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._communicate()
        return order

    def _pull(self):
        """Turn the warehouse's route into what databases of old have: a pull chain."""
        first, *others = self.warehouse.delivery_route_id.rule_ids
        first.location_dest_id = others[0].location_src_id
        for rule in others:
            rule.action = "pull"

    def _get_the_rest(self):
        self._set_stock(self.desk, 4)
        self._communicate()

    def test_one_step_tells_the_whole_story(self):
        order = self._order_six_of_ten("ship_only")
        self._process(order, "out")
        self._get_the_rest()
        self._process(order, "out")
        self.assertStory(order, WHOLE_STORY)

    def test_one_step_counts_what_is_missing_open_and_shipped(self):
        order = self._order_six_of_ten("ship_only")
        self._process(order, "out")
        self.assertBackorder(
            order, "waiting", quantity=4, open_quantity=4, shipped_quantity=6
        )

    def test_push_of_two_steps_tells_the_whole_story(self):
        order = self._order_six_of_ten("pick_ship")
        self._process(order, "pick", "out")
        self._get_the_rest()
        self._process(order, "pick", "out")
        self.assertStory(order, WHOLE_STORY)

    def test_push_of_two_steps_counts_each_unit_once(self):
        order = self._order_six_of_ten("pick_ship")
        self._process(order, "pick")
        self.assertBackorder(
            order, "waiting", quantity=4, open_quantity=10, shipped_quantity=0
        )

    def test_push_of_two_steps_knows_what_left(self):
        order = self._order_six_of_ten("pick_ship")
        self._process(order, "pick", "out")
        self.assertBackorder(
            order, "waiting", quantity=4, open_quantity=4, shipped_quantity=6
        )

    def test_picked_goods_are_not_shipped(self):
        order = self._order_six_of_ten("pick_ship")
        self._process(order, "pick")
        self.assertStory(order, "opened")

    def test_picks_that_leave_together_are_one_shipment(self):
        order = self._order_six_of_ten("pick_ship")
        self._process(order, "pick")
        self._get_the_rest()
        self._process(order, "pick", "out")
        self.assertStory(order, "opened ready shipped")

    def test_push_of_three_steps_tells_the_whole_story(self):
        order = self._order_six_of_ten("pick_pack_ship")
        self._process(order, "pick", "pack", "out")
        self._get_the_rest()
        self._process(order, "pick", "pack", "out")
        self.assertStory(order, WHOLE_STORY)

    def test_push_of_three_steps_counts_each_unit_once(self):
        order = self._order_six_of_ten("pick_pack_ship")
        self._process(order, "pick", "pack")
        self.assertBackorder(
            order, "waiting", quantity=4, open_quantity=10, shipped_quantity=0
        )

    def test_pull_of_two_steps_tells_the_whole_story(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._pull()
        order = self._order_six_of_ten("pick_ship")
        self._process(order, "pick", "out")
        self._get_the_rest()
        self._process(order, "pick", "out")
        self.assertStory(order, WHOLE_STORY)

    def test_pull_of_three_steps_tells_the_whole_story(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        self._pull()
        order = self._order_six_of_ten("pick_pack_ship")
        self._process(order, "pick", "pack", "out")
        self._get_the_rest()
        self._process(order, "pick", "pack", "out")
        self.assertStory(order, WHOLE_STORY)

    def test_pull_of_three_steps_counts_each_unit_once(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        self._pull()
        order = self._order_six_of_ten("pick_pack_ship")
        self._process(order, "pick")
        self.assertBackorder(
            order, "waiting", quantity=4, open_quantity=10, shipped_quantity=0
        )

    def test_goods_on_their_way_through_the_building_are_no_shortage(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        for step in ("pick", "pack", "out"):
            self._process(order, step)
        self.assertSilent(order)

    def test_receipt_of_several_steps_has_a_date_until_it_is_put_away(self):
        self.warehouse.reception_steps = "three_steps"
        receipt = self._create_receipt(self.desk, 10, days=5)
        receipt.move_ids.location_dest_id = self.warehouse.wh_input_stock_loc_id
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._validate(receipt)
        self._communicate()
        self.assertBackorder(order, "waiting", expected_date=self.today)


@tagged("post_install", "-at_install")
class TestResupply(DeliveryCommon):
    """A shop whose goods come from the main warehouse, on order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop = cls.env["stock.warehouse"].create(
            {
                "name": "Shop",
                "code": "SHOP",
                "resupply_wh_ids": [Command.set(cls.warehouse.ids)],
            }
        )
        mto = cls.shop.mto_pull_id.route_id
        mto.active = True
        cls.desk.route_ids = cls.shop.resupply_route_ids | mto

    def _create_shop_order(self):
        order = self._create_order({self.desk: 10}, warehouse_id=self.shop.id)
        self._communicate()
        return order

    def _receive(self, order):
        incoming = order.picking_ids.filtered(
            lambda transfer: transfer.picking_type_id == self.shop.in_type_id
        )
        self._validate(incoming)
        self._communicate()

    def test_each_unit_counts_once_on_its_way(self):
        order = self._create_shop_order()
        self.assertBackorder(order, "waiting", quantity=10, open_quantity=10)

    def test_warehouse_without_goods_gives_no_date(self):
        order = self._create_shop_order()
        self.assertBackorder(order, "waiting", expected_date=False)

    def test_goods_of_the_other_warehouse_are_on_their_way(self):
        order = self._create_shop_order()
        self._set_stock(self.desk, 10)
        self._communicate()
        self.assertBackorder(order, "waiting", quantity=10, expected_date=self.today)

    def test_goods_that_must_come_to_the_other_warehouse_first_are_unsure(self):
        self.shop.write({"backorder_calendar_id": False, "backorder_margin_days": 3})
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_shop_order()
        self.assertBackorder(
            order,
            "waiting",
            expected_date=self.today + timedelta(days=5),
            latest_date=self.today + timedelta(days=8),
        )

    def test_customer_reads_both_ends_of_an_unsure_date(self):
        self.shop.write({"backorder_calendar_id": False, "backorder_margin_days": 3})
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_shop_order()
        ends = (self.today + timedelta(days=days) for days in (5, 8))
        first, last = (format_date(self.env, e, date_format="long") for e in ends)
        text = html2plaintext(order.backorder_message_ids.body)
        self.assertIn(f"between {first} and {last}", " ".join(text.split()))

    def test_part_that_the_other_warehouse_lacks_has_no_date(self):
        self._set_stock(self.desk, 4)
        order = self._create_shop_order()
        self.assertBackorder(order, "waiting", quantity=10, expected_date=False)

    def test_part_that_arrived_is_not_missing(self):
        order = self._create_shop_order()
        self._set_stock(self.desk, 10)
        self._communicate()
        self._process(order, "out", quantities={self.desk: 4})
        self._receive(order)
        self.assertBackorder(order, "waiting", quantity=6, expected_date=self.today)

    def test_transfer_to_the_shop_is_no_shipment(self):
        order = self._create_shop_order()
        self._set_stock(self.desk, 10)
        self._process(order, "out")
        self.assertStory(order, "opened earlier")

    def test_only_what_leaves_the_shop_is_told(self):
        order = self._create_shop_order()
        self._set_stock(self.desk, 10)
        self._communicate()
        self._process(order, "out")
        self._receive(order)
        self._validate(self._get_deliveries(order))
        self._communicate()
        self.assertStory(order, "opened earlier ready shipped")


@tagged("post_install", "-at_install")
class TestReturns(DeliveryCommon):
    def _ship_ten(self):
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        self._process(order, "out")
        return order

    def test_return_is_no_backorder(self):
        order = self._ship_ten()
        self._return(order.picking_ids, 10)
        self._communicate()
        self.assertSilent(order)

    def test_rest_of_a_return_is_no_backorder(self):
        order = self._ship_ten()
        self._validate(self._return(order.picking_ids, 10), {self.desk: 4})
        self._communicate()
        self.assertSilent(order)

    def test_return_does_not_make_up_for_what_is_missing(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._process(order, "out")
        self._return(order.picking_ids.filtered(lambda p: p.state == "done"), 4)
        self._communicate()
        self.assertBackorder(order, "waiting", quantity=4, expected_date=False)

    def test_returned_goods_that_go_back_to_the_customer_are_no_backorder(self):
        order = self._ship_ten()
        returned = self._return(order.picking_ids, 2)
        self._validate(returned, {self.desk: 2})
        self._return(returned, 2)
        self._set_stock(self.desk, 0)
        self._communicate()
        self.assertSilent(order)

    def test_exchange_without_stock_waits(self):
        order = self._ship_ten()
        self._return(order.picking_ids, 2, exchange=True)
        self._communicate()
        self.assertBackorder(
            order, "waiting", quantity=2, open_quantity=2, expected_date=False
        )

    def test_exchange_from_stock_is_no_backorder(self):
        order = self._ship_ten()
        self._set_stock(self.desk, 2)
        self._return(order.picking_ids, 2, exchange=True)
        self._communicate()
        self.assertSilent(order)


class ForeignSupplyCommon(DeliveryCommon):
    """Products whose goods come from other apps."""

    @classmethod
    def _create_bought_product(cls, route, **values):
        route.active = True
        return cls._create_product(
            route_ids=[
                Command.set(
                    (route | cls.env.ref("purchase_stock.route_warehouse0_buy")).ids
                )
            ],
            seller_ids=[Command.create({"partner_id": cls.vendor.id})],
            **values,
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create(
            {"name": "Vic", "email": "vic@example.com"}
        )


class BuyToOrderCommon(ForeignSupplyCommon):
    """With `purchase_stock`: each sale is bought for, and waits for just that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._require("sale_purchase_stock")
        cls.chair = cls._create_bought_product(
            cls.warehouse.mto_pull_id.route_id, name="Chair"
        )
        cls.warehouse.mto_pull_id.procure_method = "make_to_order"


@tagged("post_install", "-at_install")
class TestBuyToOrder(BuyToOrderCommon):
    def _order_and_buy(self):
        order = self._create_order({self.chair: 10})
        self._communicate()
        purchase = order._get_purchase_orders()
        purchase.order_line.date_planned += timedelta(days=5)
        purchase.button_confirm()
        self._communicate()
        return order, purchase

    def test_date_is_known_when_the_purchase_is_confirmed(self):
        order, _purchase = self._order_and_buy()
        self.assertStory(order, "opened earlier")

    def test_part_that_arrived_is_not_missing(self):
        order, purchase = self._order_and_buy()
        self._validate(purchase.picking_ids, {self.chair: 6})
        self._communicate()
        self.assertBackorder(order, "waiting", quantity=4, open_quantity=10)

    def test_partial_receipt_ships_as_a_part(self):
        order, purchase = self._order_and_buy()
        self._validate(purchase.picking_ids, {self.chair: 6})
        self._process(order, "out")
        self.assertStory(order, "opened earlier partly_shipped")

    def test_cancelled_purchase_takes_the_date_away(self):
        order, purchase = self._order_and_buy()
        purchase.button_cancel()
        self._communicate()
        self.assertStory(order, "opened earlier later")

    def test_receipt_closed_short_leaves_the_rest_without_a_date(self):
        order, purchase = self._order_and_buy()
        self._validate(purchase.picking_ids, {self.chair: 6}, backorder=False)
        self._communicate()
        self.assertBackorder(order, "waiting", quantity=4, expected_date=False)


@tagged("post_install", "-at_install")
class TestDropship(ForeignSupplyCommon):
    """With `stock_dropshipping`: what vendors ship themselves is not ours to tell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._require("stock_dropshipping")
        cls.chair = cls._create_bought_product(
            cls.env.ref("stock_dropshipping.route_drop_shipping"), name="Chair"
        )

    def _order_and_ship_some(self, quantities):
        order = self._create_order(quantities)
        self._communicate()
        purchase = order.order_line.purchase_line_ids.order_id
        purchase.button_confirm()
        self._communicate()
        self._validate(purchase.picking_ids, {self.chair: 6})
        self._communicate()
        return order

    def test_nothing_is_said_of_a_dropshipped_order(self):
        order = self._order_and_ship_some({self.chair: 10})
        self.assertSilent(order)

    def test_vendor_gets_no_message(self):
        self.company.stock_move_email_validation = True
        self._order_and_ship_some({self.chair: 10, self.desk: 1})
        self.assertFalse(
            self.env["mail.notification"].search(
                [("res_partner_id", "=", self.vendor.id)]
            )
        )

    def test_our_part_of_the_order_is_complete_without_the_vendors(self):
        self.company.stock_move_email_validation = True
        self._set_stock(self.desk, 1)
        order = self._order_and_ship_some({self.chair: 10, self.desk: 1})
        self._process(order, "out")
        self.assertSilent(order)

    def test_other_lines_of_the_order_wait_as_usual(self):
        order = self._order_and_ship_some({self.chair: 10, self.desk: 1})
        self.assertBackorder(order, "waiting", product_id=self.desk.id, quantity=1)


@tagged("post_install", "-at_install")
class TestKits(DeliveryCommon):
    """With `sale_mrp`: quantities of components are not those of the line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._require("sale_mrp")
        cls.kit = cls._create_product(name="Kit")
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": cls.lamp.id, "product_qty": 3})
                ],
            }
        )

    def test_kit_without_components_opens_no_backorder(self):
        order = self._create_order({self.kit: 2})
        self._communicate()
        self.assertSilent(order)

    def test_part_of_a_kit_is_not_told_as_a_shipment(self):
        self._set_stock(self.lamp, 3)
        order = self._create_order({self.kit: 2})
        self._communicate()
        self._process(order, "out")
        self.assertSilent(order)

    def test_other_lines_of_the_order_wait_as_usual(self):
        order = self._create_order({self.kit: 2, self.desk: 1})
        self._communicate()
        self.assertBackorder(order, "waiting", product_id=self.desk.id, quantity=1)

    def test_component_sold_by_itself_waits_as_usual(self):
        order = self._create_order({self.kit: 2, self.lamp: 1})
        self._communicate()
        self.assertBackorder(order, "waiting", quantity=1, open_quantity=1)


@tagged("post_install", "-at_install")
class TestProduction(DeliveryCommon):
    """With `sale_mrp`: what the company makes itself is supply, and takes its part."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._require("sale_mrp")
        cls.bom = cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.desk.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": cls.lamp.id, "product_qty": 1})
                ],
            }
        )

    def _produce(self, quantity, days):
        # It takes an hour, which is not to end on another day.
        start = fields.Datetime.now().replace(hour=9) + timedelta(days=days)
        production = self.env["mrp.production"].create(
            {
                "product_id": self.desk.id,
                "product_qty": quantity,
                "bom_id": self.bom.id,
                "date_start": start,
            }
        )
        production.action_confirm()
        return production

    def test_production_gives_the_date(self):
        self._produce(10, days=6)
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertBackorder(
            order, "waiting", expected_date=self.today + timedelta(days=6)
        )

    def test_customer_hears_when_the_production_is_put_off(self):
        production = self._produce(10, days=6)
        order = self._create_order({self.desk: 10})
        self._communicate()
        production.date_start += timedelta(days=5)
        self._communicate()
        self.assertStory(order, "opened later")

    def test_components_of_an_earlier_production_are_not_for_sale(self):
        self._set_stock(self.lamp, 10)
        self._produce(10, days=0).action_assign()
        order = self._create_order({self.lamp: 1})
        self._communicate()
        self.assertBackorder(order, "waiting", quantity=1, expected_date=False)
