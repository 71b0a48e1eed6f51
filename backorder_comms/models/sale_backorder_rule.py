# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.rules import is_overruled
from .sale_backorder_event import EVENT_TYPES, INTERNAL_TYPES

AUDIENCES = [
    ("customer", "Customer"),
    ("salesperson", "Salesperson"),
    ("team_leader", "Leader of the Sales Team"),
    ("team", "Members of the Sales Team"),
    ("warehouse", "Responsible of the Warehouse"),
    ("partner", "One Contact"),
]
CHANNELS = [("mail", "Email"), ("sms", "SMS")]
INTERNAL_CHANNELS = [
    ("discuss", "Discuss Channel"),
    ("activity", "Activity"),
    ("action", "Server Action"),
]
# These tell no person: a channel or a server action is the audience.
IMPERSONAL_CHANNELS = ("discuss", "action")


class SaleBackorderRule(models.Model):
    """Which event tells whom, under which condition, how, in which words and when."""

    _name = "sale.backorder.rule"
    _description = "Backorder Communication Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Leave empty to apply the rule in each company."
    )
    event_type = fields.Selection(
        selection=EVENT_TYPES + INTERNAL_TYPES,
        string="Event",
        required=True,
        help="Customers are never told that a date is at risk, a message failed or got "
        "no reaction, or somebody answered: these are for colleagues.",
    )

    # === WHOM AND HOW === #

    channel = fields.Selection(
        selection=[
            ("preferred", "As the customer prefers"),
            *CHANNELS,
            *INTERNAL_CHANNELS,
        ],
        required=True,
        default="preferred",
        help="Email and SMS are used even where the customer prefers the other one, "
        "but never for customers who want no news at all.",
    )
    audience = fields.Selection(
        selection=AUDIENCES,
        compute="_compute_audience",
        store=True,
        readonly=False,
        precompute=True,
    )
    partner_id = fields.Many2one("res.partner", string="Contact", ondelete="restrict")
    discuss_channel_id = fields.Many2one("discuss.channel", ondelete="restrict")
    mail_template_id = fields.Many2one(
        "mail.template",
        string="Email Template",
        domain=[("model", "=", "sale.order")],
        ondelete="restrict",
        help="Colleagues get a list of what happened if there is none.",
    )
    sms_template_id = fields.Many2one(
        "sms.template",
        string="SMS Template",
        domain=[("model", "=", "sale.order")],
        ondelete="restrict",
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        domain=[("res_model", "in", ("sale.order", False))],
        ondelete="restrict",
    )
    activity_note = fields.Text(
        string="Note", translate=True, help="Comes before the list of what happened."
    )
    server_action_id = fields.Many2one(
        "ir.actions.server",
        domain=[("model_name", "=", "sale.order")],
        ondelete="restrict",
        groups="base.group_system",
        help="Runs on the sales order. One that sends a webhook tells a chat tool.",
    )

    # === UNDER WHICH CONDITION === #

    order_domain = fields.Char(
        string="Orders", default="[]", help="Only sales orders that match."
    )
    backorder_domain = fields.Char(
        string="Backorders",
        default="[]",
        help="Only where one at least of the backorders to tell about matches.",
    )
    min_delay = fields.Integer(
        string="Days Late",
        help="Only if the goods are late by so many days at least, against the date "
        "that was promised or due. Goods that nobody has a date for count.",
    )
    min_value = fields.Float(
        string="Value",
        digits=(16, 2),
        help="Only if what waits is worth so much at least, without taxes and in the "
        "currency of the order's company.",
    )
    condition = fields.Char(compute="_compute_condition")
    error = fields.Char(
        compute="_compute_error",
        help="Why the condition cannot be checked any more: until it is corrected, the "
        "rule tells nobody anything.",
    )

    # === WHEN AND HOW OFTEN === #

    wait = fields.Integer(
        help="Tell so much later; what is no longer true by then is not told. 0: tell "
        "at once.",
    )
    wait_unit = fields.Selection(
        selection=[("minutes", "Minutes"), ("hours", "Hours")],
        required=True,
        default="minutes",
    )
    hour_from = fields.Float(
        string="Not Before", help="In the time zone of the recipient."
    )
    hour_to = fields.Float(
        string="Not After", default=24.0, help="In the time zone of the recipient."
    )
    gap_hours = fields.Integer(
        string="Hours Between",
        help="So many hours at least between two messages of the rule about the same "
        "order to the same recipient. News in between is told after them, together.",
    )
    daily_cap = fields.Integer(
        string="A Day at Most",
        help="What a recipient gets of this rule in a day, whatever the orders. The "
        "rest is told the next day. 0: any number.",
    )

    overruling_rule_id = fields.Many2one(
        "sale.backorder.rule",
        compute="_compute_overruling_rule_id",
        help="The rule that is used instead of this one.",
    )

    _template_required = models.Constraint(
        "CHECK(CASE channel"
        " WHEN 'mail' THEN mail_template_id IS NOT NULL"
        " OR audience NOT IN ('customer', 'partner')"
        " WHEN 'sms' THEN sms_template_id IS NOT NULL"
        " WHEN 'preferred' THEN mail_template_id IS NOT NULL"
        " OR sms_template_id IS NOT NULL"
        " ELSE TRUE END)",
        "Choose the template of the rule's channel.",
    )
    _means_required = models.Constraint(
        "CHECK(CASE channel"
        " WHEN 'discuss' THEN discuss_channel_id IS NOT NULL"
        " WHEN 'activity' THEN activity_type_id IS NOT NULL"
        " WHEN 'action' THEN server_action_id IS NOT NULL"
        " ELSE TRUE END)",
        "Choose the Discuss channel, the type of activity or the server action.",
    )
    _audience_fits = models.Constraint(
        "CHECK(CASE"
        " WHEN channel IN ('discuss', 'action') THEN audience IS NULL"
        " WHEN channel = 'preferred' THEN audience IS NOT DISTINCT FROM 'customer'"
        " WHEN channel = 'activity' THEN audience IS DISTINCT FROM 'customer'"
        " AND audience IS NOT NULL"
        " ELSE audience IS NOT NULL END"
        " AND (audience IS DISTINCT FROM 'partner' OR partner_id IS NOT NULL))",
        "Choose who is told by this channel: activities are for colleagues, and only "
        "customers have preferences.",
    )
    _internal_stays_inside = models.Constraint(
        "CHECK(event_type NOT IN ('at_risk', 'message_failed', 'answered', 'unread')"
        " OR audience IS DISTINCT FROM 'customer')",
        "This event is for colleagues, not for customers.",
    )
    _hours_in_order = models.Constraint(
        "CHECK(0 <= hour_from AND hour_from < hour_to AND hour_to <= 24)",
        "The hours of the day go from 0 to 24, the first one before the last one.",
    )
    _nothing_negative = models.Constraint(
        "CHECK(min_delay >= 0 AND min_value >= 0 AND wait >= 0 AND gap_hours >= 0"
        " AND daily_cap >= 0)",
        "Days, values, times and numbers of a rule cannot be negative.",
    )

    @api.depends("channel", "event_type")
    def _compute_audience(self):
        """Keep what fits; customers are the usual audience of what they may know."""
        internal = dict(INTERNAL_TYPES)
        for rule in self:
            can_be_customer = (
                rule.channel != "activity" and rule.event_type not in internal
            )
            if rule.channel in IMPERSONAL_CHANNELS:
                rule.audience = False
            elif rule.channel == "preferred":
                rule.audience = "customer"
            elif not can_be_customer and rule.audience in ("customer", False):
                rule.audience = "salesperson"
            else:
                rule.audience = rule.audience or "customer"

    @api.depends(
        "event_type",
        "channel",
        "audience",
        "partner_id",
        "discuss_channel_id",
        "company_id",
        "sequence",
        "active",
    )
    def _compute_overruling_rule_id(self):
        for rule in self:
            before = rule._get_before().filtered(lambda other: not other._has_domain())
            facts = rule._to_logic()
            rule.overruling_rule_id = next(
                (
                    other
                    for position, other in enumerate(before, start=1)
                    if is_overruled(
                        facts, [one._to_logic() for one in before[:position]]
                    )
                ),
                False,
            )

    @api.depends("order_domain", "backorder_domain", "min_delay", "min_value")
    @api.depends_context("lang")
    def _compute_condition(self):
        """Say in a few words when the rule applies, for the list of rules."""
        for rule in self:
            parts = []
            if rule.min_delay:
                parts.append(
                    self.env._("%(count)s days late or more", count=rule.min_delay)
                )
            if rule.min_value:
                parts.append(
                    self.env._("worth %(value)g or more", value=rule.min_value)
                )
            if rule._has_domain():
                parts.append(self.env._("some orders only"))
            rule.condition = ", ".join(parts)

    @api.depends("order_domain", "backorder_domain")
    def _compute_error(self):
        for rule in self:
            rule.error = rule._find_error()

    @api.constrains("order_domain", "backorder_domain")
    def _check_domains(self):
        """Try the conditions: one that is broken must not wait for its first order."""
        for rule in self:
            if error := rule._find_error():
                raise ValidationError(
                    self.env._("The condition cannot be used: %(error)s", error=error)
                )
