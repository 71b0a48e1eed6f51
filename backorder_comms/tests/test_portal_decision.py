# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from lxml import html

from odoo.tests import tagged

from ..logic.decisions import Choice
from .http_common import BackorderCommsHttpCommon


@tagged("post_install", "-at_install")
class TestPortalDecision(BackorderCommsHttpCommon):
    """The pages on which customers decide, by a decision that does nothing."""

    def setUp(self):
        super().setUp()
        self.consequence = "We call you <now>."
        model = type(self.env["sale.backorder.decision"])

        def get_order_choices(_model, _order):
            return [Choice("call", "date", "Call me", (self.consequence,))]

        for name, method in [
            ("_get_order_choices", get_order_choices),
            ("_apply_call", lambda _decision: "We will call you."),
        ]:
            patcher = patch.object(model, name, method, create=True)
            self.addCleanup(patcher.stop)
            patcher.start()
        self.order = self._create_short_order()
        self.token = self.order._portal_ensure_token()
        self.authenticate(None, None)

    def _open(self, token=None, **params):
        path = self.order._get_backorder_path(
            "/decide", token or self.token, option="call", **params
        )
        return self.url_open(path)

    def _read_form(self, response):
        """Return what the page's form would send."""
        [form] = html.fromstring(response.content).xpath("//form[@method='post']")
        return dict(form.fields)

    def _send(self, form):
        path = self.order._get_backorder_path("/decide")
        return self.url_open(path, data=form, allow_redirects=False)

    def _get_text(self, response, name):
        [element] = html.fromstring(response.content).xpath(f"//*[@name='{name}']")
        return element.text_content().strip()

    def test_page_says_what_will_happen_and_does_nothing(self):
        response = self._open()
        self.assertEqual(
            self._get_text(response, "backorder_consequence"), self.consequence
        )
        self.assertFalse(self.order.backorder_decision_ids)

    def test_button_does_it_and_leads_to_what_happened(self):
        response = self._send(self._read_form(self._open()))
        self.assertEqual(response.status_code, 303)
        page = self.url_open(response.headers["Location"])
        self.assertEqual(self._get_text(page, "backorder_effect"), "We will call you.")
        self.assertEqual(self.order.backorder_decision_ids.origin, "link")

    def test_second_click_leads_to_the_same_page(self):
        form = self._read_form(self._open())
        first, second = self._send(form), self._send(form)
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        self.assertEqual(len(self.order.backorder_decision_ids), 1)

    def test_page_that_has_become_stale_is_shown_anew(self):
        form = self._read_form(self._open())
        self.consequence = "We call you tomorrow."
        response = self._send(form)
        self.assertIn("Something has changed", response.text)
        self.assertEqual(
            self._get_text(response, "backorder_consequence"), self.consequence
        )
        self.assertFalse(self.order.backorder_decision_ids)

    def test_form_from_elsewhere_is_refused(self):
        form = self._read_form(self._open())
        form["csrf_token"] = "wrong"
        self.assertEqual(self._send(form).status_code, 400)

    def test_wrong_link_shows_nothing(self):
        response = self._open("x" * 36)
        self.assertNotIn(self.order.name, response.text)

    def test_nonsense_is_refused_kindly(self):
        response = self.url_open(
            self.order._get_backorder_path("/decide", self.token, option="x", line="y")
        )
        self.assertEqual(response.status_code, 409)
        self.assertIn("Nothing was changed", response.text)

    def test_page_is_not_to_be_found_nor_kept(self):
        headers = self._open().headers
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(headers["X-Robots-Tag"], "noindex, nofollow")
        self.assertEqual(headers["Cache-Control"], "no-store")

    def test_whoever_is_logged_in_decides_in_his_own_name(self):
        self.authenticate(self.portal_user.login, self.portal_user.login)
        path = self.order._get_backorder_path("/decide", option="call")
        self._send(self._read_form(self.url_open(path)))
        decision = self.order.backorder_decision_ids
        self.assertEqual(decision.origin, "portal")
        self.assertEqual(decision.answered_by_id, self.portal_user.partner_id)
