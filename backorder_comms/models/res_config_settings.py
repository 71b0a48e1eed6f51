# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    backorder_comms_active = fields.Boolean(
        related="company_id.backorder_comms_active", readonly=False
    )
    backorder_comms_threshold = fields.Integer(
        related="company_id.backorder_comms_threshold", readonly=False
    )
    backorder_comms_update_days = fields.Integer(
        related="company_id.backorder_comms_update_days", readonly=False
    )
    backorder_silent_count = fields.Integer(
        string="Customers not told", compute="_compute_backorder_silent_count"
    )

    @api.depends("company_id")
    def _compute_backorder_silent_count(self):
        for settings in self:
            settings.backorder_silent_count = self.env["sale.backorder"].search_count(
                settings.company_id._get_backorder_silent_domain()
            )

    def action_tell_silent_backorders(self):
        """Write to the customers who were waiting before the installation."""
        self.ensure_one()
        self.company_id._tell_silent_backorders()
        return {"type": "ir.actions.client", "tag": "reload"}
