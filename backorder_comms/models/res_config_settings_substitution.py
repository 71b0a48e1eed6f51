# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for what a company offers instead of what is missing.
# pylint: disable=consider-merging-classes-inherited
class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    backorder_comms_substitute_price = fields.Selection(
        related="company_id.backorder_comms_substitute_price",
        readonly=False,
        required=True,
    )
