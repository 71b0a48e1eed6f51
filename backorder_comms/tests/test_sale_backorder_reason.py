# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestReasonThatIsRequired(PromiseCommon):
    """Where the company wants it, whoever decides says why goods are late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.backorder_reason_required = True
        cls.recall = cls.env["sale.backorder.reason"].create(
            {"name": "Recalled", "customer_text": "We check it first"}
        )

    def setUp(self):
        super().setUp()
        self.order = self._create_promised_order(user_id=self.sale_user.id)
        self.backorder = self.order.backorder_ids.with_user(self.sale_user)

    def _open(self, action):
        return self.backorder.env[action["res_model"]].browse(action["res_id"])

    def _promise(self, **values):
        wizard = self._open(self.backorder.action_promise())
        day = self.today + timedelta(days=9)
        wizard.write({"date": day, "reason": "By phone", **values})
        return wizard.action_confirm()

    def _cancel(self, **values):
        wizard = self._open(self.backorder.action_decide())
        choices = wizard.topic_ids.choice_ids
        choice = choices.filtered(lambda one: one.option == "cancel")[:1]
        wizard.topic_id = choice.topic_id
        wizard.write({"mode": "decide", "choice_id": choice.id, **values})
        return wizard.action_confirm()

    def test_what_was_found_is_filled_in(self):
        found = self.backorder.reason_id
        wizard = self._open(self.backorder.action_promise())
        self.assertEqual((wizard.late_reason_id, found.cause), (found, "incoming"))

    def test_promise_keeps_the_reason_that_was_chosen(self):
        self._promise(late_reason_id=self.recall.id)
        self.assertEqual(self.backorder.reason_id, self.recall)

    def test_nothing_is_promised_without_a_reason(self):
        with self.assertRaisesRegex(UserError, "why it is late"):
            self._promise(late_reason_id=False)

    def test_nothing_is_cancelled_without_a_reason(self):
        with self.assertRaisesRegex(UserError, "why it is late"):
            self._cancel(late_reason_id=False)

    def test_cancellation_keeps_the_reason_that_was_chosen(self):
        self._cancel(late_reason_id=self.recall.id)
        self.assertEqual(self.backorder.reason_id, self.recall)

    def test_nobody_is_asked_where_the_company_does_not_want_it(self):
        self.company.backorder_reason_required = False
        self._promise(late_reason_id=False)
        self.assertEqual(self.backorder.reason_id.cause, "incoming")
