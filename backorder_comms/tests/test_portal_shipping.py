# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import html

from odoo.fields import Command
from odoo.tests import tagged

from .http_common import BackorderCommsHttpCommon


@tagged("post_install", "-at_install")
class TestPortalShipping(BackorderCommsHttpCommon):
    """A customer chooses on the quotation's page how it is to be shipped."""

    def setUp(self):
        super().setUp()
        self._set_stock(self.desk, 10)
        self.order = self._create_quotation({self.desk: 3, self.lamp: 1})
        self.token = self.order._portal_ensure_token()
        self.authenticate(None, None)

    def _create_quotation(self, quantities):
        return self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "state": "sent",
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity}
                    )
                    for product, quantity in quantities.items()
                ],
            }
        )

    def _read(self, response):
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.content)

    def _open_quotation(self, order=None):
        order = order or self.order
        token = order._portal_ensure_token()
        return self._read(self.url_open(f"/my/orders/{order.id}?access_token={token}"))

    def _get_cards(self, page):
        cards = page.xpath("//*[@name='backorder_choice_card']")
        return [" ".join(card.text_content().split()) for card in cards]

    def test_quotation_shows_the_parcels_of_both_choices(self):
        ship, wait = self._get_cards(self._open_quotation())
        self.assertIn("2 parcels: 3 items now; 1 item without a date yet", ship)
        self.assertIn("As it is now", ship)
        self.assertIn("1 parcel: 4 items without a date yet", wait)

    def test_quotation_of_what_is_there_shows_nothing(self):
        order = self._create_quotation({self.desk: 3})
        self.assertFalse(self._get_cards(self._open_quotation(order)))

    def test_choice_is_made_and_led_back_to_the_quotation(self):
        [link] = self._open_quotation().xpath(
            "//*[@name='backorder_choice_card']//a/@href"
        )
        page = self._read(self.url_open(link))
        self.assertEqual(self.order.picking_policy, "direct")
        [form] = page.xpath("//form[@name='backorder_decide']")
        page = self._read(self.url_open(form.action, data=dict(form.fields)))
        [effect] = page.xpath("//*[@name='backorder_effect']")
        self.assertIn("We wait", effect.text_content())
        self.assertEqual(self.order.picking_policy, "one")
        [back] = page.xpath("//a[text()='See your order']/@href")
        _ship, wait = self._get_cards(self._read(self.url_open(back)))
        self.assertIn("As it is now", wait)

    def test_signed_quotation_is_shipped_as_chosen(self):
        self.order._backorder_decide("wait", origin="link", by=self.partner)
        self.order.require_signature = True
        image = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
            "awAAAABJRU5ErkJggg=="
        )
        self.make_jsonrpc_request(
            f"/my/orders/{self.order.id}/accept",
            {"access_token": self.token, "name": "Ann", "signature": image},
        )
        self.assertEqual(self.order.state, "sale")
        self.assertTrue(self.order.picking_ids.backorder_waits_for_all)
