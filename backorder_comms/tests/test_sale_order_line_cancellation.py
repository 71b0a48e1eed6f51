# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .delivery_common import DeliveryCommon
from .test_topologies import BuyToOrderCommon, ForeignSupplyCommon


class CancellationCommon(DeliveryCommon):
    """What is left to be shipped when a customer does without a part."""

    def assertCancels(self, order, quantity, left):
        """Cancel of the only line; nothing comes back, whatever the warehouse does."""
        line = order.order_line
        self.assertEqual(line._get_backorder_cancellable_quantity(), quantity)
        known = order.picking_ids
        line._cancel_backorder_quantity(quantity)
        self.assertEqual(line.product_uom_qty, left)
        self.assertFalse(order.picking_ids - known)
        self.assertNotIn("customer", line.move_ids.location_id.mapped("usage"))
        open_moves = line.move_ids._filter_backorder_open()
        self.assertEqual(
            line._sum_backorder_moves(open_moves), left - line.qty_delivered
        )

    def assertNotCancellable(self, order):
        self.assertEqual(order.order_line._get_backorder_cancellable_quantity(), 0)
        with self.assertRaises(UserError):
            order.order_line._cancel_backorder_quantity(1)


@tagged("post_install", "-at_install")
class TestCancellation(CancellationCommon):
    def test_all_of_a_line_is_cancelled(self):
        order = self._create_order({self.desk: 10})
        self.assertCancels(order, 10, left=0)
        self.assertEqual(order.picking_ids.state, "cancel")

    def test_part_of_a_line_is_cancelled(self):
        order = self._create_order({self.desk: 10})
        order.order_line._cancel_backorder_quantity(4)
        self.assertEqual(order.picking_ids.move_ids.product_uom_qty, 6)

    def test_goods_that_are_there_stay_reserved(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        order.order_line._cancel_backorder_quantity(4)
        self.assertRecordValues(
            order.picking_ids.move_ids,
            [{"product_uom_qty": 6, "quantity": 6, "state": "assigned"}],
        )

    def test_rest_of_a_partly_delivered_line_is_cancelled(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._process(order, "out")
        self.assertCancels(order, 4, left=6)
        self.assertEqual(order.delivery_status, "full")

    def test_more_than_what_is_left_is_refused(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._process(order, "out")
        with self.assertRaises(UserError):
            order.order_line._cancel_backorder_quantity(5)
        self.assertEqual(order.order_line.product_uom_qty, 10)

    def test_locked_order_is_locked_afterwards(self):
        order = self._create_order({self.desk: 10})
        order.action_lock()
        self.assertCancels(order, 10, left=0)
        self.assertTrue(order.locked)

    def test_printed_transfer_is_left_alone(self):
        order = self._create_order({self.desk: 10})
        order.picking_ids.printed = True
        self.assertNotCancellable(order)

    def test_goods_in_someones_hands_are_left_alone(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        order.picking_ids.move_ids.picked = True
        self.assertNotCancellable(order)

    def test_returns_of_what_was_shipped_are_left_alone(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._process(order, "out")
        shipped = order.picking_ids.filtered(lambda p: p.state == "done")
        returned = self._return(shipped, 2)
        returned.move_ids.to_refund = False
        order.order_line._cancel_backorder_quantity(4)
        self.assertEqual(returned.move_ids.product_uom_qty, 2)

    def test_refunded_return_is_for_people_to_sort_out(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._process(order, "out")
        shipped = order.picking_ids.filtered(lambda p: p.state == "done")
        self._return(shipped, 2).move_ids.to_refund = True
        self.assertNotCancellable(order)

    def test_quantity_closed_short_is_not_sent_after_all(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._validate(order.picking_ids, backorder=False)
        self.assertNotCancellable(order)

    def test_exchanged_goods_are_still_sent(self):
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        self._process(order, "out")
        self._return(order.picking_ids, 2, exchange=True)
        self.assertNotCancellable(order)

    def test_other_line_of_the_same_product_stays(self):
        order = self._create_order({self.desk: 10})
        order.order_line = [
            Command.create({"product_id": self.desk.id, "product_uom_qty": 3})
        ]
        first, second = order.order_line
        first._cancel_backorder_quantity(10)
        self.assertEqual(first.move_ids.mapped("state"), ["cancel"])
        self.assertEqual(second.move_ids.product_uom_qty, 3)

    def test_deadline_that_moved_does_not_make_goods_come_back(self):
        order = self._create_order({self.desk: 10})
        order.picking_ids.move_ids.date_deadline += timedelta(days=9)
        self.assertCancels(order, 10, left=0)

    def test_transfer_that_was_split_shrinks_where_the_line_is(self):
        order = self._create_order({self.desk: 10, self.lamp: 5})
        desks, lamps = order.order_line
        lamps.move_ids.picking_id = order.picking_ids.copy({"move_ids": []})
        for line in (desks, lamps):
            line._cancel_backorder_quantity(5)
        self.assertRecordValues(
            desks.move_ids | lamps.move_ids,
            [
                {"product_uom_qty": 5, "state": "confirmed"},
                {"product_uom_qty": 0, "state": "cancel"},
            ],
        )

    def test_dozens_are_cancelled_whole(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self._set_stock(self.desk, 3)
        order = self._create_order({self.desk: 1})
        order.order_line = [
            Command.create(
                {
                    "product_id": self.lamp.id,
                    "product_uom_qty": 2,
                    "product_uom_id": dozen.id,
                }
            )
        ]
        line = order.order_line[1]
        line._cancel_backorder_quantity(1)
        self.assertEqual(line.move_ids.product_qty, 12)
        self.assertEqual(line._get_backorder_cancellable_quantity(), 1)

    def test_part_of_a_dozen_is_not_cancelled(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._create_order({self.desk: 1})
        order.order_line.product_uom_id = dozen
        self._set_stock(self.desk, 2)
        order.picking_ids.action_assign()
        self._process(order, "out")
        self.assertEqual(order.order_line._get_backorder_cancellable_quantity(), 0)


@tagged("post_install", "-at_install")
class TestCancellationInSteps(CancellationCommon):
    def _order_six_of_ten(self, delivery_steps):
        self.warehouse.delivery_steps = delivery_steps
        self._set_stock(self.desk, 6)
        return self._create_order({self.desk: 10})

    def _pull(self):
        """Turn the warehouse's route into what databases of old have: a pull chain."""
        first, *others = self.warehouse.delivery_route_id.rule_ids
        first.location_dest_id = others[0].location_src_id
        for rule in others:
            rule.action = "pull"

    def test_push_of_two_steps_cancels_before_it_is_picked(self):
        self.assertCancels(self._order_six_of_ten("pick_ship"), 10, left=0)

    def test_push_of_two_steps_cancels_what_is_not_picked(self):
        order = self._order_six_of_ten("pick_ship")
        self._process(order, "pick")
        self.assertCancels(order, 4, left=6)

    def test_push_of_two_steps_cancels_the_rest(self):
        order = self._order_six_of_ten("pick_ship")
        self._process(order, "pick", "out")
        self.assertCancels(order, 4, left=6)

    def test_push_of_three_steps_cancels_what_is_not_picked(self):
        order = self._order_six_of_ten("pick_pack_ship")
        self._process(order, "pick", "pack")
        self.assertCancels(order, 4, left=6)

    def test_push_that_is_picked_is_left_alone(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        self._process(order, "pick")
        self.assertNotCancellable(order)

    def test_push_whose_second_pick_is_printed_is_left_alone(self):
        order = self._order_six_of_ten("pick_ship")
        self._process(order, "pick")
        order.picking_ids.filtered(lambda p: p.state == "confirmed").printed = True
        self.assertNotCancellable(order)

    def test_pull_of_two_steps_cancels_before_it_is_picked(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._pull()
        order = self._order_six_of_ten("pick_ship")
        self.assertCancels(order, 10, left=0)
        self.assertEqual(set(order.picking_ids.mapped("state")), {"cancel"})

    def test_pull_of_two_steps_cancels_what_is_not_picked(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._pull()
        order = self._order_six_of_ten("pick_ship")
        self._process(order, "pick")
        self.assertCancels(order, 4, left=6)

    def test_pull_of_two_steps_ships_what_is_left(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._pull()
        order = self._order_six_of_ten("pick_ship")
        self._process(order, "pick")
        order.order_line._cancel_backorder_quantity(4)
        self._process(order, "out")
        self.assertEqual(order.delivery_status, "full")

    def test_pull_of_three_steps_cancels_what_is_not_picked(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        self._pull()
        order = self._order_six_of_ten("pick_pack_ship")
        self._process(order, "pick")
        self.assertCancels(order, 4, left=6)

    def test_pull_of_three_steps_cancels_the_rest(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        self._pull()
        order = self._order_six_of_ten("pick_pack_ship")
        self._process(order, "pick", "pack", "out")
        self.assertCancels(order, 4, left=6)

    def test_pull_whose_pick_is_printed_is_left_alone(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._pull()
        order = self._order_six_of_ten("pick_ship")
        order.picking_ids.filtered(
            lambda p: p.picking_type_id == self.warehouse.pick_type_id
        ).printed = True
        self.assertNotCancellable(order)


@tagged("post_install", "-at_install")
class TestCancellationOfResupply(CancellationCommon):
    def test_goods_of_the_other_warehouse_stay_there(self):
        shop = self.env["stock.warehouse"].create(
            {
                "name": "Shop",
                "code": "SHOP",
                "resupply_wh_ids": [Command.set(self.warehouse.ids)],
            }
        )
        mto = shop.mto_pull_id.route_id
        mto.active = True
        self.desk.route_ids = shop.resupply_route_ids | mto
        order = self._create_order({self.desk: 10}, warehouse_id=shop.id)
        self.assertCancels(order, 10, left=0)
        self.assertEqual(set(order.picking_ids.mapped("state")), {"cancel"})


@tagged("post_install", "-at_install")
class TestCancellationOfBuyToOrder(CancellationCommon, BuyToOrderCommon):
    def test_purchase_that_nobody_sent_shrinks(self):
        order = self._create_order({self.chair: 10})
        purchase = order._get_purchase_orders()
        order.order_line._cancel_backorder_quantity(4)
        self.assertEqual(purchase.order_line.product_qty, 6)

    def test_purchase_that_was_sent_goes_to_stock(self):
        order = self._create_order({self.chair: 10})
        purchase = order._get_purchase_orders()
        purchase.order_line.date_planned += timedelta(days=5)
        purchase.button_confirm()
        self.assertCancels(order, 10, left=0)
        self.assertEqual(purchase.picking_ids.move_ids.product_uom_qty, 10)


@tagged("post_install", "-at_install")
class TestCancellationOfDropship(CancellationCommon, ForeignSupplyCommon):
    def test_what_the_vendor_ships_is_left_alone(self):
        self._require("stock_dropshipping")
        chair = self._create_bought_product(
            self.env.ref("stock_dropshipping.route_drop_shipping"), name="Chair"
        )
        order = self._create_order({chair: 10})
        order.order_line.purchase_line_ids.order_id.button_confirm()
        self.assertNotCancellable(order)
