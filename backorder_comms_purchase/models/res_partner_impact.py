# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for each thing that is told of vendors.
# pylint: disable=consider-merging-classes-inherited
class ResPartner(models.Model):
    """Whom a vendor keeps waiting."""

    _inherit = "res.partner"

    backorder_purchase_count = fields.Integer(
        string="Awaited Purchases",
        compute="_compute_backorder_purchase_count",
        groups="purchase.group_purchase_user",
        help="How many lines of this vendor's purchases customers wait for.",
    )

    def _compute_backorder_purchase_count(self):
        groups = self.env["purchase.backorder.impact"]._read_group(
            [("partner_id", "child_of", self.ids)], ["partner_id"], ["__count"]
        )
        for partner in self:
            partner.backorder_purchase_count = sum(
                count
                for vendor, count in groups
                if partner._origin in (vendor, vendor.commercial_partner_id)
            )

    # === ACTIONS === #

    def action_view_backorder_purchases(self):
        """Show what customers wait for from the vendor."""
        self.env["purchase.backorder.impact"].check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "backorder_comms_purchase.purchase_backorder_impact_action"
            ),
            "domain": [("partner_id", "child_of", self.ids)],
        }
