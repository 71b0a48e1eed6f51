# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from .res_partner_shipping import DELIVERY_POLICIES, POLICY_HELP


class ResPartnerCategory(models.Model):
    """What applies to a segment of customers, but for those with terms of their own."""

    _inherit = "res.partner.category"

    backorder_delivery_policy = fields.Selection(
        selection=DELIVERY_POLICIES,
        string="Missing Goods",
        help=f"{POLICY_HELP} For contacts with this tag who do not say it themselves.",
        groups="base.group_user",
    )
    backorder_cancel_days = fields.Integer(
        string="Days Until Cancelled",
        help="After the due date. 0: what has not left on its due date is cancelled.",
        groups="base.group_user",
    )

    _backorder_cancel_days_positive = models.Constraint(
        "CHECK(backorder_cancel_days >= 0)",
        "Goods cannot be cancelled before they are due.",
    )
