# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..logic.decisions import Choice
from .question_common import QuestionCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderDecide(QuestionCommon):
    def setUp(self):
        super().setUp()
        self.order = self._create_late_order()

    def _open(self, order=None, user=None, **context):
        order = (order or self.order).with_user(user or self.sale_user)
        action = order.with_context(**context).action_backorder_decide()
        return Form.from_action(order.env, action)

    def _choose(self, form, topic, **choices):
        """Choose what it is about, and names of choices."""
        topics = form.record.topic_ids.filtered(lambda one: one.name.endswith(topic))
        form.topic_id = topics
        for field, name in choices.items():
            [choice] = topics.choice_ids.filtered(lambda one, n=name: one.name == n)
            setattr(form, field, choice)

    def test_salesperson_asks_the_customer(self):
        form = self._open()
        self._choose(form, "Shipping", default_choice_id="Ship what is ready")
        form.save().action_confirm()
        self.assertRecordValues(
            self.order.backorder_decision_ids,
            [
                {
                    "kind": "shipping",
                    "state": "asked",
                    "default_option": "ship",
                    "deadline": self.company._get_backorder_deadline(),
                    "asked_by_id": self.sale_user.partner_id.id,
                }
            ],
        )
        self._communicate()
        self.assertIn("decision", self._get_told(self.order))

    def test_salesperson_sees_what_the_customer_can_choose(self):
        form = self._open()
        self._choose(form, "Shipping")
        self.assertIn("2 parcels &lt;soon&gt;", form.consequences)
        self.assertIn("1 parcel, later", form.consequences)

    def test_salesperson_decides_for_the_customer(self):
        form = self._open(default_mode="decide")
        self._choose(form, "Cancellation")
        form.quantity = 1
        form.reason = "On the phone"
        form.save().action_confirm()
        self.assertRecordValues(
            self.order.backorder_decision_ids,
            [
                {
                    "option": "cancel",
                    "order_line_id": self.order.order_line.id,
                    "quantity": 1,
                    "reason": "On the phone",
                    "state": "done",
                    "origin": "staff",
                    "answered_by_id": self.sale_user.partner_id.id,
                    "effect": "It is cancelled.",
                }
            ],
        )

    def test_decision_of_staff_answers_the_question(self):
        question = self._ask(self.order)
        form = self._open(default_mode="decide")
        self._choose(form, "Shipping", choice_id="Ship what is ready")
        form.save().action_confirm()
        self.assertEqual(self.order.backorder_decision_ids, question)
        self.assertEqual(question.state, "done")

    def test_what_changed_meanwhile_is_not_done(self):
        form = self._open(default_mode="decide")
        self._choose(form, "Shipping", choice_id="Ship what is ready")
        wizard = form.save()
        self._get_shipping = lambda: [
            Choice("ship", "shipping", "Ship what is ready", ("3 parcels",))
        ]
        with self.assertRaisesRegex(UserError, "changed"):
            wizard.action_confirm()
        self.assertFalse(self.order.backorder_decision_ids)

    def test_from_a_backorder_its_line_comes_first(self):
        backorder = self.order.backorder_ids.with_user(self.sale_user)
        form = Form.from_action(backorder.env, backorder.action_decide())
        self.assertEqual(form.topic_id.order_line_id, self.order.order_line)

    def test_nothing_is_offered_where_nothing_can_be_decided(self):
        self.possible = {"wait"}
        with self.assertRaisesRegex(UserError, "nothing to decide"):
            self._open()

    def test_salesperson_is_warned_where_nobody_is_written_to(self):
        self.assertFalse(self._open().is_mute)
        self.partner.backorder_channel = "none"
        self.assertTrue(self._open().is_mute)

    def test_deadline_lies_ahead(self):
        form = self._open()
        form.deadline = self._in_days(-1)
        with self.assertRaisesRegex(UserError, "passed"):
            form.save().action_confirm()

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_others_neither_ask_nor_decide(self):
        stranger = new_test_user(
            self.env, "stranger", groups="sales_team.group_sale_salesman"
        )
        stock_user = new_test_user(self.env, "keeper", groups="stock.group_stock_user")
        wizard = self._open().save()
        for user in (stranger, stock_user):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self._open(user=user)
                with self.assertRaises(AccessError):
                    wizard.with_user(user).action_confirm()

    def test_order_counts_its_decisions(self):
        self._ask(self.order)
        order = self.order.with_user(self.sale_user)
        self.assertEqual(order.backorder_decision_count, 1)
        action = order.action_view_backorder_decisions()
        found = order.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, order.backorder_decision_ids)
