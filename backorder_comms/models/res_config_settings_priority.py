# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for what concerns the priority of a company's orders.
# pylint: disable=consider-merging-classes-inherited
class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    backorder_comms_score_cap = fields.Integer(
        related="company_id.backorder_comms_score_cap", readonly=False
    )
    backorder_rush_approver = fields.Selection(
        related="company_id.backorder_rush_approver", readonly=False, required=True
    )
    backorder_rush_days = fields.Integer(
        related="company_id.backorder_rush_days", readonly=False
    )
