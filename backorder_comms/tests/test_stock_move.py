# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestStockMove(DeliveryCommon):
    """Whatever changes supply or demand leaves a signal for its product."""

    def assertSignalled(self, act, *products):
        """Do something; compare the products that are to be looked at after it."""
        self._forget()
        act()
        self.env.cr.flush()
        signals = self.env["sale.backorder.signal"].search([])
        self.assertEqual(
            signals.product_id, self.env["product.product"].concat(*products)
        )

    def _forget(self):
        """Go on as if in a new transaction."""
        self.env.cr.flush()
        self.env["sale.backorder.signal"].search([]).unlink()
        self.env.cr.clear()

    def _create_waiting_order(self):
        order = self._create_order({self.desk: 10})
        self._forget()
        return order

    def _create_reserved_order(self):
        self._set_stock(self.desk, 10)
        return self._create_waiting_order()

    # === MOVES === #

    def test_confirmed_order_is_noticed(self):
        self.assertSignalled(lambda: self._create_order({self.desk: 10}), self.desk)

    def test_planned_receipt_is_noticed(self):
        self.assertSignalled(lambda: self._create_receipt(self.desk, 5, 5), self.desk)

    def test_reservation_is_noticed(self):
        order = self._create_reserved_order()
        order.picking_ids.do_unreserve()
        self.assertSignalled(order.picking_ids.action_assign, self.desk)

    def test_unreservation_is_noticed(self):
        order = self._create_reserved_order()
        self.assertSignalled(order.picking_ids.do_unreserve, self.desk)

    def test_shipment_is_noticed(self):
        order = self._create_reserved_order()
        self.assertSignalled(lambda: self._validate(order.picking_ids), self.desk)

    def test_receipt_is_noticed(self):
        receipt = self._create_receipt(self.desk, 5, 5)
        self.assertSignalled(lambda: self._validate(receipt), self.desk)

    def test_cancelled_receipt_is_noticed(self):
        receipt = self._create_receipt(self.desk, 5, 5)
        self.assertSignalled(receipt.action_cancel, self.desk)

    def test_cancelled_order_is_noticed(self):
        order = self._create_waiting_order()
        self.assertSignalled(order._action_cancel, self.desk)

    def test_moved_date_is_noticed(self):
        receipt = self._create_receipt(self.desk, 5, 5)

        def postpone():
            receipt.scheduled_date += timedelta(days=3)

        self.assertSignalled(postpone, self.desk)

    def test_moved_deadline_is_noticed(self):
        move = self._create_receipt(self.desk, 5, 5).move_ids
        self.assertSignalled(
            lambda: move.write({"date_deadline": fields.Datetime.now()}), self.desk
        )

    def test_rewritten_receipt_is_noticed(self):
        move = self._create_receipt(self.desk, 5, 5).move_ids
        self.assertSignalled(lambda: move.write({"product_uom_qty": 3}), self.desk)

    def test_changed_priority_is_noticed(self):
        order = self._create_waiting_order()
        self.assertSignalled(
            lambda: order.picking_ids.write({"priority": "1"}), self.desk
        )

    def test_deleted_supply_is_noticed(self):
        receipt = self._create_receipt(self.desk, 5, 5)
        self.assertSignalled(receipt.unlink, self.desk)

    def test_note_on_a_move_is_not_noticed(self):
        order = self._create_waiting_order()
        self.assertSignalled(
            lambda: order.picking_ids.move_ids.write({"origin": "A note"})
        )

    # === STOCK === #

    def test_corrected_stock_is_noticed(self):
        self.assertSignalled(lambda: self._set_stock(self.desk, 5), self.desk)

    def test_lost_stock_is_noticed(self):
        self._set_stock(self.desk, 5)
        self.assertSignalled(lambda: self._set_stock(self.desk, 0), self.desk)

    # === ORDERS === #

    def test_changed_line_is_noticed(self):
        order = self._create_waiting_order()
        self.assertSignalled(
            lambda: order.order_line.write({"product_uom_qty": 12}), self.desk
        )

    def test_changed_delivery_date_of_the_order_is_noticed(self):
        order = self._create_waiting_order()
        day = fields.Datetime.now() + timedelta(days=9)
        self.assertSignalled(lambda: order.write({"commitment_date": day}), self.desk)

    def test_added_line_is_noticed(self):
        order = self._create_waiting_order()
        line = {"product_id": self.lamp.id, "order_id": order.id}
        self.assertSignalled(
            lambda: self.env["sale.order.line"].create(line), self.lamp
        )
