# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..allocation_common import AllocationCommon
from ..limit_common import LimitCommon
from .common import SecurityCommon

# What clients can send as a value of a context.
VALUES = (True, 1, "note", "lift", "ask", [1], {"1": 1})


@tagged("post_install", "-at_install")
class TestAttacksContext(SecurityCommon, AllocationCommon, LimitCommon):
    """Clients choose the context of what they call: it gives them no rights."""

    def test_salesperson_does_not_get_beyond_a_limit(self):
        self._create_limit()
        order = self._create_quotation({self.desk: 10})
        for value in VALUES:
            with self.subTest(value), self.assertRaises(UserError):
                order.with_user(self.sale_user).with_context(
                    backorder_comms_limits=value
                ).action_confirm()

    def test_warehouse_does_not_take_what_is_kept_for_others(self):
        older, newer = self._create_waiting(5), self._create_waiting(0)
        self._receive(10, self._create_shelf())
        self.env.flush_all()
        for value in VALUES:
            with self.subTest(value):
                newer.picking_ids.with_user(self.users["stock"]).with_context(
                    backorder_comms_skip_protection=value,
                    backorder_comms_allocation=value,
                ).action_assign()
                self.assertEqual(sum(newer.picking_ids.move_ids.mapped("quantity")), 0)
        self.assertEqual(older.picking_ids.state, "confirmed")

    def test_manager_does_not_see_what_would_stay_behind_in_another_company(self):
        order = self._create_order({self.desk: 1, self.lamp: 1})
        order._choose_shipping_policy("one")
        self._set_stock(self.desk, 1)
        picking = order.picking_ids[0]
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "attack_stranger",
            groups="sales_team.group_sale_manager,stock.group_stock_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        wizards = self.env["stock.picking.backorder.ship"].with_user(stranger)
        with self.assertRaises(AccessError):
            wizards.create({"picking_ids": [(6, 0, picking.ids)]}).read(["staying"])
