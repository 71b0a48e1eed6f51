# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for who decides how goods are shipped.
# pylint: disable=consider-merging-classes-inherited
class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    backorder_comms_choose_shipping = fields.Boolean(
        related="company_id.backorder_comms_choose_shipping", readonly=False
    )
