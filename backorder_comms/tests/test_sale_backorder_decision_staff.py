# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .question_common import QuestionCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderDecisionStaff(QuestionCommon):
    def setUp(self):
        super().setUp()
        self.order = self._create_late_order()
        decision = self._answer(self.order)
        decision.state = "pending"
        self.decision = decision.with_user(self.sale_user)

    def _get_last_comment(self):
        return self.order.message_ids.filtered(
            lambda message: message.message_type == "comment"
        )[0]

    def test_salesperson_says_that_it_is_done(self):
        self.decision.reply = "It left today."
        self.decision.action_done()
        self.assertEqual(self.decision.state, "done")
        self.assertIn("It left today.", self._get_last_comment().body)
        self.assertIn(self.partner, self._get_last_comment().notified_partner_ids)

    def test_nothing_is_written_where_there_are_no_words(self):
        before = self._get_last_comment()
        self.decision.action_done()
        self.assertEqual(self._get_last_comment(), before)

    def test_whoever_declines_says_why(self):
        with self.assertRaisesRegex(UserError, "why"):
            self.decision.action_decline()
        self.decision.reply = "It was packed already."
        self.decision.action_decline()
        self.assertEqual(self.decision.state, "declined")
        self.assertIn("packed already", self._get_last_comment().body)

    def test_what_is_settled_is_not_settled_again(self):
        self.decision.action_done()
        with self.assertRaises(UserError):
            self.decision.action_done()

    def test_salesperson_writes_words_and_nothing_else(self):
        self.decision.reply = "Soon"
        with self.assertRaises(AccessError):
            self.decision.state = "done"

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_others_do_not_settle_it(self):
        stranger = new_test_user(
            self.env, "stranger", groups="sales_team.group_sale_salesman"
        )
        stock_user = new_test_user(self.env, "keeper", groups="stock.group_stock_user")
        for user in (stranger, stock_user):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.decision.with_user(user).action_done()
