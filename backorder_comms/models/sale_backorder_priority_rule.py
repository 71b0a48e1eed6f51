# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import ast

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache

from ..logic.priority import MATCH, Weight

# Which field holds the condition on which model.
DOMAIN_FIELDS = {
    "sale.order": "order_domain",
    "res.partner": "partner_domain",
    "product.product": "product_domain",
}


class SaleBackorderPriorityRule(models.Model):
    """What makes an order line go before others that wait for the same goods."""

    _name = "sale.backorder.priority.rule"
    _description = "Backorder Priority Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Leave empty to give the points in each company.",
    )
    kind = fields.Selection(
        selection=[
            (MATCH, "Conditions Hold"),
            ("broken", "Days After the Promise"),
            ("slips", "Times Put Off"),
            ("age", "Days of Waiting"),
            ("deadline", "Days Near the Delivery Date"),
            ("value", "Value of the Order"),
            ("paid", "Percent Paid"),
        ],
        string="Points For",
        required=True,
        default=MATCH,
        help="Days after the promise count from the first date that the customer was "
        "told, or a later one that he agreed to: putting it off does not help us. "
        "Values are those of the whole order, without taxes, in the currency of its "
        "company.",
    )
    points = fields.Integer(
        required=True, default=1, help="Each point goes before a day of waiting."
    )
    step = fields.Float(
        string="For Each",
        digits=(16, 2),
        default=1.0,
        required=True,
        help="As much of it gives the points once: 1 for each day, 1000 for each "
        "thousand of an order's value, 10 for each tenth paid.",
    )
    limit = fields.Integer(
        string="At Most",
        default=10,
        required=True,
        help="The rule never gives more points than this.",
    )
    horizon = fields.Integer(
        string="Days Before",
        default=14,
        required=True,
        help="Days before the order's delivery date from which each day counts.",
    )
    order_domain = fields.Char(
        string="Orders", default="[]", help="Only sales orders that match."
    )
    partner_domain = fields.Char(
        string="Customers",
        default="[]",
        help="Only where the customer matches, or the company that he is a contact of.",
    )
    product_domain = fields.Char(
        string="Products", default="[]", help="Only products that match."
    )

    _measured_points_positive = models.Constraint(
        "CHECK(kind = 'match' OR points > 0)",
        "What is measured gives points; only conditions can take them away.",
    )
    _step_positive = models.Constraint(
        "CHECK(step > 0)", "Points are given for each of something: more than nothing."
    )
    _limit_positive = models.Constraint(
        'CHECK("limit" >= 0 AND horizon >= 0)', "Limits cannot be negative."
    )

    @api.constrains(*DOMAIN_FIELDS.values())
    def _check_domains(self):
        """Try the conditions: one that is broken must not wait for its first order."""
        for rule in self:
            try:
                with self.env.cr.savepoint():
                    for model in DOMAIN_FIELDS:
                        self.env[model].search(rule._get_domain(model), limit=1)
            except Exception as error:
                raise ValidationError(
                    self.env._("The condition cannot be used: %(error)s", error=error)
                ) from error

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of the ORM to score by new rules."""
        rules = super().create(vals_list)
        if rules.filtered("active"):
            self._notice_change()
        return rules

    def write(self, vals):
        """Override of the ORM to score by changed rules."""
        res = super().write(vals)
        self._notice_change()
        return res

    def unlink(self):
        """Override of the ORM to score without rules that are gone."""
        res = super().unlink()
        self._notice_change()
        return res

    def _notice_change(self):
        self.env.registry.clear_cache("stable")
        self.env["sale.backorder.priority"]._schedule()

    # === ACTIONS === #

    def action_simulate(self):
        """Offer to see what other rules would do."""
        simulation = self.env["sale.backorder.priority.simulation"].create({})
        return simulation._open()

    # === BUSINESS METHODS === #

    @api.model
    @ormcache(cache="stable")
    def _is_anything_scored(self):
        """Tell whether there is any rule, so that others do not pay for it."""
        return bool(self.sudo().search_count([("active", "=", True)], limit=1))

    @api.model
    def _search_active(self):
        """Return the rules in use with all that scoring reads, in one query."""
        names = ["company_id", "kind", "points", "step", "limit", "horizon"]
        names += DOMAIN_FIELDS.values()
        return self.search_fetch([("active", "=", True)], names)

    def _to_weight(self):
        """Return what the rule is worth, its conditions aside.

        :rtype: Weight
        """
        self.ensure_one()
        return Weight(self.kind, self.points, self.step, self.limit, self.horizon)

    def _get_domain(self, model):
        return Domain(ast.literal_eval(self[DOMAIN_FIELDS[model]] or "[]"))
