# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class SaleBackorderDecide(models.TransientModel):
    """Why the goods are late, by whoever decides for the customer."""

    _name = "sale.backorder.decide"
    _inherit = ["sale.backorder.decide", "sale.backorder.reason.mixin"]

    @api.model
    def _get_late_fields(self):
        """Override of the mixin."""
        return ["order_id", "topic_id"]

    def _get_late_backorders(self):
        """Override of the mixin: of the line, or of the order."""
        line = self.topic_id.order_line_id
        return self.order_id._get_open_backorders().filtered(
            lambda backorder: (
                backorder.state == "waiting"
                and (not line or backorder.order_line_id == line)
            )
        )

    def _decide(self):
        """Extend to keep the reason, too."""
        self._keep_reason()
        return super()._decide()
