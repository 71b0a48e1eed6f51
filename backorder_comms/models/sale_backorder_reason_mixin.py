# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleBackorderReasonMixin(models.AbstractModel):
    """What a wizard asks why goods are late with, where the company wants to know."""

    _name = "sale.backorder.reason.mixin"
    _description = "Ask Why Goods Are Late"

    is_reason_required = fields.Boolean(compute="_compute_is_reason_required")
    late_reason_id = fields.Many2one(
        "sale.backorder.reason",
        string="Why It Is Late",
        compute="_compute_late_reason_id",
        store=True,
        readonly=False,
        help="The customer reads its words, not its name.",
    )

    @api.depends(lambda self: self._get_late_fields())
    def _compute_is_reason_required(self):
        for wizard in self:
            companies = wizard._get_late_backorders().company_id
            wizard.is_reason_required = any(
                companies.mapped("backorder_reason_required")
            )

    @api.depends(lambda self: self._get_late_fields())
    def _compute_late_reason_id(self):
        """Fill in what was found: whoever agrees has nothing to do."""
        for wizard in self:
            reasons = wizard._get_late_backorders().reason_id
            wizard.late_reason_id = reasons if len(reasons) == 1 else False

    # === BUSINESS METHODS === #

    @api.model
    def _get_late_fields(self):
        """Return the fields that decide what it is about: for each to say.

        :rtype: list[str]
        """
        return []

    def _get_late_backorders(self):
        """Return what waits of that which the wizard is about: for each to say.

        :rtype: sale.backorder
        """
        return self.env["sale.backorder"]

    def _keep_reason(self):
        """Keep the reason that was chosen.

        :raise UserError: if there is none and the company wants one
        """
        self.ensure_one()
        if not self.is_reason_required:
            return
        if not self.late_reason_id:
            raise UserError(self.env._("Say why it is late."))
        self._get_late_backorders().filtered(
            lambda backorder: backorder.reason_id != self.late_reason_id
        ).reason_id = self.late_reason_id
