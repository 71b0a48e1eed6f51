# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class SaleBackorderSupply(models.Model):
    _inherit = "sale.backorder.supply"

    move_id = fields.Many2one(
        groups="stock.group_stock_user,purchase.group_purchase_user"
    )
    purchase_line_id = fields.Many2one(
        related="move_id.purchase_line_id", groups="purchase.group_purchase_user"
    )
    purchase_order_id = fields.Many2one(
        related="move_id.purchase_line_id.order_id",
        string="Purchase Order",
        groups="purchase.group_purchase_user",
    )
    vendor_id = fields.Many2one(
        related="move_id.purchase_line_id.order_id.partner_id",
        string="Vendor",
        groups="purchase.group_purchase_user",
    )

    def _get_documents(self):
        """Override of `backorder_comms` to show the purchase to buyers."""
        documents = super()._get_documents()
        if self.env.user.has_group("purchase.group_purchase_user"):
            return [self.move_id.purchase_line_id.order_id, *documents]
        return documents

    def _get_kind(self):
        """Override of `backorder_comms` to tell what is bought, but not from whom."""
        if self.sudo().move_id.purchase_line_id:
            return self.env._("Purchase")
        return super()._get_kind()
