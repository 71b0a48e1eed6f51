# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from io import BytesIO

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.misc import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .promise_common import PromiseCommon

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x.example")')


@tagged("post_install", "-at_install")
class TestSaleBackorderEvidence(PromiseCommon):
    """What was said when, on which facts, by which channel, delivered how."""

    def _open_evidence(self, order, user):
        action = order.with_user(user).action_view_backorder_evidence()
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def _read_spreadsheet(self, order, user=None):
        """Return the cells of the file that a user downloads, by rows."""
        evidence = self._open_evidence(order, user or self.sale_user)
        content = base64.b64decode(evidence.spreadsheet)
        return [*openpyxl.load_workbook(BytesIO(content)).active.iter_rows()]

    def _get_values(self, order):
        return [[cell.value for cell in row] for row in self._read_spreadsheet(order)]

    def test_facts_messages_and_promises_are_told_one_after_the_other(self):
        order = self._create_promised_order(user_id=self.sale_user.id)
        kinds = [row[1] for row in self._get_values(order)]
        self.assertEqual(kinds[0], "What")
        self.assertEqual(
            sorted(kinds[1:]), ["Date promised", "Fact", "Message", "News promised"]
        )
        moments = [row[0] for row in self._get_values(order)[1:]]
        self.assertEqual(moments, sorted(moments))

    def test_message_says_to_whom_how_and_what_became_of_it(self):
        order = self._create_promised_order(user_id=self.sale_user.id)
        order.backorder_message_ids._settle("failed", "The server said no.")
        [row] = [row for row in self._get_values(order) if row[1] == "Message"]
        self.assertEqual(
            row[2:7],
            [
                "Desk",
                "Opened",
                self.partner.name,
                "Email",
                "Failed: The server said no.",
            ],
        )
        self.assertIn(order.name, row[7])

    def test_no_cell_is_a_formula(self):
        order = self._create_promised_order(user_id=self.sale_user.id)
        for text in FORMULAS:
            self.desk.name = text
            self.partner.name = text
            order.backorder_message_ids.reason = text
            with self.subTest(text):
                cells = [cell for row in self._read_spreadsheet(order) for cell in row]
                self.assertEqual({c.data_type for c in cells if c.value}, {"s"})
                self.assertIn(text, [cell.value for cell in cells])

    def test_document_says_the_same(self):
        order = self._create_promised_order(user_id=self.sale_user.id)
        self.desk.name = "<script>Desk</script>"
        report = self.env["ir.actions.report"].with_user(self.sale_user)
        html, _type = report._render_qweb_html(
            "backorder_comms.report_evidence", order.ids
        )
        self.assertIn(b"&lt;script&gt;Desk&lt;/script&gt;", html)
        self.assertIn(self.partner.name.encode(), html)

    def test_backorder_leads_to_the_evidence_of_its_order(self):
        order = self._create_promised_order(user_id=self.sale_user.id)
        action = order.backorder_ids.with_user(self.sale_user).action_view_evidence()
        evidence = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(evidence.order_id, order)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_salesperson_gets_none_of_orders_of_others(self):
        order = self._create_promised_order(user_id=self.sale_manager.id)
        with self.assertRaises(AccessError):
            self._read_spreadsheet(order)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_report_gives_nothing_of_orders_of_others(self):
        order = self._create_promised_order(user_id=self.sale_manager.id)
        with self.assertRaises(AccessError):
            order.with_user(self.sale_user)._get_backorder_evidence()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_gets_any_of_another_company(self):
        order = self._create_promised_order(user_id=False)
        other = self.env["res.company"].create({"name": "Other"})
        user = mail_new_test_user(
            self.env,
            login="sam",
            groups="sales_team.group_sale_manager",
            company_id=other.id,
        )
        with self.assertRaises(AccessError):
            self._read_spreadsheet(order, user)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_evidence_that_another_one_asked_for_shows_no_more_than_one_may_read(self):
        order = self._create_promised_order(user_id=self.sale_manager.id)
        evidence = self._open_evidence(order, self.sale_manager)
        with self.assertRaises(AccessError):
            evidence.with_user(self.sale_user).read(["spreadsheet"])
