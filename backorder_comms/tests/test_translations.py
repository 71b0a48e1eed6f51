# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from collections import Counter
from pathlib import Path

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import format_date

from ..logic.text_message import CHEAP_CHARACTERS
from .common import BackorderCommsCommon

I18N = Path(__file__).parents[1] / "i18n"
PLACEHOLDER = re.compile(r"\{\{.*?\}\}|%\(\w+\)\w|</?\w[^<>]*>")

SMS_SOURCES = ("sms.template,body", "models/sale_backorder_content.py")


@tagged("post_install", "-at_install")
class TestTranslatedMessages(BackorderCommsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ("fr_FR", "de_DE"):
            cls.env["res.lang"]._activate_lang(lang)
        cls.env["ir.module.module"]._load_module_terms(
            ["backorder_comms"], ["fr_FR", "de_DE"], overwrite=True
        )

    def _tell(self, lang):
        """Order ten desks, of which a part comes in five days, for such a customer.

        :return: what the customer gets
        :rtype: tuple[str, str, sale.order]
        """
        self.partner.lang = lang
        self._set_stock(self.lamp, 1)
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10, self.lamp: 1})
        self._communicate()
        message = order.backorder_message_ids
        return message.subject, " ".join(message.body.striptags().split()), order

    def _get_day(self, order, lang, length="long"):
        day = order.backorder_ids.expected_date
        return format_date(self.env, day, lang_code=lang, date_format=length)

    def test_french_customer_reads_french(self):
        subject, text, order = self._tell("fr_FR")
        self.assertEqual(
            subject,
            f"Votre commande {order.name}\xa0: certains articles sont en retard",
        )
        self.assertIn("Nous sommes désolés", text)
        self.assertIn(f"Expédition prévue le {self._get_day(order, 'fr_FR')}", text)
        self.assertIn("un réassort est en route vers nous", text)
        self.assertIn("Vous n'avez rien à faire", text)

    def test_german_customer_reads_german(self):
        subject, text, order = self._tell("de_DE")
        self.assertEqual(
            subject, f"Ihre Bestellung {order.name}: einige Artikel verspäten sich"
        )
        self.assertIn("Es tut uns leid", text)
        day = self._get_day(order, "de_DE")
        self.assertIn(f"Voraussichtlicher Versand am {day}", text)
        self.assertIn("neue Ware ist auf dem Weg zu uns", text)
        self.assertIn("Sie müssen nichts tun", text)

    def test_whoever_has_no_language_reads_english(self):
        subject, text, order = self._tell(False)
        self.assertEqual(subject, f"Your order {order.name}: some items are delayed")
        self.assertIn(f"Expected to ship on {self._get_day(order, 'en_US')}", text)

    def test_text_message_is_in_the_customers_language(self):
        self.partner.write({"backorder_by_mail": False, "backorder_by_sms": True})
        _subject, text, order = self._tell("de_DE")
        self.assertIn(f"Leider kommt Bestellung {order.name} teils später.", text)
        self.assertIn(f": {self._get_day(order, 'de_DE', 'medium')}.", text)

    def test_long_sentence_is_translated_around_its_date(self):
        """With a date in the middle, German has words on both sides of it."""
        self.partner.lang = "de_DE"
        order = self._create_order({self.desk: 10})
        self._communicate()
        text = " ".join(order.backorder_message_ids.body.striptags().split())
        self.assertRegex(
            text, r"melden wir uns spätestens am \d+\. \w+ \d{4} wieder, auch wenn"
        )


@tagged("post_install", "-at_install")
class TestTranslationFiles(TransactionCase):
    def _check(self, get_problem):
        """Assert that no term of any language has a problem.

        :param get_problem: called with a term, returns what is wrong with it
        """
        files = sorted(I18N.glob("*.po"))
        self.assertTrue(files)
        problems = [
            (file.name, entry.msgid, problem)
            for file in files
            for entry in polib.pofile(file)
            if (problem := get_problem(entry))
        ]
        self.assertFalse(problems)

    def test_every_term_is_translated(self):
        self._check(lambda entry: entry.fuzzy or entry.obsolete or not entry.msgstr)

    def test_files_have_the_terms_of_the_template(self):
        template = {entry.msgid for entry in polib.pofile(self._get_template())}
        for file in sorted(I18N.glob("*.po")):
            with self.subTest(file=file.name):
                terms = {entry.msgid for entry in polib.pofile(file)}
                self.assertFalse(terms ^ template)

    def test_placeholders_and_markup_are_kept(self):
        def count(text):
            return Counter(PLACEHOLDER.findall(text))

        self._check(lambda entry: count(entry.msgid) != count(entry.msgstr))

    def test_text_messages_keep_to_the_cheap_characters(self):
        self._check(
            lambda entry: (
                any(
                    source in path
                    for source in SMS_SOURCES
                    for path, _ in entry.occurrences
                )
                and set(entry.msgstr) - CHEAP_CHARACTERS
            )
        )

    def _get_template(self):
        return I18N / "backorder_comms.pot"
