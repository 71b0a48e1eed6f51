# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from .sale_order import BACKORDER_GROUPS


# A file for what a product is, another one for who waits for it.
# pylint: disable=consider-merging-classes-inherited
class ProductProduct(models.Model):
    """Who waits for a product, and how much is missing."""

    _inherit = "product.product"

    backorder_waiting_quantity = fields.Float(
        string="Customers Wait For",
        compute="_compute_backorder_waiting_quantity",
        digits="Product Unit",
        groups=BACKORDER_GROUPS,
        help="What is not in stock of confirmed orders, in the product's unit.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_backorder_waiting_quantity(self):
        rows = self.env["sale.backorder"]._read_group(
            [("state", "=", "waiting"), ("product_id", "in", self.ids)],
            ["product_id", "order_line_id.product_uom_id"],
            ["quantity:sum"],
        )
        self.backorder_waiting_quantity = 0.0
        for product, unit, quantity in rows:
            product.backorder_waiting_quantity += unit._compute_quantity(
                quantity, product.uom_id, round=False
            )

    def action_view_backorders(self):
        """Show who waits for the products, in the order in which they get them.

        :raise AccessError: unless the user may read backorders
        """
        self.env["sale.backorder"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "backorder_comms.sale_backorder_action"
        )
        action["domain"] = [("product_id", "in", self.ids)]
        return action


# pylint: disable=consider-merging-classes-inherited
class ProductTemplate(models.Model):
    """The same for all variants together."""

    _inherit = "product.template"

    backorder_waiting_quantity = fields.Float(
        string="Customers Wait For",
        compute="_compute_backorder_waiting_quantity",
        digits="Product Unit",
        groups=BACKORDER_GROUPS,
        help="What is not in stock of confirmed orders, in the product's unit.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_backorder_waiting_quantity(self):
        for template in self:
            template.backorder_waiting_quantity = sum(
                template.with_context(active_test=False).product_variant_ids.mapped(
                    "backorder_waiting_quantity"
                )
            )

    def action_view_backorders(self):
        """Show who waits for any variant of the products."""
        variants = self.with_context(active_test=False).product_variant_ids
        return variants.action_view_backorders()
