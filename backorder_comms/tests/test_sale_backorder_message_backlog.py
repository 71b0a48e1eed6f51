# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import BackorderCommsCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderMessageBacklog(BackorderCommsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.messages = cls.env["sale.backorder.message"]
        cls.messages.search([("state", "=", "pending")]).unlink()

    def _plan_message(self):
        """Return a message that waits to be sent."""
        order = self._create_order({self.desk: 1})
        self._evaluate()
        self.messages._plan(order)
        return order.backorder_message_ids

    def _plan_messages(self, *weights):
        """Return messages about backorders of such weights.

        :param weights: (score, days until the promised date)
        """
        messages = [self._plan_message() for _weight in weights]
        for message, (score, days) in zip(messages, weights, strict=True):
            message.backorder_ids.write(
                {"score": score, "promised_date": self.today + timedelta(days=days)}
            )
        return messages

    def test_urgent_then_oldest_promise_then_oldest_message(self):
        late, soon, urgent, same = self._plan_messages((0, 9), (0, 2), (30, 20), (0, 9))
        self.assertEqual(
            self.messages._take_due().ids, (urgent + soon + late + same).ids
        )

    def test_no_more_leave_in_an_hour_than_the_company_wants(self):
        self.company.backorder_comms_hourly_limit = 2
        first, second, third = self._plan_messages((0, 1), (0, 2), (0, 3))
        self.assertEqual(self.messages._take_due(), first + second)
        self._communicate()
        self.assertFalse(self.messages._take_due())
        with freeze_time(fields.Datetime.now() + timedelta(minutes=61)):
            self.assertEqual(self.messages._take_due(), third)

    def test_message_whose_time_has_not_come_is_not_taken(self):
        message = self._plan_message()
        message.send_after = fields.Datetime.now() + timedelta(hours=1)
        self.assertFalse(self.messages._take_due())
        with freeze_time(message.send_after):
            self.assertEqual(self.messages._take_due(), message)

    def test_taking_is_one_query_for_any_number(self):
        self._plan_message()
        self.messages._take_due()
        with self.assertQueryCount(1):
            self.messages._take_due()
        for _more in range(3):
            self._plan_message()
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.assertEqual(len(self.messages._take_due()), 4)

    def test_results_are_read_in_queries_that_do_not_grow(self):
        counts = []
        for _more in range(2):
            for _order in range(3):
                self._create_order({self.desk: 1})
            self._communicate()
            self.env.invalidate_all()
            queued = self.messages.search([("state", "=", "queued")])
            notifications = queued.mail_message_id.notification_ids
            notifications.notification_status = "sent"
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            queued._take_results()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            queued.state = "queued"
        self.assertEqual(counts[0], counts[1])
