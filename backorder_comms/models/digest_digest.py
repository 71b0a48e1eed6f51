# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class DigestDigest(models.Model):
    _inherit = "digest.digest"

    kpi_backorder_waiting = fields.Boolean("Orders That Had to Wait")
    kpi_backorder_waiting_value = fields.Integer(
        compute="_compute_kpi_backorder_waiting_value"
    )
    kpi_backorder_kept = fields.Boolean("Promises Kept (%)")
    kpi_backorder_kept_value = fields.Float(compute="_compute_kpi_backorder_kept_value")
    kpi_backorder_notice = fields.Boolean("Minutes to First Notice")
    kpi_backorder_notice_value = fields.Float(
        compute="_compute_kpi_backorder_notice_value"
    )

    def _compute_kpi_backorder_waiting_value(self):
        self._compute_backorder_kpi("waiting", "opened_date", "order_id:count_distinct")

    def _compute_kpi_backorder_kept_value(self):
        self._compute_backorder_kpi("kept", "closed_date", "kept_rate:avg", 100)

    def _compute_kpi_backorder_notice_value(self):
        self._compute_backorder_kpi("notice", "opened_date", "notice_minutes:avg")

    def _compute_backorder_kpi(self, name, date_field, aggregate, factor=1):
        """Compute a figure of the backorders that began, or ended, in the time."""
        if not self.env.user.has_group("sales_team.group_sale_salesman_all_leads"):
            raise AccessError(
                self.env._("Backorder figures are for people who see all orders.")
            )
        start, end, companies = self._get_kpi_compute_parameters()
        figures = dict(
            self.env["sale.backorder.report"]._read_group(
                Domain("company_id", "in", companies.ids)
                & Domain(date_field, ">=", start)
                & Domain(date_field, "<", end),
                ["company_id"],
                [aggregate],
            )
        )
        for digest in self:
            company = digest.company_id or self.env.company
            value = figures.get(company) or 0
            digest[f"kpi_backorder_{name}_value"] = factor * value

    def _compute_kpis_actions(self, company, user):
        """Override of `digest` to open the report behind the figures."""
        actions = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("sale.sale_menu_root").id
        action = f"backorder_comms.sale_backorder_report_action?menu_id={menu}"
        names = ("waiting", "kept", "notice")
        return actions | {f"kpi_backorder_{name}": action for name in names}
