# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import Counter
from datetime import datetime, timedelta
from random import Random

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..logic.shortage import INCOMING, STOCK
from .delivery_common import DeliveryCommon

NEVER = datetime(2100, 1, 1)


@tagged("post_install", "-at_install")
class TestForecastAgainstCore(DeliveryCommon):
    """With equal priorities, dates are those of core's forecast report.

    Core takes a receipt that is overdue before those that are planned, and gives its
    past date; it is told here that such a receipt never comes. That it counts returns
    which were not received, and transfers which nothing feeds, has tests of its own,
    as has that some give way to others.
    """

    def _play(self, seed, delivery_steps):
        """Let a warehouse have a history, different for each seed.

        :return: the products in it
        :rtype: product.product
        """
        random = Random(seed)
        self.warehouse.delivery_steps = delivery_steps
        self.warehouse.in_type_id.create_backorder = "always"
        products = self.env["product.product"].union(
            *(self._create_product(name=f"Product {number}") for number in range(3))
        )
        acts = [self._correct_stock, *3 * [self._plan_receipt], *5 * [self._sell]]
        acts += [self._take_a_step, self._unreserve]
        for _act in range(18):
            random.choice(acts)(random, products)
        return products

    # === WHAT HAPPENS === #

    def _correct_stock(self, random, products):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.warehouse.lot_stock_id.id}
        )
        location = random.choice([shelf, None])
        self._set_stock(random.choice(products), random.randint(1, 12), location)

    def _plan_receipt(self, random, products):
        days = random.choice([-4, -1, 2, 5, 9, 14])
        self._create_receipt(random.choice(products), random.randint(1, 15), days)

    def _sell(self, random, products):
        chosen = random.sample(list(products), random.randint(1, 2))
        days = random.choice([None, 3, 8])
        commitment = days and fields.Datetime.now() + timedelta(days=days)
        self._create_order(
            {product: random.randint(1, 10) for product in chosen},
            commitment_date=commitment,
        )

    def _take_a_step(self, random, products):
        transfers = products.stock_move_ids.picking_id.filtered(
            lambda transfer: transfer.state == "assigned"
        )
        if not transfers:
            return
        transfer = random.choice(transfers)
        quantities = {
            move.product_id: random.randint(1, int(move.quantity) or 1)
            for move in transfer.move_ids
        }
        self._validate(transfer, quantities)

    def _unreserve(self, random, products):
        moves = products.stock_move_ids.filtered(
            lambda move: move.state in ("assigned", "partially_available")
        )
        if moves:
            transfer = random.choice(moves).picking_id
            transfer.do_unreserve()
            transfer._take_turn()

    # === WHAT IS FOUND === #

    def _get_ours(self, products):
        pieces = self.env["sale.backorder.forecast"]._get_outlook(products).pieces
        found = {}
        for move_id, move_pieces in pieces.items():
            found[move_id] = Counter()
            for piece in move_pieces:
                key = STOCK if piece.cause == STOCK else piece.day
                found[move_id][key] += piece.quantity
        return found

    def _get_cores(self, products):
        overdue = products.stock_move_ids.filtered(
            lambda move: (
                move.location_id.usage == "supplier"
                and move.state != "done"
                and self.company._to_backorder_day(move.date) < self.today
            )
        )
        overdue.date = NEVER
        locations = self.env["stock.location"]._search(
            [("id", "child_of", self.warehouse.view_location_id.id)]
        )
        report = self.env["stock.forecasted_product_product"].with_context(
            warehouse_id=self.warehouse.id
        )
        lines = report._get_report_lines(
            False, products.ids, locations, self.warehouse.lot_stock_id, read=False
        )
        found = {}
        for line in lines:
            if line["move_out"]:
                move_lines = found.setdefault(line["move_out"].id, Counter())
                move_lines[self._get_cores_day(line)] += line["quantity"]
        return found

    def _get_cores_day(self, line):
        if line["move_in"]:
            moment = line["move_in"].date
            return None if moment == NEVER else self.company._to_backorder_day(moment)
        if not line["replenishment_filled"]:
            return None
        in_building = line["in_transit"] and not line["reservation"]
        return self.today if in_building else STOCK

    def _assert_same_dates(self, seed, delivery_steps):
        products = self._play(seed, delivery_steps)
        self.env.flush_all()
        ours = self._get_ours(products)
        self.assertEqual(ours, self._get_cores(products))

    def _assert_same_dates_in_many_warehouses(self, delivery_steps):
        for seed in range(10):
            with self.subTest(seed=seed), self.env.cr.savepoint():
                self._assert_same_dates(seed, delivery_steps)

    def test_one_step(self):
        self._assert_same_dates_in_many_warehouses("ship_only")

    def test_two_steps(self):
        self._assert_same_dates_in_many_warehouses("pick_ship")

    def test_three_steps(self):
        self._assert_same_dates_in_many_warehouses("pick_pack_ship")


@tagged("post_install", "-at_install")
class TestForecast(DeliveryCommon):
    def _get_pieces(self, order):
        moves = order.order_line.move_ids
        outlook = self.env["sale.backorder.forecast"]._get_outlook(moves.product_id)
        return [piece for move in moves for piece in outlook.pieces.get(move.id, ())]

    def test_goods_that_others_need_count_as_taken(self):
        self._set_stock(self.desk, 10)
        move = self.env["stock.move"].create(
            {
                "product_id": self.desk.id,
                "product_uom_qty": 10,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.desk.property_stock_production.id,
            }
        )
        move._action_confirm()
        move._action_assign()
        order = self._create_order({self.desk: 10})
        self.assertEqual([piece.cause for piece in self._get_pieces(order)], ["none"])

    def test_receipt_on_a_closed_day_leaves_on_the_next_open_one(self):
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Two days from now, each week",
                "tz": "UTC",
                "attendance_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "name": "Open",
                            "dayofweek": str((self.today.weekday() + 2) % 7),
                            "hour_from": 8,
                            "hour_to": 16,
                        }
                    ),
                ],
            }
        )
        self.warehouse.backorder_calendar_id = calendar
        self._create_receipt(self.desk, 10, days=3)
        order = self._create_order({self.desk: 10})
        [piece] = self._get_pieces(order)
        self.assertEqual(
            (piece.cause, piece.day), (INCOMING, self.today + timedelta(days=9))
        )

    def test_margin_that_the_company_keeps_counts(self):
        self.company.security_lead = 2
        self._create_receipt(self.desk, 10, days=3)
        [piece] = self._get_pieces(self._create_order({self.desk: 10}))
        self.assertEqual(piece.day, self.today + timedelta(days=5))

    def test_steps_of_a_delivery_take_their_time(self):
        self.warehouse.delivery_steps = "pick_ship"
        self.warehouse.delivery_route_id.rule_ids[-1].delay = 2
        self._create_receipt(self.desk, 10, days=3)
        [piece] = self._get_pieces(self._create_order({self.desk: 10}))
        self.assertEqual(piece.day, self.today + timedelta(days=5))

    def test_urgent_order_gets_the_earlier_receipt(self):
        self._create_receipt(self.desk, 10, days=3)
        self._create_receipt(self.desk, 10, days=9)
        self._create_order({self.desk: 10})
        urgent = self._create_order({self.desk: 10})
        urgent.picking_ids.priority = "1"
        [piece] = self._get_pieces(urgent)
        self.assertEqual(piece.day, self.today + timedelta(days=3))

    def test_goods_of_an_owner_in_a_package_and_a_lot_are_stock(
        self,
    ):
        self.desk.tracking = "lot"
        values = {"product_id": self.desk.id, "company_id": self.company.id}
        lot = self.env["stock.lot"].create({"name": "L1", **values})
        package = self.env["stock.package"].create({"name": "P1"})
        self.env["stock.quant"]._update_available_quantity(
            self.desk,
            self.warehouse.lot_stock_id,
            10,
            lot_id=lot,
            package_id=package,
            owner_id=self.partner,
        )
        order = self._create_order({self.desk: 10})
        self.assertEqual([piece.cause for piece in self._get_pieces(order)], ["stock"])
