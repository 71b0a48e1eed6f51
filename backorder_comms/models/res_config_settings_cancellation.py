# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for each topic of the settings.
# pylint: disable=consider-merging-classes-inherited
class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    backorder_cancel_until = fields.Selection(
        related="company_id.backorder_cancel_until", readonly=False, required=True
    )
    backorder_cancel_days = fields.Integer(
        related="company_id.backorder_cancel_days", readonly=False
    )
    backorder_cancel_mto = fields.Boolean(
        related="company_id.backorder_cancel_mto", readonly=False
    )
    backorder_cancel_money = fields.Selection(
        related="company_id.backorder_cancel_money", readonly=False, required=True
    )
    backorder_cancel_refund_days = fields.Integer(
        related="company_id.backorder_cancel_refund_days", readonly=False
    )
    backorder_cancel_policy = fields.Text(
        related="company_id.backorder_cancel_policy", readonly=False
    )
    backorder_return_days = fields.Integer(
        related="company_id.backorder_return_days", readonly=False
    )
