# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from .sale_order import BACKORDER_GROUPS


class ProductTemplate(models.Model):
    _inherit = "product.template"

    backorder_substitute_ids = fields.One2many(
        "sale.backorder.substitute",
        "product_tmpl_id",
        string="Substitutes",
        groups=BACKORDER_GROUPS,
        help="What customers are offered instead, as long as it is in stock.",
    )
    backorder_no_cancel = fields.Boolean(
        string="Customers Cannot Cancel It",
        help="Customers who wait for it cannot cancel it by themselves: it is made to "
        "their order, say, or nobody else would buy it.",
        groups="base.group_user",
    )
