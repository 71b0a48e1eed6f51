# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from lxml import html

from odoo.tests import tagged

from .http_common import BackorderCommsHttpCommon


@tagged("post_install", "-at_install")
class TestPortalSubstitute(BackorderCommsHttpCommon):
    """A customer takes a substitute by the link in his mail."""

    def setUp(self):
        super().setUp()
        self.table = self._create_product(name="Table <i>")
        self._set_stock(self.table, 10)
        self.env["sale.backorder.substitute"].create(
            {
                "product_tmpl_id": self.desk.product_tmpl_id.id,
                "substitute_id": self.table.id,
                "note": "Same <b>size</b>",
            }
        )
        self.order = self._create_short_order()
        self.token = self.order._portal_ensure_token()
        self.authenticate(None, None)

    def _get_texts(self, response, name):
        found = html.fromstring(response.content).xpath(f"//*[@name='{name}']")
        return [re.sub(r"\s+", " ", one.text_content()).strip() for one in found]

    def _get_page(self):
        return self.url_open(self.order._get_backorder_path(access_token=self.token))

    def _follow(self, words):
        """Open what the page's button with these words leads to."""
        page = html.fromstring(self._get_page().content)
        [link] = page.xpath(f"//a[contains(., '{words}')]/@href")
        return self.url_open(link)

    def _confirm(self, response):
        [form] = html.fromstring(response.content).xpath("//form[@method='post']")
        return self.url_open(form.get("action"), data=dict(form.fields))

    def test_customer_takes_the_substitute_by_the_link(self):
        page = self._follow("Take Table <i> instead")
        self.assertEqual(
            self._get_texts(page, "backorder_consequence")[:2],
            ["You get 10 Units Table <i> instead of Desk.", "Same <b>size</b>"],
        )
        self.assertEqual(self.order.order_line[0].product_uom_qty, 10)
        done = self._confirm(page)
        self.assertIn("You get 10 Units", self._get_texts(done, "backorder_effect")[0])
        self.assertEqual(self.order.order_line.mapped("product_uom_qty"), [0, 10, 2])

    def test_page_says_what_was_ordered(self):
        self._confirm(self._follow("Take Table <i> instead"))
        self.assertEqual(
            self._get_texts(self._get_page(), "backorder_replaced"),
            ["You ordered Desk and get this instead"],
        )

    def test_customer_waits_for_what_he_ordered(self):
        self._confirm(self._follow("No substitute, please"))
        self.assertNotIn("Take Table", self._get_page().text)

    def test_customer_accepts_the_date(self):
        self._confirm(self._follow("Accept the new date"))
        self.assertEqual(
            self.order.backorder_ids.promise_ids.filtered(
                lambda promise: promise.cause == "accepted"
            ).product_id,
            self.desk,
        )

    def test_customer_asks_to_hurry(self):
        page = html.fromstring(self._get_page().content)
        link, _other = page.xpath("//a[contains(., 'It is urgent')]/@href")
        form_page = self.url_open(link)
        [form] = html.fromstring(form_page.content).xpath("//form[@method='post']")
        values = {**dict(form.fields), "reason": "<script>alert(1)</script>"}
        done = self.url_open(form.get("action"), data=values)
        self.assertNotIn("<script>alert(1)", done.text)
        [decision] = self.order.backorder_decision_ids
        self.assertEqual(decision.state, "pending")
        self.assertIn("&lt;script&gt;", decision.activity_id.note)
