# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import html

from odoo.tests import tagged

from .http_common import BackorderCommsHttpCommon


@tagged("post_install", "-at_install")
class TestPortalCancellation(BackorderCommsHttpCommon):
    """A customer who comes by a link cancels what is missing."""

    def setUp(self):
        super().setUp()
        self.order = self._create_short_order()
        self.line = self.order.order_line[0]
        self.token = self.order._portal_ensure_token()
        self.authenticate(None, None)

    def _open(self):
        return self.url_open(
            self.order._get_backorder_path(
                "/decide", self.token, option="cancel", line=self.line.id
            )
        )

    def _send(self, page, **values):
        [form] = html.fromstring(page.content).xpath("//form[@method='post']")
        path = self.order._get_backorder_path("/decide")
        return self.url_open(path, data={**dict(form.fields), **values})

    def test_page_says_what_will_happen(self):
        text = html.fromstring(self._open().content).text_content()
        self.assertIn("Up to 10 of 10 Units will not be sent", text)

    def test_part_is_cancelled_and_the_page_says_so(self):
        response = self._send(self._open(), quantity="4")
        self.assertIn("4 of 10 Units will not be sent.", response.text)
        self.assertEqual(self.line.product_uom_qty, 6)

    def test_going_back_and_confirming_again_cancels_nothing_more(self):
        page = self._open()
        self._send(page, quantity="4")
        self._send(page, quantity="4")
        self.assertEqual(self.line.product_uom_qty, 6)

    def test_what_is_no_quantity_does_not_mean_all(self):
        page = self._open()
        for text in ("0", "", "4,5", "-1", "nan", "inf", "1e9", "all"):
            with self.subTest(text):
                response = self._send(page, quantity=text)
                self.assertEqual(response.status_code, 409)
                self.assertEqual(self.line.product_uom_qty, 10)

    def test_line_of_another_order_is_not_cancelled(self):
        other = self._create_short_order()
        response = self._send(self._open(), line=str(other.order_line[0].id))
        self.assertEqual(response.status_code, 409)
        self.assertEqual(other.order_line[0].product_uom_qty, 10)
