# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.tests import tagged
from odoo.tools.misc import format_date

from ..logic.text_message import CHEAP_CHARACTERS, count_segments
from .common import BackorderCommsCommon

LANGUAGES = ("en_US", "de_DE", "es_ES", "fr_FR", "nl_NL")


@tagged("post_install", "-at_install")
class TestMailTexts(BackorderCommsCommon):
    def _get_plain_text(self, order):
        """Return a mail as a customer reads it whose program shows no HTML."""
        message = order.backorder_message_ids.mail_message_id
        mail = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        return mail._prepare_outgoing_list()[0]["body_alternative"]

    def test_plain_text_has_no_asterisk_that_closes_nothing(self):
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10, self.lamp: 1})
        self._communicate()
        lines = self._get_plain_text(order).splitlines()
        self.assertFalse([line for line in lines if line.count("*") % 2])

    def test_plain_text_has_each_sentence_on_one_line(self):
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        day = format_date(self.env, self._in_days(5), date_format="long")
        lines = self._get_plain_text(order).splitlines()
        self.assertIn(f"Expected to ship on {day}", lines)
        self.assertIn(
            f"We will write again by {day}, even if there is nothing new.", lines
        )

    def test_plain_text_begins_with_the_greeting(self):
        order = self._create_order({self.desk: 1})
        self._communicate()
        self.assertTrue(self._get_plain_text(order).startswith("Hello"))

    def test_page_about_delays_is_linked_where_there_is_one(self):
        order = self._create_order({self.desk: 1})
        block = "backorder_comms.message_closing"
        self.assertNotIn("something is late", order._render_backorder_block(block))
        self.company.backorder_comms_policy_url = "https://shop.example/late"
        self.assertIn(
            'href="https://shop.example/late"', order._render_backorder_block(block)
        )


@tagged("post_install", "-at_install")
class TestTextMessages(BackorderCommsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in LANGUAGES:
            cls.env["res.lang"]._activate_lang(lang)
        cls.env["ir.module.module"]._load_module_terms(
            ["backorder_comms"], LANGUAGES, overwrite=True
        )
        cls.env["ir.config_parameter"].set_param(
            "web.base.url", "https://shop.linden-oak.example"
        )
        cls.company.name = "Linden & Oak"

    def _write_texts(self, lang, quantities=None, day=date(2030, 8, 23)):
        """Send the text message of each kind of news to a customer of that language.

        :rtype: dict[str, str]
        """
        self.partner.lang = lang
        order = self._create_order(quantities or {self.desk: 1200, self.lamp: 1})
        self._evaluate()
        order.backorder_ids.expected_date = day
        rules = self.env["sale.backorder.rule"].search(
            [("sms_template_id", "!=", False)]
        )
        messages = self.env["sale.backorder.message"].create(
            [self._prepare_message(order, rule) for rule in rules]
        )
        for message in messages:  # whether they are true or not
            message._hand_over()
        texts = self.env["sms.sms"].search(
            [("mail_message_id", "in", messages.mail_message_id.ids)]
        )
        by_message = texts.grouped("mail_message_id")
        return {
            message.event_type: by_message[message.mail_message_id].body
            for message in messages
        }

    def _prepare_message(self, order, rule):
        return {
            "order_id": order.id,
            "partner_id": self.partner.id,
            "rule_id": rule.id,
            "event_type": rule.event_type,
            "channel": "sms",
            "occasion": f"{rule.event_type}:test",
            "backorder_ids": order.backorder_ids.ids,
        }

    def test_texts_keep_to_the_cheap_characters(self):
        self.desk.name = "Œuvre « Chêne » – 2 m"
        for lang in LANGUAGES:
            for kind, text in self._write_texts(lang).items():
                with self.subTest(lang=lang, kind=kind):
                    self.assertFalse(set(text) - CHEAP_CHARACTERS)

    def test_usual_texts_are_charged_as_one(self):
        self.desk.name = "Oak desk"
        for kind, text in self._write_texts("en_US", {self.desk: 2}).items():
            with self.subTest(kind=kind):
                self.assertEqual(count_segments(text), 1, text)

    def test_text_without_a_date_says_until_when_there_is_news(self):
        self.desk.name = "Oak desk"
        texts = self._write_texts("en_US", {self.desk: 2}, day=False)
        for kind in ("opened", "later", "partly_shipped", "still_waiting"):
            with self.subTest(kind=kind):
                self.assertRegex(texts[kind], r"no date yet, news by \w+ \d+, \d+\.")

    def test_texts_are_charged_as_two_at_most(self):
        self.desk.name = "Oak desk 160 x 80"
        for lang in LANGUAGES:
            for kind, text in self._write_texts(lang).items():
                with self.subTest(lang=lang, kind=kind):
                    self.assertLessEqual(count_segments(text), 2, text)

    def test_name_in_other_letters_is_written_as_it_is(self):
        self.desk.name = "Γραφείο"
        self.assertIn("Γραφείο: Aug 23, 2030", self._write_texts("en_US")["opened"])
