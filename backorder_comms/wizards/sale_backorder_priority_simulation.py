# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Command

MAX_PRODUCTS = 500


class SaleBackorderPrioritySimulation(models.TransientModel):
    """What other rules would do to who waits, before they are in use."""

    _name = "sale.backorder.priority.simulation"
    _description = "Simulation of Priority Rules"

    rule_ids = fields.One2many(
        "sale.backorder.priority.simulation.rule",
        "simulation_id",
        default=lambda self: self._get_default_rules(),
    )
    run_count = fields.Integer(help="How often it was looked at: shows another result.")
    result = fields.Html(
        compute="_compute_result",
        sanitize=False,
        help="Who would get goods sooner, and who later. Nothing changes by looking.",
    )
    max_products = fields.Integer(compute="_compute_result")
    is_partial = fields.Boolean(
        compute="_compute_result",
        help="Customers wait for so many products that not all were looked at.",
    )

    def _get_default_rules(self):
        rules = self.env["sale.backorder.priority.rule"].with_context(active_test=False)
        return [
            Command.create(
                {
                    "rule_id": rule.id,
                    "is_used": rule.active,
                    "points": rule.points,
                    "step": rule.step,
                    "limit": rule.limit,
                }
            )
            for rule in rules.search([])
        ]

    @api.depends("run_count")  # not on the rules: each keystroke would ask again
    def _compute_result(self):
        effects = self.env["sale.backorder.priority.effect"]
        for simulation in self:
            products = simulation.run_count and simulation._get_products()
            products = products or self.env["product.product"]
            simulation.max_products = MAX_PRODUCTS
            simulation.is_partial = len(products) > MAX_PRODUCTS
            simulation.result = simulation.run_count and effects._render(
                simulation._get_effects(products[:MAX_PRODUCTS])
            )

    # === ACTIONS === #

    def action_run(self):
        """Show what the rules as edited would do."""
        self.ensure_one()
        self.run_count += 1
        return self._open()

    def action_apply(self):
        """Use the rules as edited."""
        self.ensure_one()
        for rule in self.rule_ids:
            rule._apply()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Simulation"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    # === BUSINESS METHODS === #

    def _get_products(self):
        """Return what customers wait for, first what most of them wait for.

        :return: one more than are looked at, if there are more
        """
        groups = self.env["sale.backorder"]._read_group(
            [("state", "=", "waiting"), ("company_id", "in", self.env.companies.ids)],
            ["product_id"],
            order="__count DESC, product_id",
            limit=MAX_PRODUCTS + 1,
        )
        return self.env["product.product"].concat(*(product for [product] in groups))

    def _get_effects(self, products):
        """Return what the rules as edited would do to who waits for products.

        :rtype: dict[int, Effect], by id of the order line
        """
        if not products:
            return {}
        priority = self.env["sale.backorder.priority"]
        weights = {
            rule.rule_id.sudo(): rule._to_weight()
            for rule in self.rule_ids.filtered("is_used")
        }
        found = priority._load(priority._get_waiting_condition(products), weights)
        gains = {
            line_id: one.score - one.old_score
            for line_id, one in found.items()
            if one.score != one.old_score
        }
        touched = self._filter_touched(products, gains)
        return self.env["sale.backorder.priority.effect"]._find(
            touched,
            lambda moves: [
                move._replace(score=move.score + gains.get(move.line_id, 0))
                for move in moves
            ],
        )

    def _filter_touched(self, products, line_ids):
        """Keep the products for which any of the order lines competes."""
        groups = (
            self.env["stock.move"]
            .sudo()
            ._read_group(
                [
                    ("sale_line_id", "in", list(line_ids)),
                    ("product_id", "in", products.ids),
                ],
                ["product_id"],
            )
        )
        return products.browse([product.id for [product] in groups])
