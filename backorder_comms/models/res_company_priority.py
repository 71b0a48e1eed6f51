# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields, models


# A file for what concerns the priority of a company's orders.
# pylint: disable=consider-merging-classes-inherited
class ResCompany(models.Model):
    _inherit = "res.company"

    backorder_comms_score_cap = fields.Integer(
        string="Priority Points at Most",
        default=60,
        help="The priority rules give an order line no more points than this, each "
        "worth a day of waiting. So nobody waits for ever, however many others have "
        "points. The star of an urgent transfer comes on top.",
        groups="base.group_user",
    )

    backorder_rush_approver = fields.Selection(
        selection=[
            ("salesperson", "The Salesperson"),
            ("manager", "A Sales Manager"),
        ],
        string="Who Approves",
        required=True,
        default="salesperson",
        help="Who lets goods go before those of others when a customer asks for it. "
        "What a salesperson asks for himself, a sales manager approves in any case.",
        groups="base.group_user",
    )
    backorder_rush_days = fields.Integer(
        string="A Rush Lasts",
        default=14,
        required=True,
        help="Days after which an approved rush ends, unless another day is set with "
        "it: what did not arrive by then waits in its place again.",
        groups="base.group_user",
    )

    _backorder_rush_days_positive = models.Constraint(
        "CHECK(backorder_rush_days >= 1)", "A rush lasts for one day at least."
    )
    _backorder_comms_score_cap_positive = models.Constraint(
        "CHECK(backorder_comms_score_cap >= 0)",
        "Priority points cannot be limited to less than none.",
    )

    def write(self, vals):
        """Override of `base` to score again what another limit is now for."""
        res = super().write(vals)
        if "backorder_comms_score_cap" in vals:
            self.env["sale.backorder.priority"]._schedule()
        return res

    def _get_rush_end(self):
        """Return the last day of a rush that begins today.

        :rtype: date
        """
        self.ensure_one()
        return self._backorder_today() + timedelta(days=self.backorder_rush_days)
