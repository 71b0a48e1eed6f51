# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import html2plaintext

from ..logic.template_lint import Draft, Facts, find_weaknesses


# A file for each thing to know about a rule.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderRule(models.Model):
    """What customers would miss in a rule's messages."""

    _inherit = "sale.backorder.rule"

    weaknesses = fields.Text(
        string="Worth a Second Look",
        compute="_compute_weaknesses",
        help="What customers would miss in the messages, tried on the last order with "
        "such an event. Nothing keeps you from sending them all the same.",
    )

    @api.depends("event_type", "mail_template_id", "sms_template_id")
    @api.depends_context("lang")
    def _compute_weaknesses(self):
        for rule in self:
            order = rule._get_example_order()
            lang = order and order._get_backorder_contact().lang
            rule.weaknesses = rule._describe_weaknesses(
                order, lang or self.env.lang or "en_US"
            )

    # === BUSINESS METHODS === #

    def _describe_weaknesses(self, order, lang):
        """Return a line for each of the things that a customer would miss, if any.

        :param sale.order order: to try it on; none if there is no such order
        :param str lang: code of the language to try it in
        """
        self.ensure_one()
        lines = []
        for name, template, field in (
            (self.env._("Email"), self.mail_template_id, "body_html"),
            (self.env._("SMS"), self.sms_template_id, "body"),
        ):
            if template and self.audience == "customer":
                found = self._find_weaknesses(template, field, order, lang)
                lines += [f"{name}: {line}" for line in found]
        return "\n".join(lines) or False

    def _find_weaknesses(self, template, field, order, lang):
        is_sms = field == "body"
        text = ""
        if order:
            render = self._get_sms_text if is_sms else self._get_mail_text
            text, error = self._try_rendering(render, order, lang)
            if error:
                return [error]
        draft = Draft(
            event_type=self.event_type,
            text=text or html2plaintext(template.with_context(lang=lang)[field] or ""),
            source=template[field] or "",
            lang=lang,
            facts=self._get_facts_to_tell(order, lang, is_sms) if order else Facts(),
            is_sms=is_sms,
        )
        weaknesses = find_weaknesses(draft)
        if not order:  # what is to be filled in is no left-over, and has no length yet
            weaknesses = [code for code in weaknesses if code.startswith("no_")]
        words = self._get_weakness_words()
        return [
            *(words[code] for code in weaknesses),
            *self._find_untranslated(template, field),
        ]

    def _get_mail_text(self, order, lang):
        mail = self._render_mail(order, lang)
        return f"{mail['subject']}\n{html2plaintext(mail['body'])}"

    def _get_sms_text(self, order, lang):
        return self._render_sms(order, lang)

    def _get_facts_to_tell(self, order, lang, is_sms):
        """Return what a message about the order can tell, in its language.

        :rtype: Facts
        """
        order = self._prepare_rendering(order, lang, is_sms)
        content = order._get_backorder_content()
        contact = order._get_backorder_sender()
        waiting = content["waiting"]
        return Facts(
            date=tuple(
                filter(None, [*(w["date"] for w in waiting), content["next_update"]])
            ),
            reason=tuple(filter(None, (w["reason"] for w in waiting))),
            contact=tuple(filter(None, (contact.name, contact.phone, contact.email))),
            link=(order.access_url, order._get_backorder_url()),
        )

    def _get_weakness_words(self):
        """Return what to say of each weakness.

        :rtype: dict[str, str]
        """
        return {
            "placeholder": self.env._("a placeholder was not filled in."),
            "many_segments": self.env._(
                "too long, it is charged as three messages or more."
            ),
            "two_segments": self.env._("it is charged as two messages."),
            "no_apology": self.env._("no word of apology for bad news."),
            "no_date": self.env._("neither a date nor when there will be news."),
            "no_reason": self.env._("it does not say why."),
            "no_contact": self.env._("no person to ask."),
            "no_link": self.env._("no link to the order."),
        }

    def _find_untranslated(self, template, field):
        """Return a line if the template is not there in languages that are in use."""
        translations = template._fields[field]._get_stored_translations(template) or {}
        source = translations.get("en_US")
        missing = [
            name
            for code, name in self.env["res.lang"].get_installed()
            if code != "en_US" and translations.get(code, source) == source
        ]
        if not missing:
            return []
        return [self.env._("not translated to %(langs)s.", langs=", ".join(missing))]
