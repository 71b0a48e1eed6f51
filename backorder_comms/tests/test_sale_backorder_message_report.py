# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.tests import tagged

from .common import BackorderCommsCommon

LOGGER = "odoo.addons.backorder_comms.models.sale_backorder_message_report"


@tagged("post_install", "-at_install")
class TestSaleBackorderMessageReport(BackorderCommsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("backorder_comms.mail_template_opened")
        cls.template.report_template_ids = cls.env.ref("sale.action_report_saleorder")

    def _tell(self, render):
        """Tell a customer about an order, with reports made so; return the message."""
        order = self._create_order({self.desk: 10})
        model = self.registry["ir.actions.report"]
        with patch.object(model, "_render_qweb_pdf", render):
            self._communicate()
        return order.backorder_message_ids

    def _make_report(self, _report, _ids):
        return b"%PDF", "pdf"

    def _fail(self, _report, _ids):
        raise ValueError("Unable to find Wkhtmltopdf")

    def _fail_in_database(self, _report, _ids):
        self.env.cr.execute("SELECT 1 / 0")

    def assertLeaves(self, message, *files):
        self.assertEqual(message.state, "queued")
        attached = message.mail_message_id.attachment_ids.mapped("name")
        self.assertEqual(attached, list(files))

    def test_report_of_the_template_is_attached(self):
        message = self._tell(self._make_report)
        self.assertLeaves(message, f"Order - {message.order_id.name}.pdf")

    def test_news_go_without_a_report_that_cannot_be_made(self):
        with self.assertLogs(LOGGER, "WARNING") as logs:
            message = self._tell(self._fail)
        self.assertLeaves(message)
        self.assertIn("Unable to find Wkhtmltopdf", logs.output[0])

    def test_report_that_breaks_the_transaction_is_left_out(self):
        with self.assertLogs(LOGGER, "WARNING"), self.assertLogs("odoo.sql_db"):
            message = self._tell(self._fail_in_database)
        self.assertLeaves(message)

    def test_report_that_ended_the_process_is_not_made_again(self):
        """Of the try that ended with the process, only its number is left."""
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.env["sale.backorder.message"]._plan(order)
        order.backorder_message_ids.attempts = 1
        with self.assertLogs(LOGGER, "WARNING"):
            self._communicate()
        self.assertLeaves(order.backorder_message_ids)
