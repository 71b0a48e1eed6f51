# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.stock.models import stock_rule

from .allocation_common import AllocationCommon


@tagged("post_install", "-at_install")
class TestReservationOrder(AllocationCommon):
    """Whoever reserves: goods go to whoever is further ahead in the queue."""

    def test_receipt_serves_who_waits_longest(self):
        newer, older = self._create_waiting(1), self._create_waiting(5)
        self._receive(10)
        self.assertReserved((older, 10), (newer, 0))

    def test_receipt_serves_urgent_orders_first(self):
        older, urgent = self._create_waiting(5), self._create_waiting(1)
        urgent.picking_ids.priority = "1"
        self._receive(10)
        self.assertReserved((urgent, 10), (older, 0))

    def test_receipt_serves_who_waits_beyond_the_bound_before_urgent_orders(self):
        self.company.backorder_comms_urgent_days = 3
        older, urgent = self._create_waiting(5), self._create_waiting(1)
        urgent.picking_ids.priority = "1"
        self._receive(10)
        self.assertReserved((older, 10), (urgent, 0))

    def test_receipt_that_a_newcomer_caused_serves_who_waits_longest(self):
        newer, older = self._create_waiting(1), self._create_waiting(5)
        receipt = self._create_receipt(self.desk, 10, 0)
        receipt.move_ids.reference_ids = newer.stock_reference_ids
        self._validate(receipt.with_user(self.stock_user))
        self.assertReserved((older, 10), (newer, 0))

    def test_early_order_for_a_late_day_lets_others_go_first(self):
        later = fields.Datetime.now() + timedelta(days=60)
        late = self._create_waiting(5, commitment_date=later)
        newer = self._create_waiting(1)
        self._receive(10)
        self.assertReserved((newer, 10), (late, 0))

    @mute_logger("odoo.addons.backorder_comms.models.stock_move")
    def test_fault_of_ours_leaves_the_goods_to_the_order_of_core(self):
        order = self._create_waiting(5)
        allocation = self.env["sale.backorder.allocation"]
        failing = patch.object(
            type(allocation), "_get_contested_products", side_effect=ZeroDivisionError
        )
        with failing:
            self._receive(10)
        self.assertReserved((order, 10))

    def test_check_of_availability_serves_who_waits_longest(self):
        newer, older = self._create_waiting(1), self._create_waiting(5)
        self._receive(10, self._create_shelf())  # core does not look there
        self._check_availability(newer.picking_ids | older.picking_ids)
        self.assertReserved((older, 10), (newer, 0))

    def test_scheduler_serves_who_waits_longest(self):
        newer, older = self._create_waiting(1), self._create_waiting(5)
        self._receive(10, self._create_shelf())
        self.env["stock.rule"].run_scheduler()
        self.assertReserved((older, 10), (newer, 0))

    def test_scheduler_serves_who_waits_longest_though_his_turn_is_in_a_later_chunk(
        self,
    ):
        newer, older = self._create_waiting(1), self._create_waiting(5)
        newer.picking_ids.move_ids.reservation_date -= timedelta(days=1)
        self._receive(10, self._create_shelf())
        with patch.object(
            stock_rule, "split_every", lambda _size, ids: ([one] for one in ids)
        ):
            self.env["stock.rule"].run_scheduler()
        self.assertReserved((older, 10), (newer, 0))

    def test_part_goes_to_the_first_and_the_rest_to_the_second(self):
        newer, older = self._create_waiting(1), self._create_waiting(5)
        self._receive(14)
        self.assertReserved((older, 10), (newer, 4))

    def test_transfers_that_are_for_nobody_keep_the_order_of_core(self):
        later, sooner = self._create_transfer(10), self._create_transfer(10)
        sooner.move_ids.date -= timedelta(days=2)
        self._receive(10)
        self.assertReserved((sooner, 10), (later, 0))


@tagged("post_install", "-at_install")
class TestReservationProtection(AllocationCommon):
    """What customers further ahead are owed is left for them."""

    def _leave_unreserved(self, quantity):
        """Receive desks where core does not notice."""
        self._receive(quantity, self._create_shelf())
        self.env.flush_all()

    def test_new_order_does_not_jump_the_queue(self):
        older = self._create_waiting(5)
        self._leave_unreserved(10)
        newer = self._create_waiting(0)
        self.assertReserved((newer, 0), (older, 0))

    def test_new_order_takes_what_nobody_waits_for(self):
        self._create_waiting(5, quantity=4)
        self._leave_unreserved(10)
        newer = self._create_waiting(0)
        self.assertReserved((newer, 6))

    def test_new_order_takes_what_is_enough_for_all(self):
        self._create_waiting(5)
        self._leave_unreserved(20)
        newer = self._create_waiting(0)
        self.assertReserved((newer, 10))

    def test_check_of_availability_leaves_what_others_are_owed(self):
        self._create_waiting(5)
        newer = self._create_waiting(1)
        self._leave_unreserved(10)
        self._check_availability(newer.picking_ids)
        self.assertReserved((newer, 0))

    def test_order_made_urgent_takes_what_others_waited_for(self):
        older, newer = self._create_waiting(5), self._create_waiting(1)
        self._leave_unreserved(10)
        newer.picking_ids.priority = "1"
        self._check_availability(newer.picking_ids)
        self.assertReserved((newer, 10), (older, 0))

    def test_internal_transfer_leaves_what_customers_are_owed(self):
        self._create_waiting(5, quantity=4)
        self._leave_unreserved(10)
        self.assertReserved((self._create_transfer(10), 6))

    def test_internal_transfer_takes_all_where_no_customer_waits(self):
        self._leave_unreserved(10)
        self.assertReserved((self._create_transfer(10), 10))

    def test_partly_served_order_is_owed_the_rest_only(self):
        older = self._create_waiting(5)
        self._receive(6)
        self._leave_unreserved(10)
        newer = self._create_waiting(0)
        self.assertReserved((older, 6), (newer, 6))

    def test_units_of_the_order_do_not_matter(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        line = {
            "product_id": self.desk.id,
            "product_uom_qty": 1,
            "product_uom_id": dozen.id,
        }
        older = self._create_order({}, order_line=[Command.create(line)])
        older.date_order -= timedelta(days=5)
        self._leave_unreserved(20)
        self.assertReserved((self._create_waiting(0), 8))

    def test_order_that_is_to_be_reserved_later_is_not_owed_anything_yet(self):
        self.warehouse.out_type_id.reservation_method = "by_date"
        self._create_waiting(5).picking_ids.move_ids.date += timedelta(days=20)
        self._leave_unreserved(10)
        self.assertReserved((self._create_transfer(10), 10))

    def test_nothing_is_kept_where_people_reserve_by_hand(self):
        self.warehouse.out_type_id.reservation_method = "manual"
        self._create_waiting(5)
        newer = self._create_waiting(1)
        self._leave_unreserved(10)
        self._check_availability(newer.picking_ids)
        self.assertReserved((newer, 10))

    def test_nothing_is_kept_in_a_warehouse_without_protection(self):
        self.warehouse.backorder_protection = False
        self._create_waiting(5)
        self._leave_unreserved(10)
        self.assertReserved((self._create_waiting(0), 10))

    def test_nothing_is_kept_for_who_waits_in_another_warehouse(self):
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        self._create_waiting(5, warehouse_id=other.id)
        self._leave_unreserved(10)
        self.assertReserved((self._create_waiting(0), 10))

    def test_nothing_is_kept_in_other_places_than_where_he_takes_it_from(self):
        shelf = self._create_shelf()
        older = self._create_waiting(5)
        older.picking_ids.move_ids.location_id = shelf
        self._leave_unreserved(10)
        self.assertReserved((self._create_waiting(0), 10))

    def test_nothing_is_kept_for_who_must_ship_complete_and_cannot(self):
        self._create_order({self.desk: 10, self.lamp: 1}, picking_policy="one")
        self._leave_unreserved(10)
        self.assertReserved((self._create_waiting(0), 10))

    def test_goods_are_kept_for_who_must_ship_complete_and_can(self):
        self._create_order({self.desk: 10, self.lamp: 1}, picking_policy="one")
        self._receive(1, self._create_shelf(), product=self.lamp)
        self._leave_unreserved(10)
        self.assertReserved((self._create_waiting(0), 0))

    def test_quantity_that_someone_sets_by_hand_is_not_hindered(self):
        self._create_waiting(5)
        newer = self._create_waiting(1)
        self._leave_unreserved(10)
        newer.picking_ids.move_ids.with_user(self.stock_user).quantity = 10
        self.assertReserved((newer, 10))

    def test_quantity_that_is_forced_is_not_hindered(self):
        self._create_waiting(5)
        newer = self._create_waiting(1)
        self._leave_unreserved(10)
        newer.picking_ids.move_ids._action_assign(force_qty=10)
        self.assertReserved((newer, 10))


@tagged("post_install", "-at_install")
class TestReservationChains(AllocationCommon):
    """Steps and chains of a warehouse: only who takes from stock is queued."""

    def test_pick_of_three_steps_does_not_jump_the_queue(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        older = self._create_waiting(5)
        self._receive(10, self._create_shelf())
        newer = self._create_waiting(0)
        self._check_availability(older.picking_ids)
        self.assertReserved((newer, 0), (older, 10))

    def test_next_step_gets_what_was_picked_for_it(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._create_waiting(0)
        self._receive(10)
        self._create_waiting(5)
        self._process(order, "pick", "pack", "out")
        self.assertEqual(order.order_line.qty_delivered, 10)

    def test_pulled_pick_does_not_jump_the_queue(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._pull()
        older = self._create_waiting(5)
        self._receive(10, self._create_shelf())
        newer = self._create_waiting(0)
        self._check_availability(older.picking_ids)
        self.assertReserved((newer, 0), (older, 10))

    def _pull(self):
        """Make the steps up as databases from before Odoo 18 have them."""
        rules = self.warehouse.delivery_route_id.rule_ids
        customers = self.env.ref("stock.stock_location_customers")
        output = self.warehouse.wh_output_stock_loc_id
        rules.unlink()
        values = {
            "action": "pull",
            "route_id": self.warehouse.delivery_route_id.id,
            "warehouse_id": self.warehouse.id,
        }
        self.env["stock.rule"].create(
            [
                {
                    **values,
                    "name": "Ship",
                    "picking_type_id": self.warehouse.out_type_id.id,
                    "location_src_id": output.id,
                    "location_dest_id": customers.id,
                    "procure_method": "make_to_order",
                },
                {
                    **values,
                    "name": "Pick",
                    "picking_type_id": self.warehouse.pick_type_id.id,
                    "location_src_id": self.warehouse.lot_stock_id.id,
                    "location_dest_id": output.id,
                    "procure_method": "make_to_stock",
                },
            ]
        )

    def test_what_comes_for_a_chained_move_is_not_shared_out(self):
        older, chained = self._create_waiting(5), self._create_waiting(0)
        receipt = self._create_receipt(self.desk, 10, 0)
        chained.picking_ids.move_ids.write(
            {
                "procure_method": "make_to_order",
                "move_orig_ids": [Command.set(receipt.move_ids.ids)],
            }
        )
        self._validate(receipt.with_user(self.stock_user))
        self.assertReserved((chained, 10), (older, 0))

    def test_remainder_of_a_shipment_waits_in_its_place(self):
        newer, older = self._create_waiting(1), self._create_waiting(5)
        self._receive(6)
        self._validate(older.picking_ids.with_user(self.stock_user))
        self._receive(8)
        self.assertReserved((older, 4), (newer, 4))
