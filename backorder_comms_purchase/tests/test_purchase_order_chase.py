# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools.misc import mute_logger

from ..models.purchase_chase_taking import ACTIVITY_TYPE
from .chase_common import ChaseCommon


@tagged("post_install", "-at_install")
class TestAnswers(ChaseCommon):
    """What a vendor answers, on whichever way, ends the chase."""

    def _chase_until_called(self, *products):
        purchase = self._buy_awaited(*products)
        self._chase(1, 3)
        return purchase.with_user(self.buyer)

    def _get_moment(self, day):
        return self.agreed + timedelta(days=day)

    def assertAnswered(self, purchase, partner, day):
        attempts = purchase.backorder_chase_attempt_ids
        self.assertEqual({*attempts.mapped("result")}, {"answered"})
        self.assertEqual(attempts.answered_by_id, partner)
        self.assertEqual(
            {*attempts.mapped("answer_date")}, {self._get_moment(day).date()}
        )
        self.assertFalse(purchase.activity_search([ACTIVITY_TYPE]))

    def test_vendor_who_changes_the_date_on_the_portal_answered(self):
        purchase = self._chase_until_called()
        portal = purchase.with_user(self.env.ref("base.public_user")).sudo()
        with self._on_day(4):
            portal._update_date_planned_for_lines(
                [(portal.order_line, self._get_moment(9))]
            )
        attempts = purchase.backorder_chase_attempt_ids
        self.assertEqual(attempts.answered_by_id, self.vendor)
        self.assertEqual({*attempts.mapped("result")}, {"answered"})
        self._chase(5, 8, 9)
        self.assertEqual(len(self._get_story()), 2)

    def test_buyer_who_changes_the_date_was_answered(self):
        purchase = self._chase_until_called()
        with self._on_day(4):
            purchase.order_line.date_planned = self._get_moment(9)
        self.assertAnswered(purchase, self.buyer.partner_id, 9)

    def test_buyer_notes_what_the_vendor_answered(self):
        purchase = self._chase_until_called()
        with self._on_day(4):
            action = purchase.action_backorder_vendor_answered()
            wizard = Form.from_action(purchase.env, action)
            wizard.date = self._get_moment(9).date()
            wizard.save().action_apply()
        self.assertAnswered(purchase, self.buyer.partner_id, 9)

    def test_day_that_has_passed_is_no_answer(self):
        purchase = self._chase_until_called()
        answer = self.env["purchase.chase.answer"].with_user(self.buyer)
        with self._on_day(4), self.assertRaises(UserError):
            answer.create(
                {"order_id": purchase.id, "date": self.agreed.date()}
            ).action_apply()
        with self._on_day(4):
            purchase.order_line.date_planned = self._get_moment(2)
        self.assertResults(purchase, "sent activity")

    def test_same_date_confirms_it(self):
        purchase = self._buy_awaited().with_user(self.buyer)
        self._chase(-3)
        portal = purchase.with_user(self.env.ref("base.public_user")).sudo()
        with self._on_day(-2):
            portal._update_date_planned_for_lines(
                [(portal.order_line, portal.order_line.date_planned)]
            )
        self.assertAnswered(purchase, self.vendor, 0)
        self._chase(-1, 1)
        self.assertEqual(
            self._get_story(), [(-3, "confirm", purchase), (1, "late", purchase)]
        )

    def test_vendor_who_acknowledges_in_time_answered(self):
        purchase = self._buy_awaited()
        self._chase(-3)
        with self._on_day(-2):
            purchase.with_user(
                self.env.ref("base.public_user")
            ).sudo().action_acknowledge()
        self.assertAnswered(purchase.with_user(self.buyer), self.vendor, 0)

    def test_vendor_who_acknowledges_what_is_late_did_not_answer(self):
        purchase = self._chase_until_called()
        with self._on_day(4):
            purchase.action_acknowledge()
        self.assertResults(purchase, "sent activity")
        self._chase(5)
        self.assertResults(purchase, "sent activity sent")

    def test_line_without_answer_is_chased_on(self):
        purchase = self._chase_until_called(self.desk, self.lamp)
        with self._on_day(4):
            purchase.order_line[0].date_planned = self._get_moment(20)
        self.assertResults(purchase, "sent activity")
        self._chase(5)
        self.assertEqual(self._get_story()[-1], (5, "urgent", purchase))
        attempt = purchase.backorder_chase_attempt_ids.sorted("id")[-1]
        self.assertEqual(attempt.line_ids, purchase.order_line[1])

    def test_later_slip_is_chased_anew(self):
        purchase = self._chase_until_called()
        with self._on_day(4):
            purchase.order_line.date_planned = self._get_moment(9)
        self._chase(*range(5, 13))
        self.assertEqual(
            self._get_story()[2:],
            [(10, "late", purchase), (12, "call", purchase)],
        )

    def test_date_of_a_quotation_is_no_answer(self):
        purchase = self._buy(self.desk)
        purchase.button_cancel()
        purchase.button_draft()
        purchase.order_line.date_planned = self._get_moment(3)
        self.assertFalse(purchase.order_line.backorder_answered_date)

    def test_another_hour_is_no_answer(self):
        purchase = self._chase_until_called()
        purchase.order_line.date_planned += timedelta(minutes=5)
        self.assertFalse(purchase.order_line.backorder_answered_date)


@tagged("post_install", "-at_install")
class TestChaseByHand(ChaseCommon):
    """A buyer writes the next mail himself."""

    def _write(self, purchase):
        """Press the button, look at the mail and send it.

        :rtype: mail.compose.message
        """
        purchase = purchase.with_user(self.buyer)
        composer = Form.from_action(
            purchase.env, purchase.action_backorder_chase()
        ).save()
        with self.mock_mail_gateway():
            composer.action_send_mail()
        return composer

    def test_buyer_sees_and_sends_the_mail(self):
        purchase = self._buy_awaited()
        with self._on_day(1):
            composer = self._write(purchase)
        self.assertIn("Desk", composer.body)
        self.assertEqual(composer.partner_ids, self.vendor)
        self.assertEqual(self._get_story(), [(1, "late", purchase)])
        self.assertEqual(self._get_letters().author_id, self.buyer.partner_id)

    def test_mail_by_hand_counts_for_the_ladder(self):
        purchase = self._buy_awaited()
        with self._on_day(1):
            self._write(purchase)
        self._chase(1, 2, 3)
        self.assertEqual(
            self._get_story(), [(1, "late", purchase), (3, "call", purchase)]
        )

    def test_second_mail_of_a_day_is_refused(self):
        purchase = self._buy_awaited()
        self._chase(1)
        with self._on_day(1), self.assertRaisesRegex(UserError, "already written to"):
            self._write(purchase)

    def test_mail_that_was_written_while_another_left_is_refused(self):
        purchase = self._buy_awaited().with_user(self.buyer)
        with self._on_day(1):
            action = purchase.action_backorder_chase()
            composer = Form.from_action(purchase.env, action).save()
        self._chase(1)
        with (
            self._on_day(1),
            self.mock_mail_gateway(),
            self.assertRaisesRegex(UserError, "already written to"),
        ):
            composer.action_send_mail()

    def test_buyer_may_write_though_the_ladder_does_not(self):
        self.company.backorder_chase_mail = False
        purchase = self._buy_awaited()
        with self._on_day(1):
            self._write(purchase)
        self.assertEqual(self._get_story(), [(1, "late", purchase)])

    def test_buyer_may_write_about_what_nobody_waits_for(self):
        purchase = self._buy(self.desk)
        with self._on_day(1):
            self._write(purchase)
        self.assertEqual(self._get_story(), [(1, "late", purchase)])

    def test_there_is_nothing_to_ask_while_all_is_in_time(self):
        purchase = self._buy_awaited()
        with self._on_day(-9), self.assertRaisesRegex(UserError, "nothing to ask"):
            self._write(purchase)

    def test_other_mails_on_the_order_are_no_chase(self):
        purchase = self._buy_awaited()
        with self.mock_mail_gateway():
            purchase.message_post(body="Hello", partner_ids=self.vendor.ids)
        self.assertEqual(self._get_story(), [])

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_buyers_chase(self):
        purchase = self._buy_awaited()
        employee = new_test_user(
            self.env, "eve", groups="account.group_account_invoice"
        )
        for_employee = purchase.with_user(employee).with_context(
            backorder_comms_chase_step=self.steps["late"].id
        )
        with self._on_day(1), self.assertRaises(AccessError):
            for_employee.message_post(body="Hello")
