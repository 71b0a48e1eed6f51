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
    backorder_comms_threshold_share = fields.Integer(
        related="company_id.backorder_comms_threshold_share", readonly=False
    )
    backorder_comms_settle_minutes = fields.Integer(
        related="company_id.backorder_comms_settle_minutes", readonly=False
    )
    backorder_comms_update_days = fields.Integer(
        related="company_id.backorder_comms_update_days", readonly=False
    )
    backorder_comms_policy_url = fields.Char(
        related="company_id.backorder_comms_policy_url", readonly=False
    )
    backorder_comms_retry_hours = fields.Integer(
        related="company_id.backorder_comms_retry_hours", readonly=False
    )
    backorder_comms_hourly_limit = fields.Integer(
        related="company_id.backorder_comms_hourly_limit", readonly=False
    )
    backorder_comms_urgent_days = fields.Integer(
        related="company_id.backorder_comms_urgent_days", readonly=False
    )
    backorder_comms_ahead_days = fields.Integer(
        related="company_id.backorder_comms_ahead_days", readonly=False
    )
    backorder_comms_release_incomplete = fields.Boolean(
        related="company_id.backorder_comms_release_incomplete", readonly=False
    )
    backorder_comms_recipient = fields.Selection(
        related="company_id.backorder_comms_recipient", readonly=False, required=True
    )
    backorder_comms_channel = fields.Selection(
        related="company_id.backorder_comms_channel", readonly=False, required=True
    )
    backorder_comms_quiet_from = fields.Float(
        related="company_id.backorder_comms_quiet_from", readonly=False
    )
    backorder_comms_quiet_to = fields.Float(
        related="company_id.backorder_comms_quiet_to", readonly=False
    )
    backorder_comms_quiet_essential = fields.Boolean(
        related="company_id.backorder_comms_quiet_essential", readonly=False
    )
    backorder_comms_status_days = fields.Integer(
        related="company_id.backorder_comms_status_days", readonly=False
    )
    backorder_comms_retention_months = fields.Integer(
        related="company_id.backorder_comms_retention_months", readonly=False
    )
    backorder_silent_count = fields.Integer(
        string="Orders Not Told About", compute="_compute_backorder_silent_count"
    )

    backorder_outbox_held = fields.Boolean(
        string="Messages Held Back", compute="_compute_backorder_outbox_held"
    )

    @api.depends("company_id")
    def _compute_backorder_outbox_held(self):
        self.backorder_outbox_held = self.env["sale.backorder.outbox"]._is_held()

    @api.depends("company_id")
    def _compute_backorder_silent_count(self):
        for settings in self:
            domain = settings.company_id._get_backorder_silent_domain()
            [(settings.backorder_silent_count,)] = self.env[
                "sale.backorder"
            ]._read_group(domain, aggregates=["order_id:count_distinct"])

    def action_view_backorder_outbox(self):
        """Show why nothing is sent, and let the administrator decide."""
        return self.env["sale.backorder.outbox"].search([], limit=1)._get_action()

    def action_view_silent_backorders(self):
        """Show whom `action_tell_silent_backorders` is about."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "backorder_comms.sale_backorder_action"
        )
        action["domain"] = self.company_id._get_backorder_silent_domain()
        action["context"] = {"search_default_group_by_order": 1}
        return action

    def action_tell_silent_backorders(self):
        """Write to the customers who were waiting before the installation."""
        self.ensure_one()
        self.company_id._tell_silent_backorders()
        return {"type": "ir.actions.client", "tag": "reload"}
