# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io
import re
import zipfile
from email import message_from_string

from lxml import html

from odoo.tests import tagged
from odoo.tools import html2plaintext

from .test_attacks_routes import RoutesCommon

# Each does something where it is taken for anything but a text.
CORPUS = {
    "script": "<script>alert('x')</script>",
    "image": "<img src=x onerror=alert(1)>",
    "attribute": "\" onmouseover='alert(1)' x=\"",
    "template": "{{ 7*7 }} ${7*7} #{7*7} %(7)s {0} %s",
    "qweb": '<t t-out="7*7"/><t t-call="web.login"/>',
    "link": '<a href="https://evil.example.com">Pay here</a>',
    "entity": "&lt;b&gt; &amp; &#x3c;",
    "end": "</td></table></body>--><!--",
    "right to left": "\N{RIGHT-TO-LEFT OVERRIDE}abc\N{POP DIRECTIONAL FORMATTING}",
    "long": "<b>" + "x" * 900,
}
HEADER = "Eve\r\nBcc: evil@example.com\r\n\r\n<script>alert(2)</script>"
EVIL_TAGS = """
    //script[contains(., "alert('x')")]
    | //*[@onerror="alert(1)"]
    | //*[@onmouseover="alert(1)"]
"""
CALCULATED = re.compile(r"(?<![\w.])49(?![\w.])")


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


@tagged("post_install", "-at_install")
class TestAttacksInjection(RoutesCommon):
    """A11, A12, A13: names and words of people are printed as they are, everywhere."""

    def assertPrinted(self, name, source, words):
        """The HTML shows the words, and does nothing of what they say."""
        tree = html.fromstring(str(source))
        self.assertFalse(tree.xpath(EVIL_TAGS), name)
        self.assertFalse(tree.xpath("//a[contains(@href, 'evil.example.com')]"), name)
        for element in tree.xpath("//script | //style"):
            element.drop_tree()
        self.assertIn(squeeze(words)[:200], squeeze(tree.text_content()), name)

    def _create_order_named(self, words):
        """Let all that people write be these words, and tell the customer.

        :return: the order, and what he decided about it
        """
        self.partner = self._create_partner(name=words, email="eve@example.com")
        self.partner.phone = "+32470123456"
        product = self._create_product(name=words)
        other = self._create_product(name=f"{words} 2")
        reason = self.env["sale.backorder.reason"].create(
            {"name": "Internal", "customer_text": words}
        )
        order = self._create_order(
            {product: 3, other: 1}, user_id=self.sale_user.id, client_order_ref=words
        )
        self._evaluate()
        order.backorder_ids.reason_id = reason
        self._communicate()
        decision = order._backorder_decide(
            "call",
            origin="link",
            by=self.partner,
            reason=words,
            line=order.order_line[0],
        )
        decision.reply = words
        self._communicate()
        return order, decision

    def test_words_are_printed_as_they_are_in_mails_and_texts(self):
        for kind, words in CORPUS.items():
            with self.subTest(kind):
                order, _decision = self._create_order_named(words)
                mail = order.backorder_message_ids.filtered(
                    lambda message: message.channel == "mail"
                )[-1:].mail_message_id
                self.assertPrinted("mail", mail.body, words)
                if kind == "template":
                    self.assertIn("{{ 7*7 }}", html2plaintext(mail.body))
                layout = self.env["mail.mail"].search(
                    [("mail_message_id", "=", mail.id)]
                )
                self.assertPrinted("mail with layout", layout.body_html, words)
                for text in order.message_ids.filtered(
                    lambda message: message.message_type == "sms"
                ):
                    self.assertNotRegex(text.body, CALCULATED)

    def test_words_are_printed_as_they_are_in_the_portal(self):
        for kind, words in CORPUS.items():
            order, decision = self._create_order_named(words)
            token = order._portal_ensure_token()
            line = order.order_line[0].id
            for suffix, params in {
                "": {},
                "/decide": {"option": "call", "line": line},
                f"/decisions/{decision.id}": {},
                "/preferences": {},
            }.items():
                path = order._get_backorder_path(suffix, token, **params)
                with self.subTest(f"{kind} {suffix}"):
                    response = self.url_open(path)
                    shown = "eve" if suffix == "/preferences" else words
                    tree = html.fromstring(response.content)
                    self.assertFalse(tree.xpath(EVIL_TAGS))
                    self.assertFalse(
                        tree.xpath("//a[contains(@href, 'evil.example.com')]")
                    )
                    if shown == words and response.status_code == 200:
                        self.assertPrinted(path, response.text, words)
            with self.subTest(f"{kind} /my/orders"):
                response = self.url_open(order.get_portal_url())
                self.assertFalse(html.fromstring(response.content).xpath(EVIL_TAGS))

    def test_words_are_printed_as_they_are_to_colleagues(self):
        for kind, words in CORPUS.items():
            with self.subTest(kind):
                order, decision = self._create_order_named(words)
                for message in order.message_ids.filtered("body"):
                    tree = html.fromstring(f"<div>{message.body}</div>")
                    self.assertFalse(tree.xpath(EVIL_TAGS))
                [note] = [
                    message
                    for message in order.message_ids
                    if message.subtype_id == self.env.ref("backorder_comms.mt_decision")
                ]
                self.assertPrinted("chatter", note.body, words)
                task = decision.activity_id
                self.assertTrue(task)
                self.assertPrinted("task", task.note, words)
                self.assertEqual(decision.reason, words.strip())

    def test_words_are_printed_as_they_are_in_the_evidence(self):
        for kind, words in CORPUS.items():
            with self.subTest(kind):
                order, _decision = self._create_order_named(words)
                report = self.env.ref("backorder_comms.action_report_evidence")
                page, _type = report._render_qweb_html(report.report_name, order.ids)
                self.assertPrinted("evidence", page.decode(), words)
                evidence = self.env["sale.backorder.evidence"].create(
                    {"order_id": order.id}
                )
                content = base64.b64decode(evidence.spreadsheet)
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    sheets = "".join(
                        archive.read(name).decode()
                        for name in archive.namelist()
                        if name.endswith(".xml")
                    )
                self.assertNotRegex(sheets, r"<f[ >]")  # A19: no formula

    def test_activities_print_the_words_of_a_return(self):
        words = CORPUS["link"]
        self.company.backorder_return_days = 30
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 1, self.lamp: 1})
        self._communicate()
        self._validate(self._get_deliveries(order), {self.desk: 1})
        decision = order._backorder_decide(
            "return",
            line=order.order_line[0],
            quantity=1,
            reason=words,
            origin="link",
            by=order.partner_id,
        )
        self.assertPrinted("task", decision.activity_id.note, words)

    def test_reason_why_no_message_arrives_is_printed_as_it_is(self):
        words = f"550 {CORPUS['image']}"
        self.order._warn_about_backorder_message(words)
        task = self.order.activity_search(
            ["backorder_comms.mail_activity_type_failure"]
        )
        self.assertPrinted("task", task.note, words)

    def test_name_makes_no_header(self):
        """A13: a line break in a name begins no other header, and stops no mail."""
        self.partner = self._create_partner(name=HEADER, email="eve@example.com")
        product = self._create_product(name=HEADER)
        order = self._create_order({product: 3}, client_order_ref=HEADER)
        order.name = f"S1{HEADER}"
        with self.mock_smtplib_connection():
            self._communicate()
            letters = self.env["mail.mail"].search(
                [
                    (
                        "mail_message_id",
                        "in",
                        order.backorder_message_ids.mail_message_id.ids,
                    )
                ]
            )
            self.assertTrue(letters)
            letters.send()
        self.assertTrue(self.emails)
        for mail in self.emails:
            self.assertEqual(mail["smtp_to_list"], ["eve@example.com"])
            sent = message_from_string(mail["message"])
            self.assertNotIn("Bcc", sent)
            self.assertIn("S1Eve Bcc: evil@example.com", sent["Subject"])
            self.assertTrue(sent["To"].endswith(" <eve@example.com>"), sent["To"])

    def test_vendors_and_costs_are_nowhere_shown(self):
        """A9: where goods come from, and for how much, is nobody else's business."""
        vendor = self._create_partner(name="Secret Vendor Ltd", ref="VENDORREF")
        self.desk.write(
            {
                "default_code": "SKU-SECRET",
                "seller_ids": [
                    (0, 0, {"partner_id": vendor.id, "price": 31337.25}),
                ],
                "standard_price": 41337.25,
                "description": "INTERNALNOTE",
            }
        )
        receipt = self._create_receipt(self.desk, 10, days=7)
        receipt.write({"partner_id": vendor.id, "origin": "PO-SECRET"})
        order = self._create_order({self.desk: 10})
        self._communicate()
        secrets = [
            vendor.name,
            "VENDORREF",
            "PO-SECRET",
            receipt.name,
            "INTERNALNOTE",
            *("31337", "31,337", "41337", "41,337"),
        ]
        token = order._portal_ensure_token()
        surfaces = {
            path: self.url_open(order._get_backorder_path(path, token)).text
            for path in ("", "/preferences")
        }
        for choices in order._get_backorder_choices().values():
            for choice in choices:
                path = order._get_backorder_path("/decide", token, **choice.to_params())
                surfaces[choice.option] = self.url_open(path).text
        for message in order.message_ids:
            surfaces[f"message {message.id}"] = f"{message.subject} {message.body}"
        self.assertGreater(len(surfaces), 4)
        for name, text in surfaces.items():
            for secret in secrets:
                with self.subTest(f"{name}: {secret}"):
                    self.assertNotIn(secret, text)
