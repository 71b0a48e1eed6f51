# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import nullcontext

from odoo.tests import HttpCase, tagged

from .eta_import_common import EtaImportCommon, make_xls

HEADER = ["Bestellnr.", "Artikelnr.", "Menge", "Liefertermin"]


@tagged("post_install", "-at_install")
class TestPurchaseEtaImportTour(HttpCase, EtaImportCommon):
    def enter_registry_test_mode(self):
        """Override of `odoo`: an `HttpCase` is in it from beginning to end."""
        return nullcontext()

    def _send(self, rows):
        """Let the vendor send a file, which the browser finds by its name."""
        attachment = self.env["ir.attachment"].create(
            {
                "name": "Liefertermine.xls",
                "raw": make_xls([HEADER, *rows]),
                "public": True,
            }
        )
        self.env["ir.model.data"].create(
            {
                "module": "backorder_comms_purchase",
                "name": "vendor_dates_of_test",
                "model": attachment._name,
                "res_id": attachment.id,
            }
        )

    def test_buyer_imports_a_file_and_only_its_customers_are_told(self):
        purchases = self._buy({self.desk: 10}, days=5) + self._buy({self.lamp: 1}, 5)
        bob = self.partner.copy({"name": "Bob", "email": "bob@example.com"})
        order = self._create_order({self.desk: 10}, partner_id=bob.id)
        other = self._create_order({self.lamp: 1})
        self._communicate()
        day = self._in_days(30)
        self._send([[purchases[0].name, "DESK", 10, day], ["P?", "LAMP", 1, day]])
        self.start_tour(
            "/odoo/action-purchase.purchase_form_action",
            "backorder_comms_purchase_import",
            login=self.buyer.login,
        )
        self._communicate()
        self.assertEqual(self._get_days(purchases.order_line), [30, 5])
        self.assertEqual(self._get_told(order), ["opened", "later"])
        self.assertEqual(self._get_told(other), ["opened"])
        mail = order.backorder_message_ids.mail_message_id.mail_ids[-1:]
        self.assertEqual(mail.recipient_ids or mail.email_to, bob)
