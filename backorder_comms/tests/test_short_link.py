# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from ..models.sale_backorder_message import TEXT_KEY
from .http_common import BackorderCommsHttpCommon


@tagged("post_install", "-at_install")
class TestShortLink(BackorderCommsHttpCommon):
    def _get_short_path(self, order):
        url = order.with_context(**{TEXT_KEY: True})._get_backorder_url()
        return url.removeprefix(order.get_base_url())

    def test_short_link_leads_to_the_order_without_an_account(self):
        order = self._create_short_order()
        response = self.url_open(self._get_short_path(order))
        self.assertEqual(response.status_code, 200)
        self.assertIn(order.name, response.text)
        self.assertIn(order.access_token, response.url)

    def test_short_link_is_half_as_long_as_the_other(self):
        order = self._create_short_order()
        long = order._get_backorder_url().removeprefix(order.get_base_url())
        self.assertLess(len(self._get_short_path(order)), len(long) / 2)

    def test_wrong_token_leads_to_no_order(self):
        order, other = self._create_short_order(), self._create_short_order()
        path = self._get_short_path(order).replace(str(order.id), str(other.id))
        for wrong in (path, f"/b/none/{order.id}", f"/b/é/{order.id}", "/b/none/0"):
            with self.subTest(path=wrong):
                response = self.url_open(wrong, allow_redirects=False)
                self.assertTrue(response.headers["Location"].endswith("/my"))

    def test_short_link_is_not_to_be_kept_or_found(self):
        response = self.url_open(
            self._get_short_path(self._create_short_order()), allow_redirects=False
        )
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertIn("noindex", response.headers["X-Robots-Tag"])

    def test_token_that_odoo_did_not_make_is_not_shortened(self):
        order = self._create_short_order()
        order.access_token = "secret"
        self.assertIn("access_token=secret", self._get_short_path(order))

    def test_order_without_a_token_shows_a_link_of_the_same_length(self):
        order = self._create_short_order()
        path = self._get_short_path(order)
        order.access_token = False
        preview = order.with_context(backorder_comms_preview=True)
        self.assertEqual(len(self._get_short_path(preview)), len(path))
        self.assertFalse(order.access_token)
