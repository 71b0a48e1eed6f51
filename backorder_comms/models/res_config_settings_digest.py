# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for each thing that a company decides.
# pylint: disable=consider-merging-classes-inherited
class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    backorder_digest = fields.Boolean(
        related="company_id.backorder_digest", readonly=False
    )
    backorder_digest_channel_id = fields.Many2one(
        related="company_id.backorder_digest_channel_id", readonly=False
    )
