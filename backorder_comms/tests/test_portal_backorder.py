# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo.sql_db import Cursor
from odoo.tests import tagged
from odoo.tools.misc import mute_logger

from ..logic.decisions import Choice
from .http_common import BackorderCommsHttpCommon

LINES = 300


@tagged("post_install", "-at_install")
class TestPortalBackorder(BackorderCommsHttpCommon):
    """The page about the delivery of one order."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _open(self, order):
        """Return the page of an order, by its link."""
        token = order._portal_ensure_token()
        response = self.url_open(order._get_backorder_path(access_token=token))
        self.assertEqual(response.status_code, 200)
        return response

    def _get_texts(self, response, name):
        found = html.fromstring(response.content).xpath(f"//*[@name='{name}']")
        return [re.sub(r"\s+", " ", one.text_content()).strip() for one in found]

    def _get_statements(self, path):
        """Return what a request writes to the database."""
        self.env.flush_all()
        execute = Cursor.execute
        statements = []

        def note(cursor, query, *args, **kwargs):
            statements.append(str(getattr(query, "code", query)))
            return execute(cursor, query, *args, **kwargs)

        with patch.object(Cursor, "execute", note):
            self.assertEqual(self.url_open(path).status_code, 200)
        self.assertTrue(statements)
        writes = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
        return [*filter(writes.match, statements)]

    def test_message_leads_to_the_page(self):
        order = self._create_short_order()
        response = self.url_open(order._get_backorder_url())
        self.assertEqual(len(self._get_texts(response, "backorder_row")), 2)

    def test_page_says_the_same_as_that_of_the_order(self):
        order = self._create_short_order()
        ours = self._get_texts(self._open(order), "backorder_row")
        page = self.url_open(order.get_portal_url())
        theirs = self._get_texts(page, "backorder_row")
        self.assertEqual(len(theirs), 2)
        for our_row, their_row in zip(ours, theirs, strict=True):
            self.assertTrue(our_row.startswith(their_row))  # choices follow

    def test_portal_user_sees_his_order_without_a_link(self):
        order = self._create_short_order()
        self.authenticate(self.portal_user.login, self.portal_user.login)
        response = self.url_open(order._get_backorder_path())
        self.assertEqual(len(self._get_texts(response, "backorder_row")), 2)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_whatever_is_wrong_with_the_address_the_answer_is_the_same(self):
        mine = self._create_short_order()
        token = mine._portal_ensure_token()
        self.partner = self._create_partner(name="Bob", email="bob@example.com")
        other = self._create_order({self.lamp: 2})
        keyless = self._create_order({self.lamp: 3})
        other._portal_ensure_token()
        keyless.access_token = False
        paths = [
            mine._get_backorder_path(),
            mine._get_backorder_path(access_token="x" * 36),
            mine._get_backorder_path(access_token=other.access_token),
            other._get_backorder_path(access_token=token),
            keyless._get_backorder_path(access_token=token),
            f"/my/backorders/{keyless.id + 1000}?access_token={token}",
            f"/my/backorders/{mine.id}?access_token=",
        ]
        for login in (None, self.portal_user.login):
            self.authenticate(login, login)
            answers = {
                (answer.status_code, answer.headers["Location"], answer.content)
                for answer in (
                    self.url_open(path, allow_redirects=False)
                    for path in (paths[3:6] if login else paths)
                )
            }
            with self.subTest(login=login):
                self.assertEqual(len(answers), 1)
                self.assertEqual({(303, "/my")}, {answer[:2] for answer in answers})

    def test_looking_writes_nothing(self):
        order = self._create_short_order()
        path = order._get_backorder_path(access_token=order._portal_ensure_token())
        self.url_open(path)  # what is written once, such as compiled styles
        self.assertFalse(self._get_statements(path))

    def test_logged_in_looking_writes_nothing(self):
        order = self._create_short_order()
        order.access_token = False
        self.authenticate(self.portal_user.login, self.portal_user.login)
        self.url_open("/my/backorders")
        self.assertFalse(self._get_statements("/my/backorders"))
        self.assertFalse(self._get_statements(order._get_backorder_path()))

    def test_page_is_not_to_be_found_kept_or_passed_on(self):
        response = self._open(self._create_short_order())
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(response.headers["X-Robots-Tag"], "noindex, nofollow")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        robots = html.fromstring(response.content).xpath("//meta[@name='robots']")
        self.assertEqual(robots[0].get("content"), "noindex, nofollow")

    def test_page_tells_nothing_internal(self):
        vendor = self._create_partner(name="Secret Vendor")
        receipt = self._create_receipt(self.desk, 10, days=5)
        receipt.partner_id = vendor
        self.desk.standard_price = 4321.0
        order = self._create_short_order()
        reason = order.backorder_ids[0].reason_id
        reason.name = "Vendor went bankrupt"
        order.message_post(body="He pays late", subtype_xmlid="mail.mt_note")
        text = self._open(order).text
        for secret in (vendor.name, receipt.name, reason.name, "4321", "pays late"):
            self.assertNotIn(secret, text)

    def test_names_are_printed_as_they_are(self):
        self.desk.name = "<script>alert('desk')</script>"
        order = self._create_short_order()
        response = self._open(order)
        self.assertNotIn("<script>alert('desk')", response.text)
        self.assertIn("<script>", self._get_texts(response, "backorder_row")[0])

    def test_history_says_what_the_customer_was_told_newest_first(self):
        order = self._create_short_order()
        desk = order.backorder_ids.filtered(lambda b: b.product_id == self.desk)
        before = desk.promised_date
        receipt = self.env["stock.move"].search(
            [("product_id", "=", self.desk.id), ("picking_code", "=", "incoming")]
        )
        receipt.picking_id.scheduled_date += timedelta(days=10)
        self._communicate()
        newest, oldest = self._get_texts(self._open(order), "backorder_told")
        self.assertIn("A new date", newest)
        self.assertIn("Desk: Expected to ship on", newest)
        day = self.env["sale.backorder.content"]._format_day(before)
        self.assertIn(f"(before: {day})", newest)
        self.assertIn("Some items are delayed", oldest)
        self.assertRegex(oldest, "Lamp: ?No date yet")

    def test_history_says_nothing_of_what_colleagues_were_told(self):
        order = self._create_short_order()
        order.backorder_message_ids.audience = "salesperson"
        self.assertFalse(self._get_texts(self._open(order), "backorder_told"))

    def test_lines_that_are_complete_are_folded(self):
        self._set_stock(self.lamp, 2)
        order = self._create_short_order()
        self._validate(self._get_deliveries(order))
        self._communicate()
        response = self._open(order)
        [folded] = self._get_texts(response, "backorder_complete")
        self.assertIn("Shipped completely (1)", folded)
        self.assertIn("Lamp", folded)
        self.assertNotIn("Desk", folded)

    def test_what_waits_comes_before_what_ships_as_planned(self):
        self._set_stock(self.lamp, 2)
        order = self._create_order({self.lamp: 2, self.desk: 1})
        self._communicate()
        first, second = self._get_texts(self._open(order), "backorder_row")
        self.assertIn("Desk", first)
        self.assertIn("Lamp", second)

    def test_choices_are_offered_where_they_belong(self):
        order = self._create_short_order()
        line = order.order_line[0]
        choices = {
            False: [Choice("call", "date", "Call me")],
            line.id: [Choice("cancel", "cancel", "Cancel it", line_id=line.id)],
        }
        with patch.object(
            type(order), "_get_backorder_choices", lambda _order: choices
        ):
            response = self._open(order)
        self.assertEqual(
            self._get_texts(response, "backorder_choice"), ["Call me", "Cancel it"]
        )
        self.assertIn("Cancel it", self._get_texts(response, "backorder_row")[0])

    def test_customer_finds_whom_to_ask_and_what_to_expect(self):
        self.company.backorder_comms_policy_url = "https://example.com/policy"
        self.sale_user.partner_id.write(
            {"phone": "+32 2 555 12 34", "email": "sofie@example.com"}
        )
        order = self._create_short_order(user_id=self.sale_user.id)
        response = self._open(order)
        [help_text] = self._get_texts(response, "backorder_help")
        self.assertIn(self.sale_user.name, help_text)
        self.assertIn("+32 2 555 12 34", help_text)
        self.assertIn("sofie@example.com", help_text)
        self.assertIn('href="https://example.com/policy"', response.text)

    def test_order_without_a_delivery_says_so(self):
        order = self.env["sale.order"].create({"partner_id": self.partner.id})
        self.assertTrue(self._get_texts(self._open(order), "backorder_none"))

    def test_company_that_does_not_tell_says_nothing(self):
        order = self._create_short_order()
        self.company.backorder_comms_active = False
        response = self._open(order)
        self.assertFalse(self._get_texts(response, "backorder_row"))
        self.assertFalse(self._get_texts(response, "backorder_told"))

    def test_customer_not_to_be_told_reads_nothing_of_a_delay(self):
        order = self._create_short_order()
        order.backorder_ids.silent = True
        response = self._open(order)
        self.assertIn("to be shipped", self._get_texts(response, "backorder_row")[0])
        self.assertNotIn("delayed", "".join(self._get_texts(response, "backorder_row")))

    def test_queries_do_not_grow_with_the_lines(self):
        few, many = (self._create_long_order(count) for count in (1, 40))
        self.authenticate(self.portal_user.login, self.portal_user.login)
        for order in (few, many):
            self.url_open(order._get_backorder_path())
        counts = [
            self._count_queries(order._get_backorder_path()) for order in (few, many)
        ]
        self.assertEqual(*counts)
        of_core = f"/my/orders/{few.id}"
        self.url_open(of_core)
        self.assertLessEqual(counts[0], self._count_queries(of_core) + 6)

    def test_an_order_of_300_lines_is_one_page(self):
        order = self._create_long_order(LINES)
        rows = self._get_texts(self._open(order), "backorder_row")
        self.assertEqual(len(rows), LINES)

    def _create_long_order(self, count):
        products = self.env["product.product"].create(
            [
                {"name": f"Chair {n}", "type": "consu", "is_storable": True}
                for n in range(count)
            ]
        )
        order = self._create_order(dict.fromkeys(products, 3))
        self._communicate()
        return order

    def _count_queries(self, path):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(self.url_open(path).status_code, 200)
        return self.env.cr.sql_log_count - before
