# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.sms.models.sms_sms import SmsSms
from odoo.addons.sms.tools.sms_api import SmsApiBase

from .common import BackorderCommsCommon


class OneByOne(SmsApiBase):
    """A provider that is called for each SMS, as others than core's own are.

    `answers` is what it says to each: a state, or an error to raise.
    """

    def __init__(self, env, answers):
        super().__init__(env)
        self.answers = list(answers)
        self.calls = []

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        [message] = messages
        [number] = message["numbers"]
        self.calls.append(number["uuid"])
        answer = self.answers[len(self.calls) - 1]
        if isinstance(answer, Exception):
            raise answer
        return [{"uuid": number["uuid"], "state": answer}]


@tagged("post_install", "-at_install")
class TestSmsSms(BackorderCommsCommon):
    def _send(self, *answers):
        """Write to a customer for each answer; return our messages."""
        customers = self.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number}",
                    "phone": f"+3247012345{number}",
                    "backorder_by_mail": False,
                    "backorder_by_sms": True,
                }
                for number in range(len(answers))
            ]
        )
        orders = self.env["sale.order"].union(
            *(
                self._create_order({self.desk: 1}, partner_id=one.id)
                for one in customers
            )
        )
        self._communicate()
        self._process(answers)
        return orders.backorder_message_ids.sorted("id")

    def _process(self, answers):
        provider = OneByOne(self.env, answers)

        def split(sms):
            if sms:
                yield provider, sms

        self.env.cr.flush()
        self.env.cr.clear()
        with (
            self.enter_registry_test_mode(),
            patch.object(SmsSms, "_split_by_api", split),
        ):
            self.env.ref("sms.ir_cron_sms_scheduler_action").method_direct_trigger()
        self.env.invalidate_all()
        return provider

    def test_answer_that_nobody_understands_leaves_no_other_in_doubt(self):
        messages = self._send("success", ValueError("<html>"), "success")
        self._communicate()
        self.assertEqual(messages.mapped("state"), ["sent", "unknown", "sent"])

    def test_sms_in_doubt_is_not_sent_again(self):
        messages = self._send("success", ValueError("<html>"))
        self._communicate()
        self.assertFalse(self._process(["success"]).calls)
        self.assertEqual(messages.mapped("state"), ["sent", "unknown"])

    def test_no_answer_of_another_provider_is_a_doubt(self):
        messages = self._send("server_error")
        self.assertEqual(messages.state, "unknown")

    def test_wrong_number_is_final(self):
        messages = self._send("wrong_number_format")
        self._communicate()
        self.assertEqual(messages.state, "failed")
        self.assertEqual(len(messages.order_id.activity_ids), 1)

    def test_message_says_why_it_is_in_doubt(self):
        messages = self._send(ValueError("<html>"))
        self.assertIn("<html>", messages.reason)
