# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ..logic.text_message import count_characters, count_segments


class SaleBackorderRulePreview(models.TransientModel):
    """What a rule would say to the customer of an order: to look at, or to try."""

    _name = "sale.backorder.rule.preview"
    _description = "Preview of a Backorder Communication Rule"

    rule_id = fields.Many2one(
        "sale.backorder.rule", required=True, readonly=True, ondelete="cascade"
    )
    order_id = fields.Many2one(
        "sale.order",
        compute="_compute_order_id",
        store=True,
        readonly=False,
        precompute=True,
        domain=[("state", "=", "sale")],
        help="The order to show the message for, as things stand now: the last one "
        "with such an event, unless you choose another.",
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        compute="_compute_lang",
        store=True,
        readonly=False,
        precompute=True,
        help="The customer's, unless you choose another.",
    )
    has_mail = fields.Boolean(compute="_compute_message")
    has_sms = fields.Boolean(compute="_compute_message")
    email_from = fields.Char(string="From", compute="_compute_message")
    subject = fields.Char(compute="_compute_message")
    body = fields.Html(compute="_compute_message", sanitize=False)
    plain_text = fields.Text(compute="_compute_message")
    sms = fields.Text(string="SMS", compute="_compute_message")
    sms_characters = fields.Integer(string="Characters", compute="_compute_message")
    sms_segments = fields.Integer(
        string="Charged As",
        compute="_compute_message",
        help="A text message has room for 160 characters, or 70 if one of them is out "
        "of the ordinary. Longer ones are charged as several.",
    )
    error = fields.Text(compute="_compute_message")
    weaknesses = fields.Text(compute="_compute_message")

    @api.depends("rule_id")
    def _compute_order_id(self):
        for preview in self:
            preview.order_id = preview.rule_id._get_example_order()

    @api.depends("order_id")
    def _compute_lang(self):
        installed = dict(self.env["res.lang"].get_installed())
        for preview in self:
            order = preview.order_id
            lang = order and order._get_backorder_contact().lang
            preview.lang = lang if lang in installed else self.env.lang or "en_US"

    @api.depends("rule_id", "order_id", "lang")
    def _compute_message(self):
        for preview in self:
            mail = {"email_from": False, "subject": False, "body": False}
            sms, errors = "", []
            rule, order = preview.rule_id, preview.order_id._origin
            preview.has_mail = bool(rule.mail_template_id)
            preview.has_sms = bool(rule.sms_template_id)
            if order and preview.has_mail:
                mail, error = preview._render(rule._render_mail, default=mail)
                errors.append(error)
            if order and preview.has_sms:
                sms, error = preview._render(rule._render_sms, default="")
                errors.append(error)
            preview.update(mail)
            preview.plain_text = html2plaintext(mail["body"] or "")
            preview.sms = sms
            preview.sms_characters = count_characters(sms)
            preview.sms_segments = count_segments(sms) if sms else 0
            preview.error = "\n".join(filter(None, errors))
            preview.weaknesses = not any(errors) and rule._describe_weaknesses(
                order, preview.lang
            )

    def _render(self, render, default):
        """Render for the chosen order and language; an error is there to be shown."""
        order = self.order_id._origin
        result, error = self.rule_id._try_rendering(render, order, self.lang)
        return (default if error else result), error

    # === ACTIONS === #

    def action_send_test(self):
        """Send what is shown to whoever asks for it, and to nobody else."""
        self.ensure_one()
        if self.error or not self.order_id:
            raise UserError(self.error or self.env._("Choose an order first."))
        addresses = []
        if self.has_mail:
            addresses.append(self._send_test_mail())
        if self.has_sms and self.env.user.phone:
            addresses.append(self._send_test_sms())
        if not addresses:
            raise UserError(self.env._("Your user has no phone number to send it to."))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Sent to %(to)s.", to=", ".join(addresses)),
            },
        }

    def _send_test_mail(self):
        """Send a mail that belongs to no document: nobody follows it or finds it."""
        if not self.env.user.email:
            raise UserError(self.env._("Your user has no email address to send it to."))
        mail = self.env["mail.mail"].sudo()  # users cannot write mails by hand
        mail.create(
            {
                "auto_delete": True,
                "body_html": self.body,
                "email_from": self.email_from,
                "email_to": self.env.user.email_formatted,
                "subject": self.env._("[Test] %(subject)s", subject=self.subject),
            }
        ).send_after_commit()
        return self.env.user.email

    def _send_test_sms(self):
        partner = self.env.user.partner_id
        number = partner._phone_format(fname="phone") or partner.phone
        self.env["sms.sms"].sudo().create({"number": number, "body": self.sms})
        return number
