# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    backorder_comms_count_requests = fields.Boolean(
        related="company_id.backorder_comms_count_requests", readonly=False
    )
    backorder_comms_vendor_lateness = fields.Boolean(
        related="company_id.backorder_comms_vendor_lateness", readonly=False
    )
    backorder_comms_tell_dropships = fields.Boolean(
        related="company_id.backorder_comms_tell_dropships", readonly=False
    )
