# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools.misc import mute_logger

from ..models.sale_backorder_offer import SaleBackorderOffer
from .allocation_common import AllocationCommon

LOGGER = "odoo.addons.backorder_comms.models.sale_backorder_offer"


@tagged("post_install", "-at_install")
class TestOfferOfFreedGoods(AllocationCommon):
    """Within the minute, what became free goes to who waits, by place."""

    def _create_queue(self):
        """Let one order hold ten desks and two others wait for them.

        :return: who holds, who is next, who is after that
        """
        holder = self._create_waiting(9)
        self._receive(10)
        newer, older = self._create_waiting(1), self._create_waiting(5)
        self._evaluate()
        return holder, older, newer

    def test_goods_of_a_cancelled_order_go_to_the_next(self):
        holder, older, newer = self._create_queue()
        holder._action_cancel()
        self._evaluate()
        self.assertReserved((older, 10), (newer, 0))

    def test_goods_that_someone_unreserved_go_to_the_next(self):
        holder, older, newer = self._create_queue()
        holder.picking_ids.with_user(self.stock_user).do_unreserve()
        self._evaluate()
        self.assertReserved((holder, 0), (older, 10), (newer, 0))

    def test_who_unreserved_a_transfer_can_give_its_goods_to_the_next_at_once(self):
        holder, older, _newer = self._create_queue()
        holder.picking_ids.with_user(self.stock_user).do_unreserve()
        self._check_availability(older.picking_ids)
        self.assertReserved((holder, 0), (older, 10))

    def test_goods_that_someone_unreserved_stay_free_where_nobody_else_waits(self):
        holder = self._create_waiting(9)
        self._receive(10)
        holder.picking_ids.with_user(self.stock_user).do_unreserve()
        self._evaluate()
        self.assertReserved((holder, 0))

    def test_unreserved_transfer_is_back_in_its_place_when_checked(self):
        holder, older, _newer = self._create_queue()
        holder.picking_ids.with_user(self.stock_user).do_unreserve()
        self._check_availability(holder.picking_ids)
        self._evaluate()
        self.assertReserved((holder, 10), (older, 0))

    def test_unreserved_transfer_is_back_in_its_place_the_next_day(self):
        holder = self._create_waiting(9)
        self._receive(10)
        holder.picking_ids.with_user(self.stock_user).do_unreserve()
        holder.picking_ids.backorder_gave_way_date -= timedelta(days=1)
        self.env["sale.backorder.signal"]._notice(products=self.desk)
        self._evaluate()
        self.assertReserved((holder, 10))

    def test_goods_unreserved_in_the_forecast_go_to_the_next(self):
        holder, older, _newer = self._create_queue()
        forecast = self.env["stock.forecasted_product_product"]
        forecast.with_user(self.stock_user).action_unreserve_linked_picks(
            holder.picking_ids.move_ids.id
        )
        self._evaluate()
        self.assertReserved((holder, 0), (older, 10))

    def test_goods_reserved_in_the_forecast_are_back_in_the_queue(self):
        holder, older, _newer = self._create_queue()
        holder.picking_ids.with_user(self.stock_user).do_unreserve()
        forecast = self.env["stock.forecasted_product_product"]
        forecast.with_user(self.stock_user).action_reserve_linked_picks(
            holder.picking_ids.move_ids.id
        )
        self.assertReserved((holder, 10), (older, 0))

    def test_found_goods_go_to_the_first(self):
        newer, older = self._create_waiting(1), self._create_waiting(5)
        self._set_stock(self.desk, 10, self._create_shelf())
        self._evaluate()
        self.assertReserved((older, 10), (newer, 0))

    def test_goods_received_into_a_sublocation_go_to_the_first(self):
        newer, older = self._create_waiting(1), self._create_waiting(5)
        self._receive(10, self._create_shelf())
        self._evaluate()
        self.assertReserved((older, 10), (newer, 0))

    def test_goods_kept_for_who_leaves_the_queue_go_to_the_next(self):
        older = self._create_waiting(5)
        self._receive(10, self._create_shelf())
        newer = self._create_waiting(0)
        older._action_cancel()
        self._evaluate()
        self.assertReserved((newer, 10))

    def test_offering_again_changes_nothing(self):
        holder, _older, newer = self._create_queue()
        holder._action_cancel()
        self._evaluate()
        self._evaluate()  # what handing out itself signalled
        signals = self.env["sale.backorder.signal"]
        self.env["sale.backorder.offer"]._offer(self.desk)
        self.env.cr.flush()
        self.assertFalse(signals.search([]))
        self.assertReserved((newer, 0))

    def test_nothing_is_offered_where_core_is_not_to_reserve(self):
        self.env["ir.config_parameter"].set_param("stock.picking_no_auto_reserve", "1")
        older = self._create_waiting(5)
        self._set_stock(self.desk, 10, self._create_shelf())
        self._evaluate()
        self.assertReserved((older, 0))

    def test_nothing_is_offered_where_people_reserve_by_hand(self):
        self.warehouse.out_type_id.reservation_method = "manual"
        older = self._create_waiting(5)
        self._set_stock(self.desk, 10, self._create_shelf())
        self._evaluate()
        self.assertReserved((older, 0))

    def test_goods_are_not_offered_to_internal_transfers(self):
        transfer = self._create_transfer(10)
        self._set_stock(self.desk, 10, self._create_shelf())
        self._evaluate()
        self.assertReserved((transfer, 0))

    def test_product_that_cannot_be_offered_stops_no_other(self):
        order = self._create_order({self.lamp: 2, self.desk: 10})
        self._set_stock(self.lamp, 1, self._create_shelf())
        self._set_stock(self.desk, 10, self._create_shelf())
        reserve = SaleBackorderOffer._reserve_waiting

        def fail_for_lamps(offer, products):
            if self.lamp in products:
                raise ValueError("a lamp")
            return reserve(offer, products)

        with (
            patch.object(SaleBackorderOffer, "_reserve_waiting", fail_for_lamps),
            mute_logger(LOGGER),
        ):
            self._evaluate()
        self.assertReserved((order, 10))
        self.assertEqual(order.backorder_ids.product_id, self.lamp)

    def test_where_nothing_is_free_two_queries_tell(self):
        self._create_waiting(5)
        self.env.flush_all()
        offer = self.env["sale.backorder.offer"]
        offer._offer(self.desk)  # warms up
        with self.assertQueryCount(2 + 2):  # a savepoint and its release
            offer._offer(self.desk)


@tagged("post_install", "-at_install")
class TestShipCompleteTransfers(AllocationCommon):
    """Those that must ship complete get everything at once, or hold nothing."""

    def _create_complete(self, days=9, lamps=1, **values):
        """Confirm an order for desks and lamps that must ship together."""
        order = self._create_order(
            {self.desk: 10, self.lamp: lamps}, picking_policy="one", **values
        )
        order.date_order -= timedelta(days=days)
        return order

    def _hold_desks(self, **values):
        """Let such an order hold the desks and wait for lamps."""
        order = self._create_complete(**values)
        order.picking_ids.move_ids.filtered(
            lambda move: move.product_id == self.desk
        ).quantity = 10
        return order

    def _stock_desks(self):
        self._set_stock(self.desk, 10, self._create_shelf())

    def test_receipt_serves_who_can_ship_first(self):
        complete, other = self._create_complete(), self._create_waiting(0)
        self._receive(10)
        self.assertReserved((complete, 0), (other, 10))

    def test_what_it_holds_in_vain_goes_to_who_can_ship(self):
        self._stock_desks()
        complete, other = self._hold_desks(), self._create_waiting(0)
        self._evaluate()
        self.assertReserved((complete, 0), (other, 10))

    def test_it_holds_nothing_although_nobody_else_waits(self):
        self._stock_desks()
        complete = self._hold_desks()
        self._evaluate()
        self.assertReserved((complete, 0))

    def test_it_holds_what_it_has_where_the_company_wants_that(self):
        self.company.backorder_comms_release_incomplete = False
        self._stock_desks()
        complete, other = self._hold_desks(), self._create_waiting(0)
        self._evaluate()
        self.assertReserved((complete, 10), (other, 0))

    def test_it_holds_what_it_has_where_people_reserve_by_hand(self):
        self.warehouse.out_type_id.reservation_method = "manual"
        self._stock_desks()
        complete = self._hold_desks()
        self._evaluate()
        self.assertReserved((complete, 10))

    def test_goods_that_are_on_a_printed_list_are_not_taken_from_it(self):
        self._stock_desks()
        printed = self._hold_desks()
        printed.picking_ids.printed = True
        self._evaluate()
        self.assertReserved((printed, 10))

    def test_goods_that_were_picked_are_not_taken_from_it(self):
        self._stock_desks()
        picked = self._hold_desks()
        picked.picking_ids.move_ids.filtered("quantity").picked = True
        self._evaluate()
        self.assertReserved((picked, 10))

    def test_it_gets_everything_when_the_last_line_arrives(self):
        complete = self._create_complete()
        self._stock_desks()
        self._evaluate()
        self._receive(1, product=self.lamp)
        self._evaluate()
        self.assertEqual(complete.picking_ids.state, "assigned")

    def test_it_keeps_what_it_has_while_it_completes(self):
        self._stock_desks()
        complete = self._hold_desks()
        self._set_stock(self.lamp, 1, self._create_shelf())
        self._evaluate()
        self.assertEqual(complete.picking_ids.state, "assigned")

    def test_it_does_not_take_from_who_is_further_ahead(self):
        older, complete = self._create_waiting(12), self._create_complete()
        self._stock_desks()
        self._set_stock(self.lamp, 1, self._create_shelf())
        self._evaluate()
        self.assertReserved((older, 10), (complete, 0))

    def test_two_of_them_do_not_block_each_other(self):
        self._stock_desks()
        first = self._create_complete(days=9)
        second = self._hold_desks(days=5)
        self._set_stock(self.lamp, 1, self._create_shelf())
        self._evaluate()
        self._evaluate()
        self.assertReserved((first, 10), (second, 0))

    def test_it_holds_nothing_of_what_cannot_be_reserved_after_all(self):
        """What is on the shelf is less than it seems: part of it is not to be had."""
        self._stock_desks()
        complete = self._create_complete()
        self._set_stock(self.lamp, 1, self._create_shelf())
        with patch.object(
            type(self.env["stock.move"]),
            "_update_reserved_quantity",
            lambda move, *args, **kwargs: 0.0,
        ):
            self._evaluate()
        self.assertReserved((complete, 0))

    def test_looking_again_changes_nothing(self):
        self._stock_desks()
        self._hold_desks()
        self._evaluate()
        self._evaluate()
        self.env["sale.backorder.offer"]._offer(self.desk | self.lamp)
        self.env.cr.flush()
        self.assertFalse(self.env["sale.backorder.signal"].search([]))
