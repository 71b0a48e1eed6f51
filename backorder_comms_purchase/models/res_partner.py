# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    backorder_receipt_count = fields.Integer(
        string="Receipts in the Last Year",
        compute="_compute_backorder_receipt_count",
        groups="purchase.group_purchase_user",
        help="How many receipts the usual lateness is taken from; none if too few.",
    )
    backorder_likely_days = fields.Integer(
        string="Usual Lateness",
        compute="_compute_backorder_receipt_count",
        groups="purchase.group_purchase_user",
        help="By how many days what the vendor delivers usually comes after what was "
        "promised first.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_backorder_receipt_count(self):
        known = self.env["purchase.vendor.lateness"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("product_id", "=", False),
            ]
        )
        by_vendor = known.grouped("partner_id")
        for partner in self:
            lateness = by_vendor.get(partner.commercial_partner_id, known.browse())
            partner.backorder_receipt_count = lateness.receipt_count
            partner.backorder_likely_days = lateness.likely_days
