# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from .sale_backorder_event import EVENT_TYPES

CHANNELS = [("mail", "Email"), ("sms", "SMS")]


class SaleBackorderRule(models.Model):
    """Which event tells the customer, by which channel, in which words."""

    _name = "sale.backorder.rule"
    _description = "Backorder Communication Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Leave empty to apply the rule in each company."
    )
    event_type = fields.Selection(selection=EVENT_TYPES, string="Event", required=True)
    channel = fields.Selection(selection=CHANNELS, required=True, default="mail")
    mail_template_id = fields.Many2one(
        "mail.template",
        string="Email Template",
        domain=[("model", "=", "sale.order")],
        ondelete="restrict",
    )
    sms_template_id = fields.Many2one(
        "sms.template",
        string="SMS Template",
        domain=[("model", "=", "sale.order")],
        ondelete="restrict",
    )

    overruling_rule_id = fields.Many2one(
        "sale.backorder.rule",
        compute="_compute_overruling_rule_id",
        help="The rule that is used instead of this one.",
    )

    _template_required = models.Constraint(
        "CHECK((channel = 'mail' AND mail_template_id IS NOT NULL)"
        " OR (channel = 'sms' AND sms_template_id IS NOT NULL))",
        "Choose the template of the rule's channel.",
    )

    @api.depends("event_type", "channel", "company_id", "sequence", "active")
    def _compute_overruling_rule_id(self):
        for rule in self:
            rules = self._get_for_event(rule.company_id, rule.event_type)
            first = rules.get(rule.channel, self.browse())
            rule.overruling_rule_id = first - rule._origin

    @api.model
    def _get_for_event(self, company, event_type):
        """Return the rule of each channel; a company's own comes before a common one.

        :rtype: dict[str, sale.backorder.rule]
        """
        rules = self.search(
            [
                ("event_type", "=", event_type),
                ("company_id", "in", (company.id, False)),
            ]
        ).sorted(lambda rule: not rule.company_id)
        return {
            channel: channel_rules[:1]
            for channel, channel_rules in rules.grouped("channel").items()
        }
