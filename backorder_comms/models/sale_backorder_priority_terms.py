# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ..logic.priority import MATCH, measure


# A file for each thing that a backorder does.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorder(models.Model):
    """Where the points of priority come from, as found when asked."""

    _inherit = "sale.backorder"

    priority_terms = fields.Html(
        string="Points",
        compute="_compute_priority_terms",
        sanitize=False,
        help="What each rule gives, as of now.",
    )

    def _compute_priority_terms(self):
        qweb = self.env["ir.qweb"]
        for backorder in self:
            terms = backorder._get_priority_terms()
            backorder.priority_terms = terms and qweb._render(
                "backorder_comms.sale_backorder_priority_terms",
                {
                    "terms": terms,
                    "cap": backorder.company_id.backorder_comms_score_cap,
                    "is_capped": backorder._is_capped(terms),
                    "score": backorder.score,
                },
            )

    def action_raise_rush(self):
        """Offer to ask that it goes before others."""
        self.ensure_one()
        self.order_id.check_access("write")
        rush = self.env["sale.backorder.rush"].create({"backorder_id": self.id})
        return rush._open()

    def action_reallocate(self):
        """Offer to take goods that another order holds."""
        self.ensure_one()
        return self.env["sale.backorder.reallocation"]._open(self)

    def _get_priority_terms(self):
        """Return what gives points, and how many; nothing for what does not wait.

        :return: the `name`, the `kind` in words, what was `measured`, and `points`
        :rtype: list[dict]
        """
        self.ensure_one()
        if not self._is_open():
            return []
        found = self.env["sale.backorder.priority"]._load(
            SQL("line.id = %s", self.order_line_id.id)
        )
        today = self.company_id._backorder_today()
        return [
            *self._get_star_terms(),
            *(
                self._prepare_term(rule, points, priority.facts, today)
                for priority in found.values()
                for rule, points in priority.points.items()
            ),
        ]

    def _get_star_terms(self):
        """Return the term of core's star, which people set, or an approved rush."""
        # Salespeople may not read transfers, but see what hurries them.
        transfers = self.order_line_id.sudo()._get_backorder_transfers()
        if "1" not in transfers.mapped("priority"):
            return []
        decisions = self.order_id.sudo().backorder_decision_ids
        until = decisions.filtered(
            lambda decision: decision.rush_picking_ids & transfers
        ).mapped("rush_until")
        return [
            {
                "name": self.env._("Urgent"),
                "kind": until and self.env._("Until"),
                "measured": until and format_date(self.env, max(until)),
                "points": self.company_id.backorder_comms_urgent_days,
                "is_star": True,
            }
        ]

    def _prepare_term(self, rule, points, facts, today):
        labels = dict(rule._fields["kind"]._description_selection(self.env))
        is_measured = rule.kind != MATCH
        amount = measure(rule._to_weight(), facts, today)
        content = self.env["sale.backorder.content"]
        return {
            "name": rule.with_env(self.env).sudo().name,
            "kind": is_measured and labels[rule.kind],
            "measured": is_measured and content._format_quantity(round(amount, 2)),
            "points": points,
        }

    def _is_capped(self, terms):
        """Tell whether the rules would give more than the company lets them."""
        points = sum(term["points"] for term in terms if not term.get("is_star"))
        return points > self.company_id.backorder_comms_score_cap
