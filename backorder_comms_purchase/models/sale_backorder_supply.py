# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL


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

    @api.model
    def _update(self, backorders, demands):
        """Override of `backorder_comms` to note whose goods backorders wait for."""
        result = super()._update(backorders, demands)
        backorders.invalidate_recordset(["vendor_id"], flush=False)
        return result

    def _get_update_query(self, backorder_ids, columns):
        """Override of `backorder_comms` to note the vendors on the same way there."""
        query = super()._get_update_query(backorder_ids, columns)
        return SQL("%s; %s", query, self._get_vendor_query(backorder_ids))

    def _get_vendor_query(self, backorder_ids):
        """Return the query that notes who brings the largest part, or brought it."""
        return SQL(
            """
            UPDATE sale_backorder AS backorder
               SET vendor_id = found.vendor_id
              FROM (
                   SELECT DISTINCT ON (looked_at.id)
                          looked_at.id, line.partner_id AS vendor_id
                     FROM UNNEST(%s::int[]) AS looked_at (id)
                     LEFT JOIN sale_backorder_supply AS supply
                       ON supply.backorder_id = looked_at.id
                     LEFT JOIN stock_move AS move ON move.id = supply.move_id
                     LEFT JOIN purchase_order_line AS line
                       ON line.id = move.purchase_line_id
                    ORDER BY looked_at.id, line.partner_id IS NULL,
                             supply.is_arrived, supply.quantity DESC, supply.id
              ) AS found
             WHERE found.id = backorder.id
               AND found.vendor_id IS DISTINCT FROM backorder.vendor_id
            """,
            backorder_ids,
        )
