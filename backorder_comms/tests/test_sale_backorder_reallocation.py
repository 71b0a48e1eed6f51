# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import mute_logger

from .allocation_common import AllocationCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderReallocation(AllocationCommon):
    """A manager takes goods from an order that holds them for one that waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_manager = new_test_user(
            cls.env, "storekeeper", groups="stock.group_stock_manager"
        )

    def setUp(self):
        super().setUp()
        self._set_stock(self.desk, 10)
        self.holder = self._create_waiting(days=0)
        self.order = self._create_waiting(days=0)
        self._create_receipt(self.desk, 10, days=5)
        self._communicate()

    def _open(self, user=None):
        backorder = self.order.backorder_ids.with_user(user or self.stock_manager)
        action = backorder.action_reallocate()
        return backorder.env[action["res_model"]].browse(action["res_id"])

    def _take(self, quantity, user=None, reason="Agreed with Ann"):
        wizard = self._open(user)
        wizard.line_ids.quantity = quantity
        wizard.reason = reason
        wizard.action_take()
        return wizard

    # === WHO HOLDS IT === #

    def test_orders_that_hold_the_goods_are_offered(self):
        wizard = self._open()
        self.assertEqual(wizard.line_ids.order_id, self.holder)
        self.assertEqual(wizard.line_ids.held, 10)

    def assertNothingToTake(self):
        with self.assertRaisesRegex(UserError, "No other order"):
            self._open()

    def test_printed_work_is_left_alone(self):
        self._get_deliveries(self.holder).printed = True
        self.assertNothingToTake()

    def test_picked_goods_are_left_alone(self):
        self._get_deliveries(self.holder).move_ids.picked = True
        self.assertNothingToTake()

    def test_order_that_ships_complete_is_left_alone(self):
        self._get_deliveries(self.holder).move_type = "one"
        self.assertNothingToTake()

    def test_goods_of_another_warehouse_are_not_offered(self):
        self._get_deliveries(self.holder).do_unreserve()
        self._set_stock(self.desk, 0)
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        self._set_stock(self.desk, 10, other.lot_stock_id)
        self._create_waiting(days=0, warehouse_id=other.id)
        self.assertNothingToTake()

    def test_order_that_ships_complete_takes_nothing_bit_by_bit(self):
        self._get_deliveries(self.order).move_type = "one"
        self.assertNothingToTake()

    # === WHAT IT MEANS === #

    def test_effect_on_both_dates_is_shown(self):
        wizard = self._open()
        self.assertFalse(wizard.effect)
        wizard.line_ids.quantity = 10
        for text in (self.order.name, self.holder.name, "+5", "-5"):
            self.assertIn(text, wizard.effect)

    def test_effect_comes_true(self):
        self._take(10)
        self._communicate()
        self.assertEqual(self.order.backorder_ids.state, "ready")
        self.assertEqual(self.holder.backorder_ids.expected_date, self._in_days(5))

    # === TAKING === #

    def test_goods_change_hands(self):
        self._take(10)
        self.assertReserved((self.order, 10), (self.holder, 0))

    def test_a_part_changes_hands(self):
        self._take(4)
        self.assertReserved((self.order, 4), (self.holder, 6))

    def test_who_waits_longer_than_both_gets_nothing_of_it(self):
        older = self._create_waiting(days=9)
        self._take(4)
        self.assertReserved((self.order, 4), (self.holder, 6), (older, 0))

    def test_goods_stay_where_they_went(self):
        self._take(10)
        self._communicate()
        self._run_cron("reconcile")
        self._evaluate()
        self.assertReserved((self.order, 10), (self.holder, 0))

    def test_dozens_change_hands_as_units(self):
        self._set_stock(self.lamp, 24)
        line = {
            "product_id": self.lamp.id,
            "product_uom_qty": 2,
            "product_uom_id": self.env.ref("uom.product_uom_dozen").id,
        }
        self.holder = self.env["sale.order"].create(
            {"partner_id": self.partner.id, "order_line": [Command.create(line)]}
        )
        self.holder.action_confirm()
        self.order = self._create_order({self.lamp: 10})
        self._evaluate()
        self.assertEqual(self._open().line_ids.held, 24)
        self._take(6)
        self.assertEqual(self.order.picking_ids.move_ids.quantity, 6)
        held = self.holder.picking_ids.move_line_ids.quantity_product_uom
        self.assertAlmostEqual(held, 18)

    def test_both_orders_say_so(self):
        self._take(4)
        lost, taken = (order.message_ids[0] for order in (self.holder, self.order))
        self.assertIn(self.order.name, lost.body)
        self.assertIn(self.holder.name, taken.body)
        for note in (lost, taken):
            self.assertIn("Agreed with Ann", note.body)
            self.assertTrue(note.subtype_id.internal)

    def test_customer_who_lost_goods_is_told(self):
        self._take(10)
        self._communicate()
        self.assertEqual(self._get_told(self.holder), ["opened"])

    def test_sales_manager_takes_goods(self):
        self._take(10, self.sale_manager)
        self.assertReserved((self.order, 10), (self.holder, 0))

    # === WHAT IS REFUSED === #

    def test_no_more_is_taken_than_is_held(self):
        self._set_stock(self.desk, 13)
        with self.assertRaisesRegex(UserError, "more than is missing"):
            self._take(11)

    def test_goods_that_were_shipped_meanwhile_are_not_taken(self):
        wizard = self._open()
        wizard.line_ids.quantity = 10
        wizard.reason = "Agreed"
        self._validate(self._get_deliveries(self.holder))
        with self.assertRaisesRegex(UserError, "faster"):
            wizard.action_take()

    def test_reason_is_needed(self):
        with self.assertRaisesRegex(UserError, "reason"):
            self._take(4, reason=" ")

    def test_quantity_is_needed(self):
        with self.assertRaisesRegex(UserError, "how many"):
            self._take(0)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_managers_take_goods(self):
        users = (self.stock_user, self.sale_user)
        for user in users:
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._open(user)
