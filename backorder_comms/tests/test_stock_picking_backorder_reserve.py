# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools.misc import mute_logger

from .allocation_common import AllocationCommon


@tagged("post_install", "-at_install")
class TestTakeItAnyway(AllocationCommon):
    """A manager takes what is kept for others: with their names, a reason, a trace."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_manager = new_test_user(
            cls.env, "storekeeper", groups="stock.group_stock_manager"
        )

    def _keep_for(self, *days, quantity=10):
        """Let orders wait so many days for desks that nobody reserved.

        :return: an order behind them, and they
        """
        others = [self._create_waiting(number) for number in days]
        newer = self._create_waiting(0)
        self._receive(quantity, self._create_shelf())
        self.env.flush_all()
        return newer, *others

    def _open(self, order, user):
        """Press the button on the order's transfer.

        :rtype: stock.picking.backorder.reserve
        """
        action = order.picking_ids.with_user(user).action_reserve_kept()
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def _take(self, order, user, reason="Promised to Ann"):
        with Form(self._open(order, user)) as form:
            form.reason = reason
        form.record.action_reserve()

    def test_transfer_says_that_goods_are_kept_for_others(self):
        newer, older = self._keep_for(5)
        self.assertRecordValues(
            (newer | older).picking_ids,
            [{"backorder_is_held": True}, {"backorder_is_held": False}],
        )

    def test_transfer_says_nothing_where_there_are_no_goods(self):
        newer = self._create_waiting(0)
        self.assertFalse(newer.picking_ids.backorder_is_held)

    def test_transfer_with_unsaved_changes_can_be_edited(self):
        newer, _older = self._keep_for(5)
        with Form(newer.picking_ids) as form, form.move_ids.edit(0) as move:
            move.quantity = 1
        self.assertReserved((newer, 1))

    def test_managers_take_it(self):
        for user in (self.stock_manager, self.sale_manager):
            with self.subTest(user.login):
                self.desk = self._create_product(name="Desk")
                newer, older = self._keep_for(5)
                self._take(newer, user)
                self.assertReserved((newer, 10), (older, 0))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_others_do_not(self):
        newer, _older = self._keep_for(5)
        for user in (self.stock_user, self.sale_user):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._take(newer, user)

    def test_it_shows_from_whom_the_last_ones_first(self):
        newer, older, between = self._keep_for(5, 3, quantity=16)
        wizard = self._open(newer, self.stock_manager)
        self.assertRecordValues(
            wizard.line_ids,
            [
                {"order_id": between.id, "quantity": 6},
                {"order_id": older.id, "quantity": 4},
            ],
        )

    def test_it_wants_a_reason(self):
        newer, _older = self._keep_for(5)
        wizard = self._open(newer, self.stock_manager)
        with self.assertRaises(UserError):
            wizard.action_reserve()

    def test_transfer_and_orders_say_who_took_it_and_why(self):
        newer, older = self._keep_for(5)
        self._take(newer, self.stock_manager, reason="Ann was promised it")
        for record in (newer.picking_ids, older):
            with self.subTest(record.display_name):
                note = record.message_ids[0]
                self.assertEqual(note.author_id, self.stock_manager.partner_id)
                self.assertIn("Ann was promised it", note.body)
                self.assertIn("10.0", note.body)

    def test_customers_do_not_see_the_note(self):
        newer, older = self._keep_for(5)
        self._take(newer, self.stock_manager)
        self.assertTrue(older.message_ids[0].subtype_id.internal)

    def test_who_lost_is_looked_at_again(self):
        newer, _older = self._keep_for(5)
        signals = self.env["sale.backorder.signal"]
        self.env.cr.flush()
        signals.search([]).unlink()
        self.env.cr.clear()
        self._take(newer, self.stock_manager)
        self.env.cr.flush()
        self.assertEqual(signals.search([]).product_id, self.desk)
