# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def write(self, vals):
        """Override of `purchase` to keep what is promised on confirmation."""
        res = super().write(vals)
        if "state" in vals:
            self.order_line._notice_backorder_requests()
        if vals.get("state") == "purchase":
            self.order_line._keep_backorder_promise()
        return res
