# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.misc import mute_logger

from odoo.addons.mail.models.mail_thread import MailThread

from .http_common import BackorderCommsHttpCommon
from .limit_common import LimitCommon

SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAA"
    "AABJRU5ErkJggg=="
)


class ConfirmationCommon(LimitCommon):
    def _create_long_quotation(self, **values):
        """Write a quotation of ten desks of which four are free."""
        self._set_stock(self.desk, 4)
        return self._create_quotation({self.desk: 10}, **values)

    def _confirm(self, order, user, answer="ask"):
        """Confirm as the form does, unless there is another `answer`."""
        context = {"backorder_comms_limits": answer} if answer else {}
        return order.with_user(user).with_context(**context).action_confirm()

    def _get_activities(self, order):
        return order.activity_search(["backorder_comms.mail_activity_type_limit"])

    def assertConfirmed(self, order):
        self.assertEqual(order.state, "sale")
        self.assertTrue(order.picking_ids)

    def assertUntouched(self, orders):
        self.assertEqual(set(orders.mapped("state")), {"draft"})
        self.assertFalse(orders.picking_ids)

    def assertNoted(self, order):
        """The order says in its history what it goes beyond."""
        notes = order.message_ids.filtered(lambda message: message.is_internal)
        self.assertIn("6 would wait, at most 5 may", "".join(notes.mapped("body")))


@tagged("post_install", "-at_install")
class TestSaleOrderLimit(ConfirmationCommon):
    """Who may confirm an order that goes beyond a limit, and what is left behind."""

    # === REFUSED === #

    def test_refusal_stops_the_salesperson(self):
        self._create_limit()
        order = self._create_long_quotation()
        with self.assertRaises(UserError):
            self._confirm(order, self.sale_user)
        self.assertUntouched(order)

    def test_refusal_stops_programs_of_the_salesperson(self):
        self._create_limit()
        order = self._create_long_quotation()
        with self.assertRaises(UserError):
            self._confirm(order, self.sale_user, answer=None)

    def test_refusal_stops_programs_of_the_manager(self):
        self._create_limit()
        order = self._create_long_quotation()
        with self.assertRaises(UserError):
            self._confirm(order, self.sale_manager, answer=None)

    def test_refusal_is_not_lifted_by_the_salesperson(self):
        self._create_limit()
        order = self._create_long_quotation()
        with self.assertRaises(UserError):
            self._confirm(order, self.sale_user, answer="lift")

    def test_refusal_names_limit_product_quantities_and_who_lifts_it(self):
        self._create_limit()
        order = self._create_long_quotation()
        with self.assertRaises(UserError) as refusal:
            self._confirm(order, self.sale_user)
        self.assertEqual(
            str(refusal.exception),
            "Five: 6 would wait, at most 5 may.\n"
            f"- Desk ({order.name}): 10 Units ordered, 4 free\n\n"
            "Ask a sales manager to confirm, or to change the limit under Sales > "
            "Configuration > Backorders > Limits.",
        )

    def test_of_orders_confirmed_at_once_all_or_none_are(self):
        self._create_limit()
        orders = self._create_quotation({self.lamp: 1}) | self._create_long_quotation()
        with self.assertRaises(UserError):
            self._confirm(orders, self.sale_user)
        self.assertUntouched(orders)

    def test_order_within_the_limits_is_confirmed_without_a_word(self):
        self._create_limit()
        order = self._create_quotation({self.desk: 5})
        self._confirm(order, self.sale_user)
        self.assertConfirmed(order)
        self.assertFalse(self._get_activities(order))

    # === ASKED === #

    def _ask(self, order, user):
        """Confirm; return what the question's button does, and where."""
        with self.assertRaises(RedirectWarning) as question:
            self._confirm(order, user)
        self.assertUntouched(order)
        return question.exception.args

    def _answer(self, question, user):
        _text, action, _button, context = question
        return (
            self.env["ir.actions.server"]
            .with_user(user)
            .browse(action)
            .with_context(**context)
            .run()
        )

    def test_warning_asks_the_salesperson(self):
        self._create_limit(policy="warn")
        order = self._create_long_quotation()
        text = self._ask(order, self.sale_user)[0]
        self.assertIn("10 Units ordered, 4 free", text)

    def test_salesperson_confirms_in_spite_of_a_warning(self):
        self._create_limit(policy="warn")
        order = self._create_long_quotation()
        question = self._ask(order, self.sale_user)
        res = self._answer(question, self.sale_user)
        self.assertConfirmed(order)
        self.assertEqual(res["tag"], "soft_reload")

    def test_answer_is_kept_on_the_order_and_is_no_task(self):
        self._create_limit(policy="warn")
        order = self._create_long_quotation()
        self._answer(self._ask(order, self.sale_user), self.sale_user)
        self.assertNoted(order)
        self.assertFalse(self._get_activities(order))

    def test_answer_is_about_all_orders_that_were_confirmed(self):
        self._create_limit(policy="warn")
        orders = self._create_quotation({self.lamp: 1}) | self._create_long_quotation()
        self._answer(self._ask(orders, self.sale_user), self.sale_user)
        self.assertEqual(orders.mapped("state"), ["sale", "sale"])

    def test_answer_to_a_warning_does_not_lift_a_refusal(self):
        limit = self._create_limit(policy="warn")
        order = self._create_long_quotation()
        question = self._ask(order, self.sale_user)
        limit.policy = "refuse"
        with self.assertRaises(UserError):
            self._answer(question, self.sale_user)

    def test_manager_lifts_a_refusal(self):
        self._create_limit()
        order = self._create_long_quotation()
        self._answer(self._ask(order, self.sale_manager), self.sale_manager)
        self.assertConfirmed(order)
        self.assertNoted(order)

    # === NOBODY TO ASK === #

    def test_warning_does_not_stop_programs(self):
        self._create_limit(policy="warn")
        order = self._create_long_quotation()
        self._confirm(order, self.sale_user, answer=None)
        self.assertConfirmed(order)
        self.assertNoted(order)
        self.assertEqual(self._get_activities(order).user_id, self.sale_user)

    def test_refusal_does_not_stop_the_system(self):
        self._create_limit()
        order = self._create_long_quotation()
        order.action_confirm()
        self.assertConfirmed(order)
        self.assertEqual(self._get_activities(order).user_id, self.sale_user)

    def test_order_of_no_salesperson_is_a_task_of_who_made_the_limit(self):
        self.limits.with_user(self.sale_manager).create(
            {"name": "Five", "maximum": 5, "policy": "warn"}
        )
        order = self._create_long_quotation(user_id=False, team_id=False)
        order.action_confirm()
        self.assertEqual(self._get_activities(order).user_id, self.sale_manager)

    def test_only_orders_beyond_the_limit_are_a_task(self):
        self._create_limit()
        orders = self._create_quotation({self.lamp: 1}) | self._create_long_quotation()
        orders.action_confirm()
        self.assertEqual([len(self._get_activities(order)) for order in orders], [0, 1])

    def test_order_is_confirmed_even_if_the_note_fails(self):
        self._create_limit()
        order = self._create_long_quotation()
        with (
            mute_logger(
                "odoo.addons.backorder_comms.models.sale_backorder_confirmation"
            ),
            patch.object(MailThread, "_message_log", side_effect=ValueError),
        ):
            order.action_confirm()
        self.assertConfirmed(order)

    # === PAID === #

    def _pay(self, order, user):
        """Let a user book the payment that confirms the order."""
        provider = self.env["payment.provider"].create({"name": "Bank"})
        payment = self.env["payment.transaction"].create(
            {
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "payment_method_id": self.env["payment.method"].search([], limit=1).id,
                "provider_id": provider.id,
                "reference": order.name,
                "sale_order_ids": [Command.set(order.ids)],
                "state": "done",
            }
        )
        payment.with_user(user)._check_amount_and_confirm_order()

    def test_payment_that_a_user_books_confirms_in_spite_of_a_refusal(self):
        self._create_limit()
        order = self._create_long_quotation()
        self.sale_user.group_ids += self.env.ref("base.group_system")
        self._pay(order, self.sale_user)
        self.assertConfirmed(order)
        self.assertTrue(self._get_activities(order))

    # === THE FORM === #

    def test_quotation_says_beforehand_what_it_goes_beyond(self):
        self._create_limit(policy="warn")
        order = self._create_long_quotation()
        warning = order.with_user(self.sale_user).backorder_limit_warning
        self.assertIn("6 would wait, at most 5 may", warning)

    def test_confirmed_order_says_nothing_any_more(self):
        self._create_limit(policy="warn")
        order = self._create_long_quotation()
        order.action_confirm()
        self.assertFalse(order.backorder_limit_warning)


@tagged("post_install", "-at_install")
class TestPortalLimit(BackorderCommsHttpCommon, ConfirmationCommon):
    """A customer who signs has done his part: he is never told to come back."""

    def _sign(self, order):
        """Sign as a customer does who opened the link without logging in."""
        self.authenticate(None, None)
        answer = self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {
                "access_token": order._portal_ensure_token(),
                "name": "Ann",
                "signature": SIGNATURE,
            },
        )
        order.invalidate_recordset()
        return answer

    def test_signature_confirms_in_spite_of_a_refusal(self):
        self._create_limit()
        order = self._create_long_quotation(require_signature=True)
        order.require_payment = False
        order.action_quotation_sent()
        answer = self._sign(order)
        self.assertTrue(answer["force_refresh"])
        self.assertConfirmed(order)
        self.assertNoted(order)
        self.assertEqual(self._get_activities(order).user_id, self.sale_user)

    def test_salesperson_confirms_in_the_form_after_a_question(self):
        self.env.ref("base.group_user")._apply_group(self.group_product_pricelist)
        self._create_limit(policy="warn")
        order = self._create_long_quotation()
        self.start_tour(
            f"/odoo/orders/{order.id}",
            "backorder_comms_limit",
            login=self.sale_user.login,
        )
        self.assertConfirmed(order)
