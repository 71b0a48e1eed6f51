# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.fields import Command
from odoo.tests import tagged

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestDeliveryWithoutShortage(DeliveryCommon):
    """What looks like a backorder to core, while nothing is missing."""

    def _order_ten_from_stock(self):
        self._set_stock(self.desk, 10)
        return self._create_order({self.desk: 10})

    def test_split_transfer_is_no_shortage(self):
        order = self._order_ten_from_stock()
        order.picking_ids.move_ids.quantity = 6
        order.picking_ids.action_split_transfer()
        self._communicate()
        self.assertSilent(order)

    def test_user_who_ships_less_than_there_is_causes_no_shortage(self):
        order = self._order_ten_from_stock()
        self._process(order, "out", quantities={self.desk: 6})
        self.assertSilent(order)

    def test_user_who_ships_one_of_two_lines_causes_no_shortage(self):
        self._set_stock(self.desk, 1)
        self._set_stock(self.lamp, 1)
        order = self._create_order({self.desk: 1, self.lamp: 1})
        self._process(order, "out", quantities={self.desk: 1})
        self.assertSilent(order)

    def test_consumable_is_never_missing(self):
        paint = self._create_product(name="Paint", is_storable=False)
        order = self._create_order({paint: 10})
        self._process(order, "out", quantities={paint: 6})
        self.assertSilent(order)

    def test_service_is_never_missing(self):
        advice = self._create_product(name="Advice", type="service", is_storable=False)
        order = self._create_order({advice: 10})
        self._communicate()
        self.assertSilent(order)

    def test_quotation_does_not_wait(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [Command.create({"product_id": self.desk.id})],
            }
        )
        self._communicate()
        self.assertSilent(order)

    def test_negative_line_is_no_backorder(self):
        self._set_stock(self.desk, 1)
        order = self._create_order({self.desk: 1, self.lamp: -2})
        self._communicate()
        self.assertSilent(order)

    def test_goods_that_come_back_from_a_printed_delivery_are_no_backorder(self):
        order = self._order_ten_from_stock()
        order.picking_ids.printed = True
        order.order_line.product_uom_qty = 6
        self._communicate()
        self.assertSilent(order)


@tagged("post_install", "-at_install")
class TestDeliveryChanges(DeliveryCommon):
    """What people do to an order and its delivery while the customer waits."""

    def _order_six_of_ten(self, **values):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10}, **values)
        self._communicate()
        return order

    def _add_line(self, order, product, quantity):
        order.order_line = [
            Command.create({"product_id": product.id, "product_uom_qty": quantity})
        ]

    # === MORE OR LESS === #

    def test_increase_joins_the_open_backorder(self):
        order = self._order_six_of_ten()
        self._process(order, "out")
        order.order_line.product_uom_qty = 15
        self._communicate()
        self.assertBackorder(
            order, "waiting", quantity=9, open_quantity=9, shipped_quantity=6
        )

    def test_increase_after_printing_joins_the_open_backorder(self):
        order = self._order_six_of_ten()
        order.picking_ids.printed = True
        order.order_line.product_uom_qty = 15
        self._communicate()
        self.assertBackorder(order, "waiting", quantity=9, open_quantity=15)

    def test_increase_is_shipped_with_the_rest(self):
        order = self._order_six_of_ten()
        order.order_line.product_uom_qty = 15
        self._set_stock(self.desk, 15)
        self._process(order, "out")
        self.assertStory(order, "opened shipped")

    def test_decrease_to_what_there_is_makes_it_ready(self):
        order = self._order_six_of_ten()
        order.order_line.product_uom_qty = 6
        self._communicate()
        self.assertBackorder(order, "ready", quantity=0, open_quantity=6)

    def test_decrease_to_what_has_left_cancels_the_rest(self):
        order = self._order_six_of_ten()
        self._process(order, "out")
        order.order_line.product_uom_qty = 6
        self._communicate()
        self.assertStory(order, "opened partly_shipped cancelled")

    def test_cancelled_order_is_told_once(self):
        order = self._create_order({self.desk: 10, self.lamp: 1})
        self._communicate()
        order._action_cancel()
        self._communicate()
        self.assertStory(
            order, "opened opened cancelled cancelled", told="opened cancelled"
        )

    def test_cancelled_remainder_is_told_with_what_ships(self):
        order = self._order_six_of_ten()
        self._validate(order.picking_ids, {self.desk: 6}, backorder=False)
        self._communicate()
        self.assertStory(order, "opened cancelled")

    def test_operation_that_makes_no_backorders_cancels_the_rest(self):
        self.warehouse.out_type_id.create_backorder = "never"
        order = self._order_six_of_ten()
        self._process(order, "out")
        self.assertStory(order, "opened cancelled")

    def test_operation_that_makes_no_backorders_keeps_what_has_left(self):
        self.warehouse.out_type_id.create_backorder = "never"
        order = self._order_six_of_ten()
        self._process(order, "out")
        self.assertBackorder(order, "cancel", open_quantity=0, shipped_quantity=6)

    def test_operation_that_always_makes_backorders_waits_on(self):
        self.warehouse.out_type_id.create_backorder = "always"
        order = self._order_six_of_ten()
        self._process(order, "out")
        self.assertStory(order, "opened partly_shipped")

    # === WHO GETS THE GOODS === #

    def test_goods_taken_by_another_order_are_missing_again(self):
        order = self._order_six_of_ten()
        self._set_stock(self.desk, 10)
        self._communicate()
        other = self._create_order({self.desk: 10})
        self._validate(other.picking_ids, {self.desk: 10})
        self._communicate()
        self.assertStory(order, "opened ready later")

    def test_goods_lost_in_the_warehouse_are_missing_again(self):
        order = self._order_six_of_ten()
        self._set_stock(self.desk, 10)
        self._communicate()
        self._set_stock(self.desk, 7)
        self._communicate()
        self.assertBackorder(order, "waiting", quantity=3)

    def test_order_that_loses_its_goods_before_it_was_late_waits(self):
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._set_stock(self.desk, 0)
        self._communicate()
        self.assertStory(order, "opened")

    def test_unreserved_goods_are_still_there(self):
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        order.picking_ids.do_unreserve()
        self._communicate()
        self.assertSilent(order)

    # === SEVERAL LINES === #

    def test_lines_of_one_product_wait_each_for_itself(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 5})
        self._add_line(order, self.desk, 5)
        self._communicate()
        self.assertBackorder(order, "waiting", quantity=4, open_quantity=5)

    def test_lines_of_one_product_wait_together_when_there_is_none(self):
        order = self._create_order({self.desk: 5})
        self._add_line(order, self.desk, 3)
        self._communicate()
        self.assertEqual(order.backorder_ids.mapped("quantity"), [5, 3])

    def test_shipment_of_several_lines_is_told_once(self):
        self._set_stock(self.desk, 1)
        self._set_stock(self.lamp, 1)
        order = self._create_order({self.desk: 5, self.lamp: 5})
        self._communicate()
        self._process(order, "out")
        self.assertEqual(self._get_told(order), ["opened", "partly_shipped"])

    def test_product_added_to_the_delivery_does_not_wait(self):
        order = self._order_six_of_ten()
        order.picking_ids.move_ids = [
            Command.create(
                {
                    "product_id": self.lamp.id,
                    "product_uom_qty": 2,
                    "location_id": order.picking_ids.location_id.id,
                    "location_dest_id": order.picking_ids.location_dest_id.id,
                }
            )
        ]
        self._process(order, "out", quantities={self.desk: 6, self.lamp: 1})
        self.assertBackorder(order, "waiting", product_id=self.desk.id)

    def test_line_added_to_a_confirmed_order_waits(self):
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._add_line(order, self.lamp, 1)
        self._communicate()
        self.assertBackorder(order, "waiting", product_id=self.lamp.id)

    # === OTHER SETTINGS === #

    def test_locked_order_waits_as_any_other(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        order.action_lock()
        self._communicate()
        self._process(order, "out")
        self.assertStory(order, "opened partly_shipped")

    def test_order_that_ships_at_once_knows_what_is_missing(self):
        order = self._order_six_of_ten(picking_policy="one")
        self.assertBackorder(order, "waiting", quantity=4, open_quantity=10)

    def test_order_that_ships_at_once_is_ready_when_all_is_there(self):
        order = self._order_six_of_ten(picking_policy="one")
        self._set_stock(self.desk, 10)
        self._communicate()
        self._process(order, "out")
        self.assertStory(order, "opened ready shipped")

    def test_scrapped_goods_are_missing_again(self):
        order = self._order_six_of_ten()
        self._set_stock(self.desk, 10)
        self._communicate()
        self.env["stock.scrap"].create(
            {"product_id": self.desk.id, "scrap_qty": 3}
        ).do_scrap()
        self._communicate()
        self.assertBackorder(order, "waiting", quantity=3)
