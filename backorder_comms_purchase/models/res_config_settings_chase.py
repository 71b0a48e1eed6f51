# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for each thing that it does.
# pylint: disable=consider-merging-classes-inherited
class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    backorder_chase_mail = fields.Boolean(
        related="company_id.backorder_chase_mail", readonly=False
    )
    backorder_chase_unawaited = fields.Boolean(
        related="company_id.backorder_chase_unawaited", readonly=False
    )
