# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .priority_common import PriorityCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderDecisionRush(PriorityCommon):
    """A colleague asks to hurry, a manager sees at whose expense, and it ends."""

    def setUp(self):
        super().setUp()
        self.older = self._create_waiting(days=6, user_id=self.sale_manager.id)
        self.order = self._create_waiting(days=0, user_id=self.sale_user.id)
        for days in (5, 9):
            self._create_receipt(self.desk, 10, days)
        self._communicate()

    def _raise_rush(self, **values):
        """Let the salesperson raise a rush for the newer order."""
        backorder = self.order.backorder_ids.with_user(self.sale_user)
        action = backorder.action_raise_rush()
        rush = backorder.env[action["res_model"]].browse(action["res_id"])
        rush.write({"reason": "The shop opens on Friday", **values})
        action = rush.action_raise()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _approve(self, decision, user=None):
        decision.with_user(user or self.sale_manager).action_approve()

    def _let_days_pass(self, days):
        moment = fields.Datetime.now() + timedelta(days=days)
        with freeze_time(moment):
            self.env["sale.backorder.decision"]._end_rushes()

    def _get_priority(self):
        return set(self._get_deliveries(self.order).mapped("priority"))

    # === RAISING === #

    def test_salesperson_sees_whom_it_would_push_back(self):
        backorder = self.order.backorder_ids.with_user(self.sale_user)
        action = backorder.action_raise_rush()
        rush = backorder.env[action["res_model"]].browse(action["res_id"])
        for text in ("+4", "-4", self.order.name, "Another order"):
            self.assertIn(text, rush.effect)
        self.assertNotIn(self.older.name, rush.effect)

    def test_manager_sees_whom_it_would_push_back(self):
        decision = self._raise_rush().with_user(self.sale_manager)
        self.assertIn(self.older.name, decision.rush_effect)
        self.assertIn("+4", decision.rush_effect)

    def test_looking_gives_no_star(self):
        self.assertTrue(self._raise_rush().rush_effect)
        self.assertEqual(self._get_priority(), {"0"})

    def test_raised_rush_is_the_task_of_the_team_leader(self):
        self.order.team_id = self.env["crm.team"].create(
            {"name": "Team", "user_id": self.sale_manager.id}
        )
        decision = self._raise_rush()
        self.assertEqual(decision.state, "pending")
        self.assertEqual(decision.activity_id.user_id, self.sale_manager)
        self.assertIn("The shop opens on Friday", decision.activity_id.note)

    def test_customer_hears_nothing_of_a_raised_rush(self):
        self._approve(self._raise_rush())
        notes = self.order.message_ids.filtered(lambda m: "before others" in m.body)
        self.assertEqual(len(notes), 2)
        self.assertTrue(all(note.subtype_id.internal for note in notes))
        self.assertNotIn(self.partner, notes.partner_ids)

    def test_raised_rush_is_no_evidence_of_what_the_customer_decided(self):
        before = self.order._get_backorder_evidence()
        self._raise_rush()
        self.assertEqual(self.order._get_backorder_evidence(), before)
        self.assertFalse(self.order.backorder_ids.decision_state)

    def test_rush_needs_a_reason(self):
        with self.assertRaisesRegex(UserError, "reason"):
            self._raise_rush(reason=" ")

    def test_rush_is_raised_once(self):
        self._raise_rush()
        with self.assertRaisesRegex(UserError, "already"):
            self._raise_rush()

    # === APPROVING === #

    def test_salesperson_does_not_approve_what_he_raised(self):
        decision = self._raise_rush()
        with self.assertRaisesRegex(UserError, "sales manager"):
            self._approve(decision, self.sale_user)
        self.assertEqual(self._get_priority(), {"0"})

    def test_salesperson_approves_what_a_customer_asks_for_unless_settings_differ(self):
        decision = self.order._backorder_decide(
            "expedite", line=self.order.order_line, by=self.partner, origin="link"
        )
        self.assertTrue(decision.with_user(self.sale_user).can_approve)
        self.company.backorder_rush_approver = "manager"
        decision.invalidate_recordset(["can_approve"])
        self.assertFalse(decision.with_user(self.sale_user).can_approve)
        self.assertTrue(decision.with_user(self.sale_manager).can_approve)

    def test_request_of_a_customer_says_until_when_it_would_last(self):
        decision = self.order._backorder_decide(
            "expedite", line=self.order.order_line, by=self.partner, origin="link"
        )
        self.assertEqual(decision.rush_until, self._in_days(14))

    def test_effect_comes_true(self):
        self._approve(self._raise_rush())
        self._communicate()
        self.assertEqual(self.order.backorder_ids.expected_date, self._in_days(5))
        self.assertEqual(self.older.backorder_ids.expected_date, self._in_days(9))

    def test_approval_is_on_record(self):
        decision = self._raise_rush()
        self._approve(decision)
        self.assertEqual(decision.state, "done")
        self.assertEqual(decision.rush_user_id, self.sale_manager)
        self.assertEqual(decision.rush_picking_ids, self._get_deliveries(self.order))

    def test_asker_hears_of_the_approval(self):
        self._approve(self._raise_rush())
        [note] = self.order.message_ids.filtered(
            lambda message: "goes before others until" in message.body
        )
        self.assertEqual(note.partner_ids, self.sale_user.partner_id)

    def test_raised_rush_is_declined_without_words_to_the_customer(self):
        decision = self._raise_rush()
        decision.with_user(self.sale_manager).action_decline()
        self.assertEqual(decision.state, "declined")

    # === UNTIL WHEN === #

    def test_rush_ends_after_the_days_of_the_settings(self):
        self.company.backorder_rush_days = 3
        decision = self._raise_rush(until=False)
        self._approve(decision)
        self.assertEqual(decision.rush_until, self._in_days(3))
        self._let_days_pass(3)
        self.assertEqual(self._get_priority(), {"1"})
        self._let_days_pass(4)
        self.assertEqual(self._get_priority(), {"0"})
        self.assertIn("the rush is over", self.order.message_ids[0].body)

    def test_rush_that_is_over_ends_once(self):
        self._approve(self._raise_rush())
        self._let_days_pass(20)
        self._get_deliveries(self.order).priority = "1"
        self._let_days_pass(21)
        self.assertEqual(self._get_priority(), {"1"})

    def test_star_that_was_there_before_stays(self):
        decision = self._raise_rush()
        starred = self._get_deliveries(self.older)
        starred.priority = "1"
        transfers = starred | self._get_deliveries(self.order)
        decision.state = "done"
        decision._start_rush(transfers, self.sale_manager)
        self._let_days_pass(20)
        self.assertEqual(starred.priority, "1")
        self.assertEqual(self._get_priority(), {"0"})

    def test_what_was_split_off_a_hurried_transfer_ends_with_it(self):
        self._approve(self._raise_rush())
        self._set_stock(self.desk, 4)
        self._validate(self._get_deliveries(self.order), {self.desk: 4})
        self.assertEqual(self._get_priority(), {"1"})
        self._let_days_pass(20)
        self.assertEqual(self._get_priority(), {"0"})

    def test_backorder_says_until_when_it_hurries(self):
        self._approve(self._raise_rush())
        [term] = self.order.backorder_ids._get_priority_terms()
        self.assertEqual((term["name"], term["points"]), ("Urgent", 30))
        self.assertTrue(term["measured"])
