# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ast import literal_eval
from urllib.parse import urlsplit

from odoo.tests import tagged

from .http_common import BackorderCommsHttpCommon


@tagged("post_install", "-at_install")
class TestPortalUnsubscribe(BackorderCommsHttpCommon):
    """Fewer messages with one click in the mail program."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _get_headers(self, order):
        """Return the headers of the last mail to the customer."""
        message = order.backorder_message_ids[:1].mail_message_id
        mail = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        return literal_eval(mail.headers or "{}")

    def _create_arrived(self, **values):
        """Tell a customer that what he waits for has arrived.

        :rtype: sale.order
        """
        order = self._create_short_order(**values)
        self._set_stock(self.lamp, 2)
        self._communicate()
        self.assertEqual(self._get_told(order)[-1], "ready")
        return order

    def _get_path(self):
        return self.partner._get_backorder_unsubscribe_path()

    def test_what_is_not_essential_has_a_button_for_mail_programs(self):
        order = self._create_arrived()
        headers = self._get_headers(order)
        url = headers["List-Unsubscribe"].strip("<>")
        self.assertEqual(url, order.get_base_url() + self._get_path())
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")

    def test_what_matters_has_none(self):
        self.assertFalse(self._get_headers(self._create_short_order()))

    def test_mail_that_others_get_as_well_has_none(self):
        template = self.env.ref("backorder_comms.mail_template_ready")
        template.write({"email_cc": "boss@example.com", "use_default_to": False})
        self.assertFalse(self._get_headers(self._create_arrived()))

    def test_one_click_leaves_it_at_what_matters(self):
        url = self._get_headers(self._create_arrived())["List-Unsubscribe"]
        response = self.url_open(
            urlsplit(url.strip("<>")).path, data={"List-Unsubscribe": "One-Click"}
        )
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.partner.backorder_extent, "essential")
        self.assertEqual(self.partner._get_backorder_channels("ready"), set())
        self.assertEqual(self.partner._get_backorder_channels("later"), {"mail"})

    def test_looking_at_the_page_changes_nothing(self):
        response = self.url_open(self._get_path())
        self.assertIn("backorder_unsubscribe", response.text)
        self.assertFalse(self.partner.backorder_extent)

    def test_wrong_signature_does_nothing(self):
        other = self.env["res.partner"].create({"name": "Bob"})
        signature = self._get_path().split("/")[-1]
        for path in (
            f"/backorders/unsubscribe/{other.id}/{signature}",
            f"/backorders/unsubscribe/{self.partner.id}/{'0' * 64}",
            f"/backorders/unsubscribe/{other.id + 1000}/{signature}",
        ):
            with self.subTest(path):
                self.assertEqual(self.url_open(path).status_code, 404)
                response = self.url_open(path, data={"x": "y"})
                self.assertEqual(response.status_code, 404)
        self.assertFalse(other.backorder_extent)
        self.assertFalse(self.partner.backorder_extent)
