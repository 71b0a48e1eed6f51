# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools.misc import format_date

from .common import BackorderCommsCommon

COUNTED = ("mail.mail", "mail.message", "sale.backorder.message", "sms.sms")


@tagged("post_install", "-at_install")
class TestSaleBackorderRulePreview(BackorderCommsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["ir.module.module"]._load_module_terms(
            ["backorder_comms"], ["fr_FR"], overwrite=True
        )
        cls.mail_rule = cls._find_rule("mail_template_id")
        cls.sms_rule = cls._find_rule("sms_template_id")
        cls.sale_manager.write({"email": "boss@example.com", "phone": False})

    @classmethod
    def _find_rule(cls, template):
        """Return the rule about a new backorder that has such a template."""
        return cls.env["sale.backorder.rule"].search(
            [("event_type", "=", "opened"), (template, "!=", False)], limit=1
        )

    def _create_told_order(self, **values):
        self._create_receipt(self.desk, 2, days=20)
        order = self._create_order({self.desk: 2}, **values)
        self._communicate()
        return order

    def _preview(self, rule, **values):
        return (
            self.env["sale.backorder.rule.preview"]
            .with_user(self.sale_manager)
            .create({"rule_id": rule.id, **values})
        )

    def _count(self):
        return {model: self.env[model].search_count([]) for model in COUNTED}

    def _break_template_for(self, order):
        # Core tries a template on the newest order, and refuses it if that fails.
        self.env["sale.order"].create({"partner_id": self.partner.id})
        self.mail_rule.mail_template_id.body_html = (
            f'<p t-out="1 / (object.id - {order.id})"/>'
        )

    # === WHAT IT SHOWS === #

    def test_last_order_with_such_an_event_is_shown(self):
        order = self._create_told_order()
        preview = self._preview(self.mail_rule)
        self.assertEqual(preview.order_id, order)
        self.assertEqual(
            preview.subject, f"Your order {order.name}: some items are delayed"
        )
        self.assertFalse(preview.error)

    def test_order_that_the_rule_is_for_is_shown_before_later_ones(self):
        order = self._create_told_order()
        self._create_told_order()
        self.mail_rule.order_domain = f"[('id', '=', {order.id})]"
        self.assertEqual(self._preview(self.mail_rule).order_id, order)

    def test_rule_for_no_order_so_far_is_shown_on_another(self):
        order = self._create_told_order()
        self.mail_rule.order_domain = "[('name', '=', 'none')]"
        self.assertEqual(self._preview(self.mail_rule).order_id, order)

    def test_mail_is_shown_as_it_was_sent(self):
        order = self._create_told_order()
        preview = self._preview(self.mail_rule)
        mail = order.backorder_message_ids.mail_message_id.mail_ids
        sent = mail._prepare_outgoing_list()[0]
        self.assertEqual(
            preview.plain_text.splitlines(), sent["body_alternative"].splitlines()
        )
        self.assertEqual(preview.email_from, mail.email_from)

    def test_preview_of_what_was_never_told_promises_news(self):
        order = self._create_order({self.desk: 2})
        self._evaluate()
        text = self._preview(self.mail_rule).plain_text
        self.assertFalse(order.backorder_ids.next_update_date)
        self._communicate()
        day = format_date(
            self.env, order.backorder_ids.next_update_date, date_format="long"
        )
        self.assertIn(f"We will write again by {day}", text)

    def test_customers_language_is_chosen_unless_another_is(self):
        self.partner.lang = "fr_FR"
        self._create_told_order()
        form = Form(
            self.env["sale.backorder.rule.preview"]
            .with_user(self.sale_manager)
            .with_context(default_rule_id=self.mail_rule.id)
        )
        self.assertEqual(form.lang, "fr_FR")
        self.assertIn("Bonjour", form.plain_text)
        form.lang = "en_US"
        self.assertIn("Hello", form.plain_text)

    def test_text_message_is_counted(self):
        self._create_told_order()
        preview = self._preview(self.sms_rule)
        self.assertIn("2 Units Desk", preview.sms)
        self.assertEqual(preview.sms_characters, len(preview.sms))
        self.assertEqual(preview.sms_segments, 2 if len(preview.sms) > 160 else 1)

    def test_error_in_a_template_is_shown(self):
        self._break_template_for(self._create_told_order())
        preview = self._preview(self.mail_rule)
        self.assertEqual(preview.error, "division by zero")
        self.assertFalse(preview.body)

    def test_without_any_order_there_is_nothing_to_show(self):
        self.env["sale.backorder.event"].search([]).unlink()
        preview = self._preview(self.mail_rule)
        self.assertFalse(preview.order_id)
        self.assertFalse(preview.body)

    # === WHAT IT DOES NOT DO === #

    def test_looking_writes_sends_and_tells_nothing(self):
        order = self._create_order({self.desk: 2})
        self._evaluate()
        order.access_token = False
        before = self._count()
        self._preview(self.mail_rule).read()
        self._preview(self.sms_rule).read()
        self.assertEqual(self._count(), before)
        self.assertFalse(order.access_token)
        self.assertFalse(order.backorder_ids.told_date)

    def test_salesperson_has_no_preview(self):
        with self.assertRaises(AccessError):
            self.env["sale.backorder.rule.preview"].with_user(self.sale_user).create(
                {"rule_id": self.mail_rule.id}
            )

    # === TEST SEND === #

    def test_test_mail_goes_to_whoever_asks_alone(self):
        order = self._create_told_order()
        history = order.message_ids
        before = self._count()
        with self.mock_mail_gateway(mail_unlink_sent=True):
            self._preview(self.mail_rule).action_send_test()
        self.assertEqual(
            [mail["email_to"] for mail in self._mails],
            [[self.sale_manager.email_formatted]],
        )
        self.assertEqual(
            self._mails[0]["subject"],
            f"[Test] Your order {order.name}: some items are delayed",
        )
        self.assertEqual(order.message_ids, history)
        self.assertEqual(self._count(), before)

    def test_test_text_message_goes_to_whoever_asks_alone(self):
        order = self._create_told_order()
        history = order.message_ids
        before = self.env["sms.sms"].search([])
        self.sale_manager.phone = "+32470999999"
        with self.mock_mail_gateway():
            self._preview(self.sms_rule).action_send_test()
        sms = self.env["sms.sms"].search([]) - before
        self.assertEqual(sms.mapped("number"), ["+32470999999"])
        self.assertEqual(order.message_ids, history)

    def test_whoever_has_no_address_is_told_so(self):
        self._create_told_order()
        self.sale_manager.email = False
        for rule in (self.mail_rule, self.sms_rule):
            with self.subTest(rule.channel), self.assertRaises(UserError):
                self._preview(rule).action_send_test()

    # === WHAT CUSTOMERS WOULD MISS === #

    def test_templates_as_installed_lack_nothing(self):
        order = self._create_told_order()
        for rule in self.env["sale.backorder.rule"].search([]):
            with self.subTest(rule.display_name, channel=rule.channel):
                lines = rule._describe_weaknesses(order, "en_US") or ""
                lacking = [line for line in lines.splitlines() if "charged" not in line]
                self.assertFalse(lacking)

    def test_rule_says_what_its_template_lacks(self):
        self._create_told_order()
        self.mail_rule.mail_template_id.body_html = "<p>Wait, [NAME]!</p>"
        rule = self.mail_rule.with_user(self.sale_manager)
        for words in ("placeholder", "apology", "date", "why", "person", "link"):
            with self.subTest(words):
                self.assertIn(words, rule.weaknesses)

    def test_colleagues_need_no_apology(self):
        order = self._create_told_order()
        self.mail_rule.mail_template_id.body_html = "<p>Wait!</p>"
        rule = self.mail_rule.copy({"channel": "mail", "audience": "salesperson"})
        self.assertFalse(rule._describe_weaknesses(order, "en_US"))

    def test_rule_says_that_its_template_is_not_translated(self):
        self.mail_rule.mail_template_id = self.env["mail.template"].create(
            {
                "name": "New",
                "model_id": self.env.ref("sale.model_sale_order").id,
                "body_html": "<p>New</p>",
            }
        )
        self.assertIn("not translated to", self.mail_rule.weaknesses)
        self.assertIn("French", self.mail_rule.weaknesses)

    def test_rule_says_it_before_it_is_saved(self):
        self._create_told_order()
        form = Form(self.mail_rule.with_user(self.sale_manager))
        form.mail_template_id = self.env["mail.template"].create(
            {
                "name": "New",
                "model_id": self.env.ref("sale.model_sale_order").id,
                "body_html": "<p>New</p>",
            }
        )
        self.assertIn("apology", form.weaknesses)

    def test_rule_with_a_broken_template_opens(self):
        self._break_template_for(self._create_told_order())
        self.assertIn("division by zero", self.mail_rule.weaknesses)
