# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from .sale_backorder import OPEN_STATES
from .sale_order import BACKORDER_GROUPS


# A file for what a contact prefers, another one for what it waits for.
# pylint: disable=consider-merging-classes-inherited
class ResPartner(models.Model):
    """What a customer waits for, and how we kept our word to him so far."""

    _inherit = "res.partner"

    backorder_open_count = fields.Integer(
        string="Backorders",
        compute="_compute_backorder_record",
        groups=BACKORDER_GROUPS,
        help="Order lines that wait, of the contact and all of its company's others.",
    )
    backorder_kept_rate = fields.Float(
        string="Promises Kept",
        compute="_compute_backorder_record",
        groups=BACKORDER_GROUPS,
        help="Of what was shipped and had a promised date, the share that left by the "
        "last one. -1: none yet.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_backorder_record(self):
        for partner in self:
            rows = self.env["sale.backorder"]._read_group(
                [("partner_id", "child_of", partner.commercial_partner_id.ids)],
                ["state", "promise_state"],
                ["__count"],
            )
            fates = [fate for _state, fate, count in rows for _each in range(count)]
            judged = [fate for fate in fates if fate in ("kept", "broken")]
            partner.backorder_open_count = sum(
                count for state, _fate, count in rows if state in OPEN_STATES
            )
            partner.backorder_kept_rate = (
                judged.count("kept") / len(judged) if judged else -1
            )

    def action_view_backorders(self):
        """Show what the contact and all of its company's others wait or waited for.

        :raise AccessError: unless the user may read backorders
        """
        self.env["sale.backorder"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "backorder_comms.sale_backorder_action"
        )
        action["domain"] = [("partner_id", "child_of", self.commercial_partner_id.ids)]
        return action
