# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# Settings of one topic, beside those of the others.
# pylint: disable=consider-merging-classes-inherited
class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    backorder_reason_required = fields.Boolean(
        related="company_id.backorder_reason_required", readonly=False
    )
