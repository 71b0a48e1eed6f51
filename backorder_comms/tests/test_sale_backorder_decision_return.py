# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .test_sale_backorder_decision_cancel import DecisionCancelCommon


@tagged("post_install", "-at_install")
class TestDecisionReturn(DecisionCancelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_user = new_test_user(
            cls.env, "returner", groups="stock.group_stock_user"
        )

    def _ship_six_of_ten(self, **values):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10}, **values)
        self._communicate()
        self._process(order, "out")
        return order

    def _get_choice(self, order):
        choices = order._get_backorder_choices()[order.order_line[:1].id]
        return next((c for c in choices if c.option == "return"), None)

    def _ask(self, order, quantity=2.0):
        return order._backorder_decide(
            "return",
            line=order.order_line,
            quantity=quantity,
            reason="Wrong colour",
            origin="link",
            by=self.partner,
        )

    def _make(self, decision, user=None):
        """Do what the button does, and what core's wizard does then."""
        decision = decision.with_user(user or self.stock_user)
        action = decision.action_make_return()
        wizard = decision.env[action["res_model"]].browse(action["res_id"])
        return wizard, decision.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )

    def test_part_that_was_shipped_can_be_sent_back(self):
        choice = self._get_choice(self._ship_six_of_ten())
        self.assertEqual((choice.max_quantity, choice.asks_reason), (6, True))

    def test_shipment_of_long_ago_cannot(self):
        order = self._ship_six_of_ten()
        moves = order.order_line.move_ids.filtered(lambda m: m.state == "done")
        moves.date -= timedelta(days=self.company.backorder_return_days + 1)
        self.assertFalse(self._get_choice(order))

    def test_company_may_not_want_returns(self):
        self.company.backorder_return_days = 0
        self.assertFalse(self._get_choice(self._ship_six_of_ten()))

    def test_order_that_was_never_late_is_not_ours(self):
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        self._process(order, "out")
        self.assertFalse(self._get_choice(order))

    def test_what_came_back_does_not_come_back_again(self):
        order = self._ship_six_of_ten()
        shipped = order.picking_ids.filtered(lambda p: p.state == "done")
        self._return(shipped, 2)
        self.assertEqual(self._get_choice(order).max_quantity, 4)

    def test_what_was_asked_for_is_not_asked_for_again(self):
        order = self._ship_six_of_ten()
        self._ask(order)
        self.assertEqual(self._get_choice(order).max_quantity, 4)

    def test_wish_is_the_salespersons_activity(self):
        order = self._ship_six_of_ten(user_id=self.sale_user.id)
        decision = self._ask(order)
        self.assertRecordValues(
            decision,
            [
                {
                    "state": "pending",
                    "effect": "You asked to send back 2 Units. We answer you soon.",
                }
            ],
        )
        activity = self._get_activities(order, "return")
        self.assertEqual(activity.user_id, self.sale_user)
        self.assertIn("Wrong colour", activity.note)

    def test_nothing_moves_until_somebody_makes_the_return(self):
        order = self._ship_six_of_ten()
        known = order.picking_ids
        self._ask(order)
        self.assertEqual(order.picking_ids, known)

    def test_return_is_filled_in_with_what_was_asked_for(self):
        order = self._ship_six_of_ten()
        wizard, picking = self._make(self._ask(order))
        self.assertEqual(wizard.product_return_moves.quantity, 2)
        self.assertEqual(picking.move_ids.product_uom_qty, 2)
        self.assertEqual(picking.return_id.sale_id, order)

    def test_return_is_made_though_the_time_to_ask_for_it_is_over(self):
        order = self._ship_six_of_ten()
        decision = self._ask(order)
        self.company.backorder_return_days = 0
        self.assertEqual(self._make(decision)[1].move_ids.product_uom_qty, 2)

    def test_return_settles_the_wish(self):
        order = self._ship_six_of_ten()
        decision = self._ask(order)
        _wizard, picking = self._make(decision)
        self.assertEqual(decision.state, "done")
        self.assertIn(picking.name, decision.effect)
        self.assertFalse(self._get_activities(order, "return"))

    def test_activity_stays_while_another_wish_is_open(self):
        order = self._ship_six_of_ten()
        first = self._ask(order)
        self._ask(order, 1)
        self._make(first)
        self.assertTrue(self._get_activities(order, "return"))

    def test_wish_is_settled_once(self):
        decision = self._ask(self._ship_six_of_ten())
        self._make(decision)
        with self.assertRaises(UserError):
            self._make(decision)

    def test_return_of_someone_else_settles_nothing(self):
        order = self._ship_six_of_ten()
        decision = self._ask(order)
        self._return(order.picking_ids.filtered(lambda p: p.state == "done"), 1)
        self.assertEqual(decision.state, "pending")

    def test_customer_hears_of_it_from_whoever_made_it(self):
        order = self._ship_six_of_ten()
        _wizard, picking = self._make(self._ask(order))
        message = order.message_ids[0]
        self.assertEqual(message.author_id, self.stock_user.partner_id)
        self.assertIn(picking.name, message.body)
        self.assertIn(self.partner, message.notified_partner_ids)

    def test_wish_that_is_declined_is_nobodys_activity(self):
        order = self._ship_six_of_ten(user_id=self.sale_user.id)
        decision = self._ask(order).with_user(self.sale_user)
        decision.reply = "It was made for you."
        decision.action_decline()
        self.assertEqual(decision.state, "declined")
        self.assertFalse(self._get_activities(order, "return"))
        self.assertEqual(self._get_choice(order).max_quantity, 6)
