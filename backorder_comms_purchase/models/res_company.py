# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models, tools


class ResCompany(models.Model):
    """How far the words of vendors are trusted."""

    _inherit = "res.company"

    backorder_comms_count_requests = fields.Boolean(
        string="Count on Requests for Quotation",
        help="What is on a request for quotation counts as ordered soon: customers are "
        "told a range of days, wider by the margin of the warehouse, as if it were "
        "confirmed today.",
        groups="base.group_user",
    )
    backorder_comms_vendor_lateness = fields.Boolean(
        string="Count on Vendors' Usual Lateness",
        help="Goods on order are expected as late after the vendor's first promise as "
        "the receipts of the last year usually were; customers are told a range of "
        "days. The dates of all that is on order move when this is switched on: "
        "customers hear of those that move far enough.",
        groups="base.group_user",
    )
    backorder_comms_tell_dropships = fields.Boolean(
        string="Tell of What Vendors Ship",
        help="Customers hear of goods that a vendor sends them directly, from when the "
        "purchase is confirmed. Who was told once hears how it goes on in any case.",
        groups="base.group_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache("stable")
        return super().create(vals_list)

    def write(self, vals):
        if "backorder_comms_count_requests" in vals:
            self.env.registry.clear_cache("stable")
        return super().write(vals)

    @api.model
    @tools.ormcache(cache="stable")
    def _is_counting_on_requests(self):
        """Tell whether any company counts on requests for quotation."""
        domain = [("backorder_comms_count_requests", "=", True)]
        return bool(self.sudo().search_count(domain, limit=1))
