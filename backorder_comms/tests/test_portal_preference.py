# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import html

from odoo.tests import tagged
from odoo.tools.misc import mute_logger

from .http_common import BackorderCommsHttpCommon


@tagged("post_install", "-at_install")
class TestPortalPreference(BackorderCommsHttpCommon):
    """The page on which a contact says how he wants to hear of delays."""

    def setUp(self):
        super().setUp()
        self.url = "/my/backorders/preferences"
        self.authenticate(self.portal_user.login, self.portal_user.login)

    def _go_by_link(self, order):
        self.authenticate(None, None)
        self.url = order._get_backorder_path(
            "/preferences", order._portal_ensure_token()
        )

    def _save(self, **answers):
        """Fill in the form of the page as it is, and send it."""
        [form] = html.fromstring(self.url_open(self.url).content).xpath(
            "//form[@name='backorder_preferences']"
        )
        return self.url_open(
            form.action, data={**form.fields, **answers}, allow_redirects=False
        )

    def _get_text(self, response, xpath):
        [element] = html.fromstring(response.content).xpath(xpath)
        return element.text_content().strip()

    def test_contact_chooses_how_he_is_written_to(self):
        response = self._save(
            backorder_channel="both",
            backorder_shipment_channel="mail",
            backorder_reminder_channel="none",
            backorder_extent="essential",
            backorder_quiet_from="21:30",
            backorder_quiet_to="07:00",
        )
        self.assertEqual(response.status_code, 303)
        self.assertRecordValues(
            self.partner,
            [
                {
                    "backorder_channel": "both",
                    "backorder_shipment_channel": "mail",
                    "backorder_reminder_channel": "none",
                    "backorder_extent": "essential",
                    "backorder_quiet_from": 21.5,
                    "backorder_quiet_to": 7.0,
                }
            ],
        )
        page = self.url_open(response.headers["Location"])
        self.assertIn("Saved", self._get_text(page, "//*[@name='backorder_saved']"))

    def test_form_shows_what_is_set_and_saves_it_as_it_is(self):
        values = {
            "backorder_channel": "sms",
            "backorder_extent": "all",
            "backorder_quiet_from": 22.25,
            "backorder_quiet_to": 6.0,
            "lang": "en_US",
        }
        self.partner.write(values)
        self._save()
        self.assertRecordValues(self.partner, [values])

    def test_contact_takes_his_choice_back(self):
        self.partner.write(
            {
                "backorder_channel": "sms",
                "backorder_quiet_from": 22,
                "backorder_quiet_to": 6,
            }
        )
        self._save(backorder_channel="", backorder_quiet_from="", backorder_quiet_to="")
        self.assertFalse(self.partner.backorder_channel)
        self.assertFalse(self.partner._get_own_backorder_quiet_hours().is_any())

    def test_contact_chooses_his_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self._save(lang="fr_FR")
        self.assertEqual(self.partner.lang, "fr_FR")

    def test_nothing_but_preferences_can_be_written(self):
        self._save(name="Mallory", email="mallory@example.com", credit_limit="9")
        self.assertEqual(self.partner.email, "ann@example.com")
        self.assertNotEqual(self.partner.name, "Mallory")

    def test_what_is_wrong_is_said_and_changes_nothing(self):
        self.partner.phone = False
        wrong = {
            "choose one": {"backorder_channel": "pigeon"},
            "phone number": {"backorder_reminder_channel": "sms"},
            "from when": {"backorder_quiet_from": "22:00", "backorder_quiet_to": ""},
            "until when": {
                "backorder_quiet_from": "22:00",
                "backorder_quiet_to": "25:00",
            },
            "two hours": {
                "backorder_quiet_from": "08:00",
                "backorder_quiet_to": "07:00",
            },
        }
        for words, answers in wrong.items():
            with self.subTest(words):
                response = self._save(**{"backorder_extent": "essential", **answers})
                self.assertEqual(response.status_code, 422)
                error = self._get_text(response, "//*[@id='backorder_error']")
                self.assertIn(words, error)
                self.assertFalse(self.partner.backorder_extent)
                [field] = html.fromstring(response.content).xpath(
                    f"//*[@name='{[*answers][0]}']"
                )
                self.assertTrue(field is not None)

    def test_form_from_elsewhere_is_refused(self):
        response = self._save(csrf_token="wrong", backorder_channel="none")
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.partner.backorder_channel)

    def test_link_is_for_the_contact_whom_messages_go_to(self):
        self._go_by_link(self._create_short_order())
        self.assertEqual(self._save(backorder_channel="both").status_code, 303)
        self.assertEqual(self.partner.backorder_channel, "both")

    def test_link_is_for_the_contact_of_the_delivery_if_messages_go_there(self):
        self.company.backorder_comms_recipient = "delivery"
        receiver = self.env["res.partner"].create(
            {"name": "Rik", "email": "rik@example.com", "parent_id": self.partner.id}
        )
        self._go_by_link(self._create_short_order(partner_shipping_id=receiver.id))
        self._save(backorder_extent="essential")
        self.assertEqual(receiver.backorder_extent, "essential")
        self.assertFalse(self.partner.backorder_extent)

    def test_link_does_not_open_the_preferences_of_a_whole_company(self):
        inc = self.env["res.partner"].create(
            {"name": "Inc", "is_company": True, "email": "inc@example.com"}
        )
        self.partner.write({"parent_id": inc.id, "email": False, "phone": False})
        self._go_by_link(self._create_short_order())
        response = self.url_open(self.url, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertEqual(response.headers["Location"], "/my/backorders/preferences")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_wrong_link_opens_nothing(self):
        order = self._create_short_order()
        self._go_by_link(order)
        order.access_token = "another"
        response = self.url_open(self.url, allow_redirects=False)
        self.assertEqual(response.headers["Location"], "/my")

    def test_without_a_link_everybody_sets_his_own(self):
        colleague = self.env["res.partner"].create(
            {"name": "Cleo", "parent_id": self.partner.id, "email": "c@example.com"}
        )
        order = self._create_short_order(partner_id=colleague.id)
        response = self.url_open(
            order._get_backorder_path("/preferences"), allow_redirects=False
        )
        self.assertEqual(response.headers["Location"], "/my/backorders/preferences")

    def test_page_is_not_to_be_found_or_kept(self):
        headers = self.url_open(self.url).headers
        self.assertEqual(headers["X-Robots-Tag"], "noindex, nofollow")
        self.assertEqual(headers["Cache-Control"], "no-store")
