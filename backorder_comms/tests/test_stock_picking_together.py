# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.stock.models.stock_move import StockMove

from .delivery_common import DeliveryCommon


class TogetherCommon(DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chair = cls._create_product(name="Chair")
        cls.storekeeper = new_test_user(
            cls.env, "storekeeper", groups="stock.group_stock_user"
        )
        cls.stock_manager = new_test_user(
            cls.env, "stock_manager", groups="stock.group_stock_manager"
        )

    def _validate(self, picking, *args, **kwargs):
        """Override to do it as who may not ship anything early."""
        return super()._validate(picking.with_user(self.storekeeper), *args, **kwargs)

    def _create_choosing_order(self, policy="one", **values):
        """Confirm an order for ten desks, which are there, and two lamps."""
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10, self.lamp: 2}, **values)
        order._choose_shipping_policy(policy)
        return order

    def _get_line(self, order, product):
        return order.order_line.filtered(lambda line: line.product_id == product)

    def _get_open(self, order):
        return order.picking_ids.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )


@tagged("post_install", "-at_install")
class TestFollowing(TogetherCommon):
    """Transfers follow what the order says, as long as their goods can wait."""

    def test_open_transfers_follow_the_order(self):
        order = self._create_order({self.desk: 10})
        order.picking_policy = "one"
        self.assertEqual(order.picking_ids.move_type, "one")
        order.picking_policy = "direct"
        self.assertEqual(order.picking_ids.move_type, "direct")

    def test_done_transfers_stay_what_they_were(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._validate(order.picking_ids)
        order.picking_policy = "one"
        self.assertEqual(
            dict(order.picking_ids.mapped(lambda p: (p.state == "done", p.move_type))),
            {True: "direct", False: "one"},
        )

    def test_pulled_chains_follow_with_each_step(self):
        self.warehouse.delivery_steps = "pick_ship"
        first, ship = self.warehouse.delivery_route_id.rule_ids
        first.location_dest_id = ship.location_src_id
        ship.action = "pull"
        order = self._create_order({self.desk: 10})
        order.picking_policy = "one"
        self.assertEqual(order.picking_ids.mapped("move_type"), ["one", "one"])

    def test_pushed_steps_follow_as_they_come(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        order._choose_shipping_policy("one")
        self._validate(order.picking_ids)
        self.assertEqual(self._get_open(order).move_type, "one")

    def test_what_another_policy_makes_possible_is_looked_at(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        order.picking_policy = "one"
        self.env.cr.flush()
        signals = self.env["sale.backorder.signal"].search([])
        self.assertEqual(signals.product_id, self.desk)

    def test_incomplete_goods_are_given_back(self):
        order = self._create_choosing_order("direct")
        order._choose_shipping_policy("one")
        self._evaluate()
        self.assertFalse(order.picking_ids.move_line_ids)

    def test_goods_are_taken_again_by_who_does_not_wait_any_more(self):
        order = self._create_choosing_order("one")
        self._evaluate()
        order._choose_shipping_policy("direct")
        self._evaluate()
        self.assertEqual(order.picking_ids.state, "assigned")


@tagged("post_install", "-at_install")
class TestLinesTogether(TogetherCommon):
    """Lines that wait for each other have a transfer of their own."""

    def setUp(self):
        super().setUp()
        self._set_stock(self.desk, 10)
        self._set_stock(self.chair, 4)
        self.order = self._create_order({self.desk: 10, self.lamp: 2, self.chair: 4})

    def _choose(self, policy, *products):
        for product in products:
            self._get_line(self.order, product).backorder_picking_policy = policy

    def _get_groups(self):
        """Return what is in each open transfer, by how it ships."""
        return {
            frozenset(picking.move_ids.product_id.mapped("name")): picking.move_type
            for picking in self._get_open(self.order)
        }

    def test_lines_that_wait_leave_the_others_alone(self):
        self._choose("one", self.desk, self.lamp)
        self.assertEqual(
            self._get_groups(),
            {frozenset({"Desk", "Lamp"}): "one", frozenset({"Chair"}): "direct"},
        )

    def test_other_addons_may_look_for_transfers_by_a_domain_object(self):
        """As those of the OCA do that have policies of transfers, too."""
        name = "_search_picking_for_assignation_domain"
        look = getattr(StockMove, name)
        with patch.object(StockMove, name, lambda move: Domain(look(move))):
            self._choose("one", self.desk, self.lamp)
        self.assertIn(frozenset({"Desk", "Lamp"}), self._get_groups())

    def test_line_that_does_not_wait_leaves_the_others(self):
        self.order._choose_shipping_policy("one")
        self._choose("direct", self.chair)
        self.assertEqual(
            self._get_groups(),
            {frozenset({"Desk", "Lamp"}): "one", frozenset({"Chair"}): "direct"},
        )

    def test_whole_order_comes_together_again(self):
        self._choose("one", self.desk, self.lamp)
        self.order._choose_shipping_policy("one")
        self.assertEqual(
            self._get_groups(), {frozenset({"Desk", "Lamp", "Chair"}): "one"}
        )
        self.assertFalse(self.order.order_line.mapped("backorder_picking_policy")[0])

    def test_reserved_goods_move_with_their_line(self):
        self._choose("one", self.desk)
        [picking] = self._get_line(self.order, self.desk).move_ids.picking_id
        self.assertEqual(picking.move_line_ids.product_id, self.desk)
        self.assertEqual(picking.state, "assigned")

    def test_other_lines_ship_without_them(self):
        self._choose("one", self.desk, self.lamp)
        chairs = self._get_line(self.order, self.chair).move_ids.picking_id
        self._validate(chairs)
        self.assertEqual(chairs.state, "done")

    def test_they_do_not_ship_without_each_other(self):
        self._choose("one", self.desk, self.lamp)
        desks = self._get_line(self.order, self.desk).move_ids.picking_id
        with self.assertRaisesRegex(UserError, "everything at once"):
            self._validate(desks, {self.desk: 10})

    def test_pushed_goods_keep_apart_at_the_next_step(self):
        self.warehouse.delivery_steps = "pick_ship"
        self.order = self._create_order({self.desk: 10, self.lamp: 2, self.chair: 4})
        self._set_stock(self.desk, 50)
        self._set_stock(self.chair, 50)
        self._choose("one", self.desk, self.lamp)
        picks = self._get_open(self.order)
        picks.action_assign()
        for pick in picks:
            self._validate(pick)
        self.assertEqual(
            self._get_groups(),
            {
                frozenset({"Lamp"}): "one",
                frozenset({"Desk"}): "one",
                frozenset({"Chair"}): "direct",
            },
        )

    def test_what_was_chosen_on_the_quotation_is_kept_apart(self):
        lines = [
            Command.create(
                {
                    "product_id": product.id,
                    "product_uom_qty": 1,
                    "backorder_picking_policy": policy,
                }
            )
            for product, policy in (
                (self.desk, "one"),
                (self.lamp, "one"),
                (self.chair, False),
            )
        ]
        self.order = self.env["sale.order"].create(
            {"partner_id": self.partner.id, "order_line": lines}
        )
        self.order.action_confirm()
        self.assertEqual(
            self._get_groups(),
            {frozenset({"Desk", "Lamp"}): "one", frozenset({"Chair"}): "direct"},
        )

    def test_what_is_being_picked_stays_where_it_is(self):
        self.order.picking_ids.printed = True
        self._choose("one", self.desk)
        self.assertEqual(len(self.order.picking_ids), 1)


@tagged("post_install", "-at_install")
class TestShippingTogether(TogetherCommon):
    """Whoever wants everything at once gets nothing early."""

    def _ship_anyway(self, user, picking, reason="Agreed by phone"):
        """Validate what there is, and answer what is asked then."""
        picking = picking.with_user(user)
        for move in picking.move_ids:
            move.quantity = 10 if move.product_id == self.desk else 0
            move.picked = bool(move.quantity)
        action = picking.button_validate()
        while isinstance(action, dict) and action.get("res_model"):
            wizard = Form.from_action(self.env(user=user), action)
            if action["res_model"] == "stock.picking.backorder.ship":
                self.assertIn("Lamp", wizard.staying)
                wizard.reason = reason
                action = wizard.save().action_ship()
            else:
                action = wizard.save().process()

    def test_part_cannot_leave(self):
        order = self._create_choosing_order()
        with self.assertRaisesRegex(UserError, "2 Units Lamp"):
            self._validate(order.picking_ids, {self.desk: 10})

    def test_part_cannot_leave_when_the_rest_is_cancelled(self):
        order = self._create_choosing_order()
        with self.assertRaises(UserError):
            self._validate(order.picking_ids, {self.desk: 10}, backorder=False)

    def test_less_than_ordered_cannot_leave(self):
        order = self._create_choosing_order()
        with self.assertRaisesRegex(UserError, "4 Units Desk"):
            self._validate(order.picking_ids, {self.desk: 6, self.lamp: 2})

    def test_policy_of_the_transfer_does_not_help(self):
        order = self._create_choosing_order()
        order.picking_ids.move_type = "direct"
        with self.assertRaises(UserError):
            self._validate(order.picking_ids, {self.desk: 10})

    def test_batch_does_not_help(self):
        first = self._create_choosing_order()
        second = self._create_order({self.chair: 1})
        pickings = (first | second).picking_ids
        for move in pickings.move_ids - self._get_line(first, self.lamp).move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        with self.assertRaises(UserError):
            pickings.with_user(self.storekeeper).with_context(
                skip_backorder=True
            ).button_validate()

    def test_everything_can_leave(self):
        order = self._create_choosing_order()
        self._validate(order.picking_ids, {self.desk: 10, self.lamp: 2})
        self.assertEqual(order.picking_ids.state, "done")

    def test_what_nobody_chose_is_up_to_the_warehouse(self):
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10, self.lamp: 2}, picking_policy="one")
        self._validate(order.picking_ids, {self.desk: 10})
        self.assertEqual(len(order.picking_ids), 2)

    def test_what_is_to_leave_at_once_leaves_in_parts(self):
        order = self._create_choosing_order("direct")
        self._validate(order.picking_ids)
        self.assertEqual(len(order.picking_ids), 2)

    def test_only_the_last_step_waits(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._create_choosing_order()
        self._validate(order.picking_ids, {self.desk: 6})
        ship = self._get_open(order).filtered(
            lambda picking: picking.picking_type_code == "outgoing"
        )
        with self.assertRaisesRegex(UserError, "4 Units Desk"):
            self._validate(ship, {self.desk: 6})

    def test_two_transfers_that_are_ready_leave_one_after_the_other(self):
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        self._set_stock(self.desk, 10)
        self._set_stock(self.lamp, 2, other.lot_stock_id)
        order = self._create_order({self.desk: 10, self.lamp: 2})
        order._choose_shipping_policy("one")
        lamps = self._get_line(order, self.lamp).move_ids
        lamps._do_unreserve()
        lamps.picking_id = False
        lamps.write(
            {
                "location_id": other.lot_stock_id.id,
                "picking_type_id": other.out_type_id.id,
            }
        )
        lamps._assign_picking()
        lamps._action_assign()
        for picking in order.picking_ids:
            self._validate(picking)
        self.assertEqual(set(order.picking_ids.mapped("state")), {"done"})

    def test_rest_of_what_was_shipped_waits(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10, self.lamp: 2})
        self._validate(order.picking_ids)
        order._choose_shipping_policy("one")
        with self.assertRaises(UserError):
            self._validate(self._get_open(order), {self.lamp: 2})

    def test_goods_that_come_back_do_not_wait(self):
        order = self._create_choosing_order()
        self._validate(order.picking_ids, {self.desk: 10, self.lamp: 2})
        back = self._return(order.picking_ids, 1)
        self._validate(back, {self.desk: 1, self.lamp: 1})
        self.assertEqual(back.state, "done")

    def test_manager_can_ship_it_anyway(self):
        order = self._create_choosing_order()
        self._ship_anyway(self.stock_manager, order.picking_ids)
        self.assertEqual(
            sorted(order.picking_ids.mapped("state")), ["confirmed", "done"]
        )

    def test_manager_has_to_give_a_reason(self):
        order = self._create_choosing_order()
        with self.assertRaisesRegex(UserError, "reason"):
            self._ship_anyway(self.stock_manager, order.picking_ids, reason=" ")

    def test_storekeeper_cannot_ship_it_anyway(self):
        order = self._create_choosing_order()
        with self.assertRaisesRegex(UserError, "everything at once"):
            self._ship_anyway(self.storekeeper, order.picking_ids)

    def test_customer_reads_why_it_was_shipped_anyway(self):
        order = self._create_choosing_order()
        self._ship_anyway(self.stock_manager, order.picking_ids)
        [note] = order.message_ids.filtered(lambda m: "Agreed by phone" in m.body)
        self.assertFalse(note.is_internal or note.subtype_id.internal)

    def test_customer_is_told_what_follows(self):
        self.company.stock_move_email_validation = True
        order = self._create_choosing_order()
        self._communicate()
        self._ship_anyway(self.stock_manager, order.picking_ids)
        self._communicate()
        self.assertIn("partly_shipped", self._get_told(order))

    def test_transfer_remembers_who_shipped_it_anyway(self):
        order = self._create_choosing_order()
        shipped = order.picking_ids
        self._ship_anyway(self.stock_manager, shipped)
        [note] = shipped.message_ids.filtered(lambda m: "Agreed by phone" in m.body)
        self.assertEqual(note.author_id, self.stock_manager.partner_id)

    def test_rest_still_waits_for_all_of_it(self):
        order = self._create_choosing_order()
        self._ship_anyway(self.stock_manager, order.picking_ids)
        with self.assertRaises(UserError):
            self._validate(self._get_open(order), {self.lamp: 1})
