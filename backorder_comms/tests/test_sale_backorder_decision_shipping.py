# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import BackorderCommsCommon


@tagged("post_install", "-at_install")
class TestDecisionShipping(BackorderCommsCommon):
    """Ship what is ready or wait for everything, by the customer's choice."""

    def setUp(self):
        super().setUp()
        self.chair = self._create_product(name="Chair")
        self._set_stock(self.desk, 10)

    def _create_half(self, quantities=None, **values):
        """Confirm an order of which desks are there and lamps are not."""
        order = self._create_order(quantities or {self.desk: 3, self.lamp: 1}, **values)
        self._evaluate()
        return order

    def _get_offered(self, order, line=False):
        """Return what can be chosen, whether it is so already."""
        return {
            choice.option: choice.is_current
            for choice in order._get_backorder_choices().get(line and line.id, [])
            if choice.kind == "shipping"
        }

    def _get_consequence(self, order, option):
        [choice] = [
            choice
            for choice in order._get_backorder_choices()[False]
            if choice.option == option
        ]
        return choice.consequences[0]

    def _decide(self, order, option, **details):
        return order._backorder_decide(
            option, origin="link", by=self.partner, **details
        )

    def _get_line(self, order, product):
        return order.order_line.filtered(lambda line: line.product_id == product)

    # === WHAT IS OFFERED === #

    def test_both_choices_say_how_many_parcels_come_and_when(self):
        order = self._create_half()
        self.assertEqual(
            self._get_consequence(order, "ship"),
            "2 parcels: 3 items now; 1 item without a date yet",
        )
        self.assertEqual(
            self._get_consequence(order, "wait"),
            "1 parcel: 4 items without a date yet",
        )

    def test_present_one_is_marked(self):
        self.assertEqual(
            self._get_offered(self._create_half()), {"ship": True, "wait": False}
        )
        self.assertEqual(
            self._get_offered(self._create_half(picking_policy="one")),
            {"ship": False, "wait": True},
        )

    def test_nothing_is_offered_where_it_makes_no_difference(self):
        self.assertFalse(self._get_offered(self._create_half({self.lamp: 2})))
        self.assertFalse(self._get_offered(self._create_half({self.desk: 2})))

    def test_nothing_is_offered_once_it_is_being_picked(self):
        order = self._create_half()
        order.picking_ids.printed = True
        self.assertFalse(self._get_offered(order))
        with self.assertRaises(UserError):
            self._decide(order, "wait")

    def test_nothing_is_offered_once_goods_are_under_way_in_the_building(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._create_half()
        self._validate(order.picking_ids)
        self._evaluate()
        self.assertFalse(self._get_offered(order))

    def test_rest_of_a_partial_shipment_can_wait(self):
        order = self._create_half({self.desk: 3, self.lamp: 1, self.chair: 2})
        self._validate(order.picking_ids)
        self._set_stock(self.chair, 2)
        self._evaluate()
        self._evaluate()
        self.assertEqual(self._get_offered(order), {"ship": True, "wait": False})

    def test_company_may_keep_it_to_itself(self):
        order = self._create_half()
        self.company.backorder_comms_choose_shipping = False
        self.assertFalse(self._get_offered(order))

    def test_cost_is_said_with_the_choice(self):
        order = self._create_half()
        model = type(self.env["sale.backorder.parcels"])
        self.patch(
            model,
            "_get_parcel_cost",
            lambda _self, _order, parcels: f"{len(parcels)} €",
        )
        choices = {c.option: c for c in order._get_backorder_choices()[False]}
        self.assertIn("2 €", choices["ship"].consequences)
        self.assertIn("1 €", choices["wait"].consequences)

    def test_choices_take_as_many_queries_for_many_lines(self):
        counts = []
        for count in (3, 12):
            products = [self._create_product(name=f"P{n}") for n in range(count)]
            order = self._create_half({self.desk: 1, **dict.fromkeys(products, 1)})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order._get_backorder_choices()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    # === EFFECT === #

    def test_waiting_is_written_through_to_order_transfer_and_reservations(self):
        order = self._create_half()
        decision = self._decide(order, "wait")
        self.assertEqual(order.picking_policy, "one")
        self.assertEqual(order.picking_ids.move_type, "one")
        self._evaluate()
        self.assertFalse(order.picking_ids.move_line_ids)
        self.assertEqual(
            decision.effect,
            "We wait and send everything at once. "
            "1 parcel: 4 items without a date yet.",
        )

    def test_shipping_what_is_ready_reserves_it(self):
        order = self._create_half(picking_policy="one")
        decision = self._decide(order, "ship")
        self._evaluate()
        self.assertEqual(order.picking_policy, "direct")
        self.assertEqual(order.picking_ids.state, "assigned")
        self.assertIn("We send what is ready. 2 parcels", decision.effect)

    def test_locked_order_can_be_decided_about(self):
        order = self._create_half()
        order.action_lock()
        self._decide(order, "wait")
        self.assertEqual(order.picking_policy, "one")

    def test_customer_can_change_his_mind(self):
        order = self._create_half()
        self._decide(order, "wait")
        self._evaluate()
        self._decide(order, "ship")
        self._evaluate()
        self.assertEqual(order.picking_ids.state, "assigned")

    def test_who_chose_to_wait_gets_nothing_early(self):
        order = self._create_half()
        self._decide(order, "wait")
        user = self._create_user("stock.group_stock_user")
        with self.assertRaisesRegex(UserError, "everything at once"):
            self._validate(order.picking_ids.with_user(user), {self.desk: 3})

    def _create_user(self, groups):
        return self.env["res.users"].create(
            {
                "name": "Storekeeper",
                "login": "storekeeper",
                "group_ids": [Command.set(self.env.ref(groups).ids)],
            }
        )

    # === LINES === #

    def test_line_can_leave_before_the_others(self):
        self._set_stock(self.chair, 4)
        order = self._create_half({self.desk: 3, self.lamp: 1, self.chair: 4})
        self._decide(order, "wait")
        self._evaluate()
        desks = self._get_line(order, self.desk)
        self.assertEqual(self._get_offered(order, desks), {"ship": False})
        decision = self._decide(order, "ship", line=desks)
        self._evaluate()
        self.assertEqual(desks.move_ids.picking_id.state, "assigned")
        self.assertEqual(
            decision.effect,
            "We send together what you want together. "
            "2 parcels: 3 items now; 5 items without a date yet.",
        )

    def test_line_that_is_last_cannot_leave_before_the_others(self):
        order = self._create_half({self.desk: 3, self.lamp: 1, self.chair: 4})
        self._decide(order, "wait")
        self.assertFalse(self._get_offered(order, self._get_line(order, self.lamp)))

    def test_line_that_would_come_in_parts_can_come_at_once(self):
        order = self._create_half({self.desk: 12, self.lamp: 1, self.chair: 4})
        desks = self._get_line(order, self.desk)
        self.assertEqual(self._get_offered(order, desks), {"wait": False})
        self._decide(order, "wait", line=desks)
        self.assertEqual(desks.move_ids.picking_id.move_type, "one")
        lamps = self._get_line(order, self.lamp)
        self.assertEqual(lamps.move_ids.picking_id.move_type, "direct")

    def test_choice_about_the_order_takes_back_those_about_lines(self):
        order = self._create_half({self.desk: 12, self.lamp: 1, self.chair: 4})
        self._decide(order, "wait", line=self._get_line(order, self.desk))
        self._decide(order, "wait")
        self.assertEqual(order.order_line.move_ids.picking_id.move_type, "one")

    # === QUOTATIONS === #

    def test_quotation_can_be_decided_about_and_keeps_it(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create({"product_id": self.desk.id, "product_uom_qty": 3}),
                    Command.create({"product_id": self.lamp.id, "product_uom_qty": 1}),
                ],
            }
        )
        self.assertEqual(
            self._get_consequence(order, "ship"),
            "2 parcels: 3 items now; 1 item without a date yet",
        )
        self._decide(order, "wait")
        order.action_confirm()
        self.assertEqual(order.picking_ids.move_type, "one")
        self.assertTrue(order.picking_ids.backorder_waits_for_all)
