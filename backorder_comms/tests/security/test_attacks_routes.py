# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import threading
from contextlib import contextmanager
from unittest.mock import patch

from lxml import html

from odoo.http import Request
from odoo.sql_db import Cursor
from odoo.tests import tagged
from odoo.tools.misc import mute_logger

from ...logic.short_link import shorten
from ..http_common import BackorderCommsHttpCommon
from .common import ADDONS, SecurityCommon

ORDER = "/my/backorders/<int:order_id>"
UNSUBSCRIBE = "/backorders/unsubscribe/<int:partner_id>/<string:signature>"

# Each route of ours, and by what one gets there: an order with its link (or an account
# that may read it), an account, or an address that is its own key.
ROUTES = {
    ("/b/<string:token>/<int:order_id>", "GET"): "short link",
    ("/my/backorders", "GET"): "account",
    ("/my/backorders/page/<int:page>", "GET"): "account",
    ("/my/backorders/preferences", "GET"): "account",
    ("/my/backorders/preferences", "POST"): "account",
    (ORDER, "GET"): "order",
    (f"{ORDER}/decide", "GET"): "order",
    (f"{ORDER}/decide", "POST"): "order",
    (f"{ORDER}/decisions/<int:decision_id>", "GET"): "order",
    (f"{ORDER}/preferences", "GET"): "order",
    (f"{ORDER}/preferences", "POST"): "order",
    (UNSUBSCRIBE, "GET"): "signature",
    (UNSUBSCRIBE, "POST"): "signature",
}

# Who posts without a token of a form of ours, and what he has instead.
WITHOUT_CSRF = {UNSUBSCRIBE: "a signature; mail programs have no session"}

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}

# What a visit of the web site writes of itself.
OF_THE_VISIT = ("res_device_log", "website_visitor", "website_track")

WRONG_TOKENS = (
    "",
    "00000000-0000-0000-0000-000000000000",
    "False",
    "%",
    "\N{LATIN SMALL LETTER E WITH ACUTE}",
    "\0",
    "x" * 4000,
)


class RoutesCommon(BackorderCommsHttpCommon, SecurityCommon):
    """Two customers, each with an order that is late, and a visitor without account."""

    def setUp(self):
        super().setUp()
        self.order = self._create_short_order()
        self.token = self.order._portal_ensure_token()
        self.partner = self._create_partner(name="Bob", email="bob@example.com")
        self.foreign_order = self._create_order({self.desk: 3, self.lamp: 4})
        self._communicate()
        self.foreign_token = self.foreign_order._portal_ensure_token()
        self.decision, self.foreign_decision = [
            order._backorder_decide(
                "cancel",
                line=order.order_line[1],
                quantity=1,
                origin="link",
                by=order.partner_id,
            )
            for order in (self.order, self.foreign_order)
        ]
        self.authenticate(None, None)

    def _get_rules(self):
        """Return the rules of our controllers, as Odoo's server has them."""
        thread = threading.current_thread()
        with patch.object(thread, "dbname", self.env.cr.dbname, create=True):
            rules = self.env["ir.http"].routing_map().iter_rules()
        return [
            rule
            for rule in rules
            if rule.endpoint.original_endpoint.__module__.startswith(
                f"odoo.addons.{ADDONS}"
            )
        ]

    def _get_paths(self, kind):
        """Return the paths of a kind and how to go there, with our order in them."""
        return [
            (self._fill_in(path, self.order), method)
            for (path, method), own in ROUTES.items()
            if own == kind
        ]

    def _fill_in(self, path, order, **values):
        values = {
            "<int:order_id>": order.id,
            "<int:decision_id>": self.decision.id,
            "<int:page>": 1,
            **values,
        }
        for name, value in values.items():
            path = path.replace(name, str(value))
        return path

    def _send(self, path, method, **params):
        """Send what a browser would send, with the token of its session."""
        if method == "POST":
            data = {"csrf_token": Request.csrf_token(self), **params}
            return self.url_open(path, data=data, allow_redirects=False)
        return self.opener.request(
            method,
            self.base_url() + path,
            params=params,
            allow_redirects=False,
            timeout=60,
        )

    def _get_params(self, **params):
        """Return what decides about the first line of our order."""
        return {
            "access_token": self.token,
            "option": "cancel",
            "line": self.order.order_line[0].id,
            "quantity": 1,
            **params,
        }

    @contextmanager
    def _recording_writes(self):
        """Give the list of the statements that write, without those of a visit."""
        written = []
        execute = Cursor.execute

        def record(cursor, query, *args, **kwargs):
            text = getattr(query, "code", query)
            verb = text.split(None, 1)[0].upper()
            if verb in ("INSERT", "UPDATE", "DELETE") and not any(
                table in text for table in OF_THE_VISIT
            ):
                written.append(text)
            return execute(cursor, query, *args, **kwargs)

        self.env.flush_all()
        with patch.object(Cursor, "execute", record):
            yield written


@tagged("post_install", "-at_install")
class TestAttacksRoutes(RoutesCommon):
    """A1, A2, A5, A7, A24, A25: what comes over the network is not believed."""

    def test_each_route_has_a_row(self):
        found = {
            (rule.rule, method)
            for rule in self._get_rules()
            for method in set(rule.methods) - {"HEAD", "OPTIONS"}
        }
        self.assertEqual(found, set(ROUTES))

    # === WHOSE ORDER === #

    def assertNothing(self, response, *args):
        """It is what there is to see of an order that does not exist."""
        self.assertEqual(response.status_code, 303, args)
        self.assertEqual(response.headers["Location"], "/my")
        for secret in (self.order.name, self.desk.name, self.partner.name):
            self.assertNotIn(secret, response.text)

    def test_no_wrong_token_opens_an_order(self):
        for path, method in self._get_paths("order"):
            for token in (*WRONG_TOKENS, self.foreign_token, self.token[:-1]):
                with self.subTest(f"{method} {path} {token[:40]}"):
                    response = self._send(path, method, access_token=token)
                    self.assertNothing(response)
            self.assertNothing(self._send(path, method))

    def test_order_without_a_token_is_opened_by_none(self):
        self.order.access_token = False
        self.env.flush_all()
        for path, method in self._get_paths("order"):
            for token in WRONG_TOKENS:
                with self.subTest(f"{method} {path} {token[:40]}"):
                    response = self._send(path, method, access_token=token)
                    self.assertNothing(response)

    def test_token_opens_no_other_order(self):
        last = self.env["sale.order"].search([], limit=1, order="id desc")
        for (path, method), kind in ROUTES.items():
            if kind != "order":
                continue
            for number in (self.foreign_order.id, last.id + 1, 2**31, 2**63):
                other = last.browse(number)
                with self.subTest(f"{method} {path} {number}"):
                    response = self._send(
                        self._fill_in(path, other), method, access_token=self.token
                    )
                    self.assertNothing(response)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_customer_with_an_account_opens_no_order_of_another(self):
        self.authenticate(self.portal_user.login, self.portal_user.login)
        for (path, method), kind in ROUTES.items():
            if kind != "order":
                continue
            for token in ("", "wrong", self.token):
                with self.subTest(f"{method} {path} {token}"):
                    response = self._send(
                        self._fill_in(path, self.foreign_order),
                        method,
                        access_token=token,
                    )
                    self.assertNothing(response)

    def test_short_link_opens_the_order_that_it_is_of_and_no_other(self):
        good, foreign = map(shorten, (self.token, self.foreign_token))
        for short in ("x", "%00", "%C3%A9", "A" * 22, foreign, good[:-1], "é" * 22):
            with self.subTest(short):
                response = self._send(f"/b/{short}/{self.order.id}", "GET")
                if response.status_code != 404:
                    self.assertNothing(response)
        response = self._send(f"/b/{good}/{self.order.id}", "GET")
        self.assertIn(f"/{self.order.id}?", response.headers["Location"])
        self.assertLessEqual(HEADERS.items(), response.headers.items())

    def test_account_is_needed_where_it_is(self):
        for path, method in self._get_paths("account"):
            with self.subTest(f"{method} {path}"):
                response = self._send(path, method)
                self.assertEqual(response.status_code, 303)
                self.assertIn("/web/login", response.headers["Location"])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_list_shows_nothing_of_another_customer(self):
        self.authenticate(self.portal_user.login, self.portal_user.login)
        response = self.url_open("/my/backorders")
        self.assertIn(self.order.name, response.text)
        self.assertNotIn(self.foreign_order.name, response.text)
        for params in (
            {"sortby": "order_id desc; DROP TABLE sale_backorder", "filterby": "x"},
            {"sortby": "__class__", "filterby": "__class__", "page": "x"},
            {"partner_id": self.partner.id, "order_id": self.foreign_order.id},
        ):
            with self.subTest(params):
                response = self._send("/my/backorders", "GET", **params)
                self.assertEqual(response.status_code, 200)
                self.assertNotIn(self.foreign_order.name, response.text)

    # === WHAT BELONGS TO IT === #

    def test_line_of_another_order_is_not_decided_about(self):
        ordered = self.foreign_order.order_line.mapped("product_uom_qty")
        path = self.order._get_backorder_path("/decide")
        for line in (self.foreign_order.order_line[0].id, -1, 10**9, 2**70, "x", "\0"):
            for method in ("GET", "POST"):
                with self.subTest(f"{method} {line}"):
                    params = self._get_params(line=line)
                    response = self._send(path, method, **params)
                    self.assertEqual(response.status_code, 409)
                    self.assertNotIn(self.foreign_order.name, response.text)
        self.assertEqual(self.order.backorder_decision_ids, self.decision)
        self.env.invalidate_all()
        self.assertEqual(
            self.foreign_order.order_line.mapped("product_uom_qty"), ordered
        )

    def test_decision_of_another_order_is_not_shown(self):
        for number in (self.foreign_decision.id, 0, 10**9, 2**40):
            with self.subTest(number):
                path = self.order._get_backorder_path(f"/decisions/{number}")
                response = self._send(path, "GET", access_token=self.token)
                self.assertNothing(response)

    def test_product_that_is_not_offered_is_not_taken(self):
        path = self.order._get_backorder_path("/decide")
        params = self._get_params(option="swap", product=self.lamp.id)
        self.assertEqual(self._send(path, "POST", **params).status_code, 409)

    def test_key_of_another_order_leads_nowhere_else(self):
        self.foreign_decision.key = "same"
        path = self.order._get_backorder_path("/decide")
        response = self._send(path, "POST", **self._get_params(key="same"))
        made = self.order.backorder_decision_ids - self.decision
        self.assertIn(f"/decisions/{made.id}", response.headers["Location"])

    # === WHAT IS SENT === #

    def test_looking_changes_nothing(self):
        """A3: mail scanners, previews and browsers that look ahead open each link."""
        self._send(*self._get_paths("order")[0], access_token=self.token)  # warm up
        partner = self.order.partner_id
        paths = [path for path, method in self._get_paths("order") if method == "GET"]
        unsubscribing = partner._get_backorder_unsubscribe_path()
        with self._recording_writes() as written:
            for _time in range(20):
                for path in (*paths, unsubscribing):
                    for method in ("GET", "HEAD"):
                        response = self._send(path, method, **self._get_params())
                        self.assertEqual(response.status_code, 200, path)
        self.assertEqual(written, [])

    def test_method_is_not_overridden(self):
        path = self.order._get_backorder_path("/decide")
        with self._recording_writes() as written:
            for headers in (
                {"X-HTTP-Method-Override": "POST"},
                {"X-HTTP-Method": "POST"},
                {"X-Method-Override": "POST"},
            ):
                self.opener.get(
                    self.base_url() + path,
                    params=self._get_params(_method="POST"),
                    headers=headers,
                    timeout=60,
                )
        self.assertEqual(written, [])

    def test_form_from_elsewhere_is_refused(self):
        for path, method in self._get_paths("order"):
            if method != "POST":
                continue
            for token in ({}, {"csrf_token": ""}, {"csrf_token": "wrong"}):
                with self.subTest(f"{path} {token}"), mute_logger("odoo.http"):
                    response = self.url_open(path, data={**self._get_params(), **token})
                    self.assertEqual(response.status_code, 400)
        self.assertEqual(self.order.backorder_decision_ids, self.decision)

    def test_only_reviewed_routes_do_without_the_token_of_a_form(self):
        without = {
            rule.rule
            for rule in self._get_rules()
            if rule.endpoint.routing.get("csrf") is False
        }
        self.assertEqual(without, set(WITHOUT_CSRF))

    def test_other_parameters_are_not_looked_at(self):
        path = self.order._get_backorder_path("/decide")
        params = self._get_params(
            state="pending",
            priority="1",
            partner_id=self.partner.id,
            order_id=self.foreign_order.id,
            answered_by_id=self.partner.id,
            origin="staff",
            effect="<b>Free</b>",
            deadline="2001-01-01",
            user_id=1,
            price_unit=0,
            address="1.2.3.4",
            company_id=99,
        )
        self._send(path, "POST", **params)
        made = self.order.backorder_decision_ids - self.decision
        self.assertRecordValues(
            made,
            [
                {
                    "order_id": self.order.id,
                    "state": "done",
                    "origin": "link",
                    "deadline": False,
                    "address": "127.0.0.1",
                    "answered_by_id": self.order.partner_id.id,
                }
            ],
        )
        self.assertNotIn("Free", made.effect)
        self.assertEqual(self.order.order_line[0].price_unit, 100)

    def test_nonsense_is_answered_kindly(self):
        """Nothing that can be sent is an error of the server."""
        path = self.order._get_backorder_path("/decide")
        for params in (
            {"quantity": "nan"},
            {"quantity": "inf"},
            {"quantity": "-1"},
            {"quantity": "1e400"},
            {"quantity": "x"},
            {"key": "\0"},
            {"reason": "\0"},
            {"option": "\0"},
            {"option": "_get_choices"},
            {"option": "x" * 1000},
            {"product": "\0"},
            {"seen": "\N{SNOWMAN}"},
            {"key": "k" * 1000},
            {"reason": "r" * 5000},
        ):
            for method in ("GET", "POST"):
                with self.subTest(f"{method} {str(params)[:40]}"):
                    response = self._send(path, method, **self._get_params(**params))
                    self.assertIn(response.status_code, (200, 303, 409))

    def test_file_instead_of_a_text_is_answered_kindly(self):
        path = self.order._get_backorder_path("/decide")
        for name in ("option", "line", "quantity", "reason", "key", "seen"):
            with self.subTest(name):
                params = self._get_params(csrf_token=Request.csrf_token(self))
                params.pop(name, None)
                response = self.opener.post(
                    self.base_url() + path,
                    data=params,
                    files={name: ("x.txt", b"content")},
                    allow_redirects=False,
                    timeout=60,
                )
                self.assertIn(response.status_code, (200, 303, 409))

    def test_preferences_of_the_contact_are_all_that_is_written(self):
        contact = self.order.partner_id
        before = contact.read(["name", "email", "phone", "parent_id", "company_id"])
        self._send(
            self.order._get_backorder_path("/preferences"),
            "POST",
            access_token=self.token,
            backorder_extent="essential",
            name="Eve",
            email="eve@example.com",
            phone="+32400000000",
            parent_id=self.partner.id,
            contact=self.partner.id,
            partner_id=self.partner.id,
        )
        self.env.invalidate_all()
        self.assertEqual(contact.backorder_extent, "essential")
        self.assertFalse(self.partner.backorder_extent)
        self.assertEqual(
            contact.read(["name", "email", "phone", "parent_id", "company_id"]), before
        )

    def test_colleague_who_reads_the_order_chooses_nothing_for_its_contact(self):
        """Whoever sees an order by an account need not have its link."""
        self.authenticate(self.portal_user.login, self.portal_user.login)
        colleague = self._create_partner(
            name="Carl", email="carl@example.com", parent_id=self.order.partner_id.id
        )
        self.order.partner_id = colleague
        self.env.flush_all()
        for token in ("", "wrong", self.foreign_token):
            with self.subTest(token):
                response = self._send(
                    self.order._get_backorder_path("/preferences"),
                    "POST",
                    access_token=token,
                    backorder_extent="essential",
                )
                self.assertEqual(
                    response.headers["Location"], "/my/backorders/preferences"
                )
        self.env.invalidate_all()
        self.assertFalse(colleague.backorder_extent)

    # === WHERE IT LEADS === #

    def test_no_parameter_leads_to_another_host(self):
        evil = "https://evil.example.com/"
        for path, method in self._get_paths("order"):
            params = dict.fromkeys(
                ("redirect", "back_url", "r", "url", "next", "saved_url"), evil
            )
            with self.subTest(f"{method} {path}"):
                response = self._send(path, method, **self._get_params(**params))
                location = response.headers.get("Location", "/")
                self.assertTrue(location.startswith("/"), location)
                self.assertFalse(location.startswith("//"), location)
                self.assertNotIn("evil.example.com", response.text)

    def test_token_in_an_address_is_no_markup(self):
        self.authenticate(self.portal_user.login, self.portal_user.login)
        token = "\"><script>alert('x')</script>//evil.example.com"
        for path, method in self._get_paths("order"):
            if method == "GET":
                with self.subTest(path):
                    params = self._get_params(access_token=token)
                    response = self._send(path, method, **params)
                    self.assertNotIn("<script>alert('x')", response.text)

    def test_pages_are_not_found_nor_kept_nor_told_of(self):
        for path, method in self._get_paths("order"):
            if method == "GET":
                with self.subTest(path):
                    response = self._send(path, method, **self._get_params())
                    self.assertLessEqual(HEADERS.items(), response.headers.items())

    def test_page_shows_nothing_of_the_other_orders_of_the_customer(self):
        second = self._create_order(
            {self.lamp: 7}, partner_id=self.order.partner_id.id, note="Private"
        )
        self._communicate()
        for path, method in self._get_paths("order"):
            if method == "GET":
                with self.subTest(path):
                    response = self._send(path, method, **self._get_params())
                    self.assertNotIn(second.name, response.text)

    def test_page_names_no_other_host(self):
        """A5: what a page loads from elsewhere would learn of the visit."""
        for path, method in self._get_paths("order"):
            if method == "GET":
                response = self._send(path, method, **self._get_params())
                tree = html.fromstring(response.content)
                loaded = tree.xpath("//script/@src | //img/@src | //iframe/@src")
                with self.subTest(path):
                    self.assertFalse([url for url in loaded if not url.startswith("/")])
