# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.tests import tagged

from .allocation_common import AllocationCommon


class GivingWayCommon(AllocationCommon):
    def _create_complete(self, days=9):
        """Confirm an order for desks and a lamp that must ship together."""
        order = self._create_order({self.desk: 10, self.lamp: 1}, picking_policy="one")
        order.date_order -= timedelta(days=days)
        return order

    def assertExpected(self, order, day):
        """Compare until when an order waits for its desks."""
        desks = order.backorder_ids.filtered(lambda b: b.product_id == self.desk)
        self.assertEqual(desks.expected_date, day)


@tagged("post_install", "-at_install")
class TestDatesOfShipCompleteTransfers(GivingWayCommon):
    """Dates foresee that goods go to who can ship."""

    def test_desks_go_to_who_can_ship_before_the_lamp_comes(self):
        _complete, other = self._create_complete(), self._create_waiting(0)
        self._create_receipt(self.desk, 10, days=5)
        self._create_receipt(self.lamp, 1, days=20)
        self._evaluate()
        self.assertExpected(other, self._in_days(5))

    def test_who_must_ship_complete_gets_the_desks_that_come_after_the_lamp(self):
        complete = self._create_complete()
        self._create_waiting(0)
        self._create_receipt(self.desk, 10, days=5)
        self._create_receipt(self.lamp, 1, days=20)
        self._create_receipt(self.desk, 10, days=30)
        self._evaluate()
        self.assertExpected(complete, self._in_days(30))

    def test_desks_that_come_after_the_lamp_go_by_place(self):
        complete, other = self._create_complete(), self._create_waiting(0)
        self._create_receipt(self.lamp, 1, days=5)
        self._create_receipt(self.desk, 10, days=9)
        self._evaluate()
        self.assertExpected(complete, self._in_days(9))
        self.assertExpected(other, False)

    def test_nobody_gives_way_where_there_is_enough(self):
        complete, _other = self._create_complete(), self._create_waiting(0)
        self._create_receipt(self.desk, 20, days=5)
        self._create_receipt(self.lamp, 1, days=20)
        self._evaluate()
        self.assertExpected(complete, self._in_days(5))

    def test_desks_go_by_place_where_the_company_wants_that(self):
        self.company.backorder_comms_release_incomplete = False
        complete, _other = self._create_complete(), self._create_waiting(0)
        self._create_receipt(self.desk, 10, days=5)
        self._create_receipt(self.lamp, 1, days=20)
        self._evaluate()
        self.assertExpected(complete, self._in_days(5))

    def test_lamp_that_moves_has_the_desks_looked_at_again(self):
        complete, other = self._create_complete(), self._create_waiting(0)
        self._create_receipt(self.desk, 10, days=9)
        lamps = self._create_receipt(self.lamp, 1, days=5)
        self._evaluate()
        lamps.scheduled_date += timedelta(days=20)
        self._evaluate()
        self.assertExpected(complete, False)
        self.assertExpected(other, self._in_days(9))

    def test_pieces_do_not_depend_on_what_else_is_looked_at(self):
        self._create_complete()
        self._create_waiting(0)
        self._create_receipt(self.desk, 10, days=5)
        self._create_receipt(self.lamp, 1, days=20)
        forecast = self.env["sale.backorder.forecast"]
        together = forecast._get_outlook(self.desk | self.lamp).pieces
        desks = self.desk.stock_move_ids.ids
        alone = forecast._get_outlook(self.desk).pieces
        self.assertEqual(
            {move: alone.get(move) for move in desks},
            {move: together.get(move) for move in desks},
        )


@tagged("post_install", "-at_install")
class TestDatesOfUnreservedTransfers(GivingWayCommon):
    """Whoever lost his goods by hand today has his place again tomorrow."""

    def test_what_comes_tomorrow_goes_by_place(self):
        first, other = self._create_waiting(9), self._create_waiting(0)
        self._create_receipt(self.desk, 10, days=2)
        first.picking_ids.do_unreserve()
        self._evaluate()
        self.assertExpected(first, self._in_days(2))
        self.assertExpected(other, False)

    def test_free_goods_are_foreseen_for_others(self):
        self._set_stock(self.desk, 10, self._create_shelf())
        first, other = self._create_waiting(9), self._create_waiting(0)
        first.picking_ids.do_unreserve()
        moves = (first | other).picking_ids.move_ids
        pieces = self.env["sale.backorder.forecast"]._get_outlook(self.desk).pieces
        self.assertEqual(
            [pieces[move.id][0].cause for move in moves], ["none", "stock"]
        )
