# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class SaleBackorderAgreement(models.TransientModel):
    """Why the goods are late, by whoever promises a date by hand."""

    _name = "sale.backorder.agreement"
    _inherit = ["sale.backorder.agreement", "sale.backorder.reason.mixin"]

    @api.model
    def _get_late_fields(self):
        """Override of the mixin."""
        return ["backorder_ids"]

    def _get_late_backorders(self):
        """Override of the mixin: those that the date is promised for."""
        return self.backorder_ids

    def action_confirm(self):
        """Extend to keep the reason, too, once the date is promised."""
        res = super().action_confirm()
        self._keep_reason()
        return res
