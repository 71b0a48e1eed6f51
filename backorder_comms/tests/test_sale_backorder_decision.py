# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..logic.decisions import Choice
from ..models.sale_backorder_decision_making import HOURLY_CAPS, StaleChoice
from .common import BackorderCommsCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderDecision(BackorderCommsCommon):
    """What all kinds of decisions have in common, seen by one that does nothing."""

    def setUp(self):
        super().setUp()
        self.consequence = "We call you."
        model = type(self.env["sale.backorder.decision"])
        self.applied = []

        def get_order_choices(_model, _order):
            return [Choice("call", "date", "Call me", (self.consequence,))]

        def apply_call(decision):
            self.applied.append(decision)
            return "We will call you."

        for name, method in [
            ("_get_order_choices", get_order_choices),
            ("_get_line_choices", lambda *_args: []),
            ("_apply_call", apply_call),
        ]:
            patcher = patch.object(model, name, method, create=True)
            self.addCleanup(patcher.stop)
            patcher.start()
        self.order = self._create_order({self.lamp: 2})
        self._communicate()

    def _decide(self, **details):
        details = {"origin": "link", "by": self.partner, **details}
        return self.order._backorder_decide("call", **details)

    def test_decision_remembers_who_chose_what_from_where(self):
        decision = self._decide(address="192.0.2.1", reason="After four, please")
        self.assertRecordValues(
            decision,
            [
                {
                    "order_id": self.order.id,
                    "kind": "date",
                    "option": "call",
                    "state": "done",
                    "origin": "link",
                    "address": "192.0.2.1",
                    "answered_by_id": self.partner.id,
                    "reason": "After four, please",
                    "effect": "We will call you.",
                }
            ],
        )

    def test_both_sides_read_in_the_chatter_what_was_decided(self):
        self._decide(reason="<b>now</b>")
        message = self.order.message_ids[0]
        self.assertEqual(message.author_id, self.partner)
        self.assertFalse(message.is_internal or message.subtype_id.internal)
        self.assertIn("We will call you.", message.body)
        self.assertIn("&lt;b&gt;now&lt;/b&gt;", message.body)

    def test_second_click_on_the_same_page_does_nothing_more(self):
        first = self._decide(key="page")
        self.assertEqual(self._decide(key="page"), first)
        self.assertEqual(self.applied, [first])

    def test_page_that_shows_what_is_no_longer_so_is_stale(self):
        [choice] = self.order._get_backorder_choices()[False]
        self.consequence = "We call you tomorrow."
        with self.assertRaises(StaleChoice):
            self._decide(seen=choice.digest())
        self.assertFalse(self.applied)

    def test_what_is_not_offered_cannot_be_decided(self):
        with self.assertRaisesRegex(UserError, "not possible any more"):
            self.order._backorder_decide("call", line=self.order.order_line)

    def test_nothing_can_be_decided_about_what_is_cancelled(self):
        self.order._action_cancel()
        with self.assertRaises(UserError):
            self._decide()

    def test_answer_goes_to_the_question(self):
        question = self.env["sale.backorder.decision"].create(
            {"order_id": self.order.id, "kind": "date"}
        )
        self.assertEqual(self._decide(), question)
        self.assertEqual(question.state, "done")

    def test_machine_cannot_decide_without_end(self):
        for _number in range(HOURLY_CAPS["order_id"]):
            self._decide()
        with self.assertRaisesRegex(UserError, "try again later"):
            self._decide()

    def test_staff_decides_as_often_as_it_has_to(self):
        for _number in range(HOURLY_CAPS["order_id"] + 1):
            self._decide(origin="staff")
        self.assertEqual(len(self.applied), HOURLY_CAPS["order_id"] + 1)

    def test_nobody_rewrites_what_was_decided(self):
        decision = self._decide()
        with self.assertRaises(AccessError):
            decision.with_user(self.sale_user).option = "accept"
