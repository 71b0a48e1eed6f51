# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import mute_logger

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestSupply(DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_user = new_test_user(cls.env, "sue", groups="stock.group_stock_user")

    def assertSupply(self, order, *rows):
        """Compare what an order waits for.

        :param rows: transfer, quantity, days until it can leave or None, has arrived
        """
        self.assertCountEqual(
            [
                (supply.move_id.picking_id, supply.quantity, supply.date)
                + ("arrived",) * supply.is_arrived
                for supply in order.backorder_ids.supply_ids
            ],
            [
                (picking, quantity, days is not None and self._in_days(days), *rest)
                for picking, quantity, days, *rest in rows
            ],
        )

    def _order_and_evaluate(self, quantity=10, **values):
        order = self._create_order({self.desk: quantity}, **values)
        self._evaluate()
        return order

    def _get_key(self, order):
        return order.backorder_ids.supply_ids.ids

    # === WHAT IS TO COME === #

    def test_receipt_covers_the_order(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._order_and_evaluate()
        self.assertSupply(order, (receipt, 10, 5))

    def test_nothing_on_its_way_covers_nothing(self):
        self.assertSupply(self._order_and_evaluate())

    def test_two_receipts_cover_one_line(self):
        first = self._create_receipt(self.desk, 4, days=5)
        second = self._create_receipt(self.desk, 20, days=9)
        order = self._order_and_evaluate()
        self.assertSupply(order, (first, 4, 5), (second, 6, 9))

    def test_one_receipt_covers_three_customers_in_their_order(self):
        receipt = self._create_receipt(self.desk, 12, days=5)
        first, second, third = (self._order_and_evaluate(5) for _order in range(3))
        self.assertSupply(first, (receipt, 5, 5))
        self.assertSupply(second, (receipt, 5, 5))
        self.assertSupply(third, (receipt, 2, 5))

    def test_what_is_in_stock_is_not_to_come(self):
        self._set_stock(self.desk, 6)
        receipt = self._create_receipt(self.desk, 10, days=5)
        self.assertSupply(self._order_and_evaluate(), (receipt, 4, 5))

    def test_overdue_receipt_covers_it_without_a_date(self):
        receipt = self._create_receipt(self.desk, 10, days=-3)
        self.assertSupply(self._order_and_evaluate(), (receipt, 10, None))

    def test_quantity_is_in_the_unit_of_the_line(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        receipt = self._create_receipt(self.desk, 18, days=5)
        line = {
            "product_id": self.desk.id,
            "product_uom_id": dozen.id,
            "product_uom_qty": 2,
        }
        order = self._order_and_evaluate(order_line=[Command.create(line)])
        self.assertSupply(order, (receipt, 1.5, 5))

    def test_receipt_of_several_steps_covers_it(self):
        self.warehouse.reception_steps = "two_steps"
        receipt = self._create_receipt(self.desk, 10, days=5)
        receipt.move_ids.location_dest_id = self.warehouse.wh_input_stock_loc_id
        order = self._order_and_evaluate()
        self.assertSupply(order, (receipt, 10, 5))
        self._validate(receipt)
        self._evaluate()
        self.assertSupply(order, (receipt, 10, 5, "arrived"))

    # === WHAT CHANGES === #

    def test_row_follows_the_date(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._order_and_evaluate()
        key = self._get_key(order)
        receipt.scheduled_date = fields.Datetime.now() + timedelta(days=8)
        self._evaluate()
        self.assertSupply(order, (receipt, 10, 8))
        self.assertEqual(self._get_key(order), key)

    def test_looking_again_writes_nothing(self):
        self._create_receipt(self.desk, 10, days=5)
        self._order_and_evaluate()
        before = self._get_versions()
        self.env["sale.backorder.evaluation"]._evaluate(
            self.desk, self.env["stock.picking"]
        )
        self.assertEqual(self._get_versions(), before)

    def _get_versions(self):
        self.env.cr.execute("SELECT ctid::text, xmax FROM sale_backorder_supply")
        return self.env.cr.fetchall()

    def test_cancelled_receipt_covers_nobody(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._order_and_evaluate()
        receipt.action_cancel()
        self._evaluate()
        self.assertSupply(order)

    def test_other_receipt_comes_in_place_of_a_cancelled_one(self):
        first = self._create_receipt(self.desk, 10, days=5)
        order = self._order_and_evaluate()
        second = self._create_receipt(self.desk, 10, days=9)
        first.action_cancel()
        self._evaluate()
        self.assertSupply(order, (second, 10, 9))

    def test_cancelled_order_is_covered_by_nothing(self):
        self._create_receipt(self.desk, 10, days=5)
        order = self._order_and_evaluate()
        order._action_cancel()
        self._evaluate()
        self.assertSupply(order)

    # === WHAT ARRIVED === #

    def test_what_arrived_is_remembered(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._order_and_evaluate()
        self._validate(receipt)
        self._evaluate()
        self._process(order, "out")
        self.assertBackorder(order, "done")
        self.assertSupply(order, (receipt, 10, 5, "arrived"))

    def test_part_that_arrived_is_remembered_for_whom_it_was(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        first, second = (self._order_and_evaluate(5) for _order in range(2))
        self._validate(receipt, {self.desk: 6})
        self._evaluate()
        rest = receipt.backorder_ids
        self.assertSupply(first, (receipt, 5, 5, "arrived"))
        self.assertSupply(second, (receipt, 1, 5, "arrived"), (rest, 4, 5))

    def test_no_more_is_remembered_than_arrived(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._order_and_evaluate()
        self._validate(receipt, {self.desk: 6}, backorder=False)
        self._evaluate()
        self.assertSupply(order, (receipt, 6, 5, "arrived"))

    # === WHO SEES IT === #

    def _get_source(self, order, user):
        supply = order.with_user(user).backorder_ids.supply_ids
        return supply.source, supply.has_document

    def test_warehouse_user_sees_and_opens_the_receipt(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._order_and_evaluate()
        self.assertEqual(
            self._get_source(order, self.stock_user), (receipt.display_name, True)
        )
        supply = order.with_user(self.stock_user).backorder_ids.supply_ids
        self.assertEqual(supply.action_open_document()["res_id"], receipt.id)

    @mute_logger("odoo.models")
    def test_salesperson_sees_that_it_is_a_receipt_and_no_more(self):
        self._create_receipt(self.desk, 10, days=5)
        order = self._order_and_evaluate(user_id=self.sale_user.id)
        self.assertEqual(self._get_source(order, self.sale_user), ("Receipt", False))
        supply = order.with_user(self.sale_user).backorder_ids.supply_ids
        self.assertFalse(supply.action_open_document())
        with self.assertRaises(AccessError):
            supply.read(["move_id"])

    def test_salesperson_sees_what_comes_for_own_orders_only(self):
        self._create_receipt(self.desk, 20, days=5)
        own = self._order_and_evaluate(user_id=self.sale_user.id)
        self._order_and_evaluate(user_id=self.sale_manager.id)
        supplies = self.env["sale.backorder.supply"]
        self.assertEqual(
            supplies.with_user(self.sale_user).search([]), own.backorder_ids.supply_ids
        )
        self.assertEqual(len(supplies.with_user(self.stock_user).search([])), 2)

    def test_nobody_changes_what_covers_an_order(self):
        self._create_receipt(self.desk, 10, days=5)
        supply = self._order_and_evaluate().backorder_ids.supply_ids
        for user in (self.sale_manager, self.stock_user):
            for operation in ("write", "create", "unlink"):
                with self.subTest(f"{user.login} {operation}"):
                    self.assertFalse(supply.with_user(user).has_access(operation))
