# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...logic.decisions import Answer, Source
from ...models.sale_backorder_decision_making import HOURLY_CAPS
from .test_attacks_routes import RoutesCommon


@tagged("post_install", "-at_install")
class TestAttacksFloods(RoutesCommon):
    """A4, A17, A33: what machines do often, and what they could learn from it."""

    def _decide(self, order, choice, address="1.2.3.4"):
        """Decide, if it is not refused.

        :return: whether it was done
        """
        answer = Answer(choice.option, choice.line_id, choice.product_id)
        source = Source("link", address)
        try:
            with self.env.cr.savepoint():
                self.env["sale.backorder.decision"]._decide(
                    order, answer, source, order.partner_id
                )
        except UserError:
            return False
        return True

    def _get_choice(self, order, *options):
        """Return the first choice of these that the customer can make now."""
        choices = sum(order._get_backorder_choices().values(), [])
        return next(
            one for one in choices if one.option in options and not one.is_current
        )

    def test_one_address_decides_so_often_only(self):
        cap = HOURLY_CAPS["address"]
        orders = [self._create_order({self.desk: 1}) for _number in range(cap + 5)]
        self._communicate()
        call = self._get_choice(orders[0], "call")
        done = [
            self._decide(order, call._replace(line_id=order.order_line.id))
            for order in orders
        ]
        self.assertEqual(sum(done), cap)
        last = call._replace(line_id=orders[-1].order_line.id)
        self.assertTrue(self._decide(orders[-1], last, address="5.6.7.8"))

    def test_customer_who_changes_his_mind_all_the_time_floods_nobody(self):
        """A17: a thousand clicks make a few messages, and no end of them."""
        self.order.user_id = self.sale_user
        self._communicate()
        cap = HOURLY_CAPS["order_id"]
        mails = self.env["mail.mail"].search_count([])
        told = len(self.order.backorder_message_ids)
        tasks = len(self.order.activity_ids)
        done = [
            self._decide(
                self.order, self._get_choice(self.order, "ship", "wait"), address=False
            )
            for _time in range(cap * 2)
        ]
        self._communicate()
        self.env.invalidate_all()
        self.assertEqual(sum(done), cap - 1)  # one was made before
        self.assertLessEqual(self.env["mail.mail"].search_count([]) - mails, cap)
        self.assertLessEqual(len(self.order.backorder_message_ids) - told, 3)
        self.assertLessEqual(len(self.order.activity_ids) - tasks, 1)

    def test_what_is_refused_leaves_nothing_behind(self):
        decisions = self.env["sale.backorder.decision"].search_count([])
        path = self.order._get_backorder_path("/decide")
        for _time in range(20):
            self._send(path, "POST", **self._get_params(option="nonsense"))
        self.env.invalidate_all()
        self.assertEqual(
            self.env["sale.backorder.decision"].search_count([]), decisions
        )

    def test_tokens_are_too_long_to_be_tried(self):
        """122 bits by chance, compared in constant time: no limit makes it safer."""
        self.assertRegex(self.token, r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        self.assertNotEqual(self.token[:8], self.foreign_token[:8])

    def test_what_does_not_exist_looks_like_what_is_not_shown(self):
        """A33: neither an answer nor its size tells which orders there are."""
        last = self.env["sale.order"].search([], limit=1, order="id desc").id
        paths = [
            f"/my/backorders/{number}?access_token={self.foreign_token}"
            for number in (self.order.id, last + 1)
        ]
        answers = [self._get(path) for path in paths]
        self.assertEqual(len(answers[0].content), len(answers[1].content))
        self.assertEqual(answers[0].status_code, answers[1].status_code)

    def _get(self, path):
        return self.opener.get(
            self.base_url() + path, allow_redirects=False, timeout=60
        )
