# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class SaleBackorderPrioritySimulationRule(models.TransientModel):
    """A rule as it might be."""

    _name = "sale.backorder.priority.simulation.rule"
    _description = "Rule of a Simulation"
    _order = "id"

    simulation_id = fields.Many2one(
        "sale.backorder.priority.simulation", required=True, ondelete="cascade"
    )
    rule_id = fields.Many2one(
        "sale.backorder.priority.rule", required=True, ondelete="cascade"
    )
    kind = fields.Selection(related="rule_id.kind")
    is_used = fields.Boolean(string="In Use")
    points = fields.Integer()
    step = fields.Float(string="For Each", digits=(16, 2))
    limit = fields.Integer(string="At Most")

    _step_positive = models.Constraint(
        "CHECK(step > 0)", "Points are given for each of something: more than nothing."
    )

    def _to_weight(self):
        """Return what the rule would be worth.

        :rtype: Weight
        """
        self.ensure_one()
        return self.rule_id._to_weight()._replace(
            points=self.points, step=self.step, limit=self.limit
        )

    def _apply(self):
        """Let the rule be as it is here, where it differs."""
        self.ensure_one()
        values = {
            "active": self.is_used,
            "points": self.points,
            "step": self.step,
            "limit": self.limit,
        }
        changes = {
            name: value for name, value in values.items() if self.rule_id[name] != value
        }
        if changes:
            self.rule_id.write(changes)
