# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class SaleBackorderSubstitute(models.Model):
    """A product that a company offers instead of another one."""

    _name = "sale.backorder.substitute"
    _description = "Substitute"
    _order = "sequence, id"
    _rec_name = "substitute_id"
    _check_company_auto = True

    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Product",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    product_id = fields.Many2one(
        "product.product",
        string="Variant",
        domain="[('product_tmpl_id', '=', product_tmpl_id)]",
        ondelete="cascade",
        check_company=True,
        help="Only this variant has the substitute. Empty: all variants have it.",
    )
    substitute_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("sale_ok", "=", True), ("is_storable", "=", True)],
        check_company=True,
        help="Offered to customers who wait for the product, as long as enough is in "
        "stock that nobody else waits for.",
    )
    both_ways = fields.Boolean(
        help="The product is offered instead of the substitute, too.",
    )
    note = fields.Char(
        string="Note for Customers",
        translate=True,
        help="What customers read beside the offer, such as: same size, other colour.",
    )
    company_id = fields.Many2one(
        "res.company", help="Leave empty to offer it in each company."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _once = models.UniqueIndex(
        "(product_tmpl_id, COALESCE(product_id, 0), substitute_id,"
        " COALESCE(company_id, 0))",
        "This substitute is declared for the product already.",
    )

    @api.constrains("product_tmpl_id", "product_id", "substitute_id")
    def _check_products(self):
        for substitute in self:
            product, template = substitute.product_id, substitute.product_tmpl_id
            if product and product.product_tmpl_id != template:
                raise ValidationError(
                    self.env._("The variant must be one of the product.")
                )
            if substitute.substitute_id in (product or template.product_variant_ids):
                raise ValidationError(
                    self.env._("A product cannot be its own substitute.")
                )

    @api.onchange("product_tmpl_id")
    def _onchange_product_tmpl_id(self):
        if self.product_id.product_tmpl_id != self.product_tmpl_id:
            self.product_id = False

    # === BUSINESS METHODS === #

    @api.model
    def _get_substitutes(self, product, company):
        """Return the products that a company sells instead of one, the best one first.

        :param product.product product:
        :param res.company company:
        :rtype: product.product
        """
        rows = self._load(product, company)[product]
        return product.browse([substitute.id for substitute, _row in rows])

    @api.model
    def _load(self, products, company):
        """Return what a company sells instead of products, the best one first.

        :param product.product products:
        :param res.company company:
        :return: for each product, the substitutes, each with what declares it
        :rtype: dict[product.product, list[tuple]]
        """
        templates = products.product_tmpl_id
        rows = self.search(
            Domain("company_id", "in", [company.id, False])
            & (
                Domain("product_tmpl_id", "in", templates.ids)
                | Domain("both_ways", "=", True)
                & Domain("substitute_id", "in", products.ids)
            )
        )
        found = defaultdict(dict)
        for row in rows:
            originals = row.product_id or row.product_tmpl_id.product_variant_ids
            pairs = [(original, row.substitute_id) for original in originals]
            if row.both_ways:
                pairs += [(row.substitute_id, original) for original in originals]
            for product, substitute in pairs:
                if product in products and substitute._is_backorder_substitute(company):
                    found[product].setdefault(substitute, row)
        return defaultdict(list, {key: [*own.items()] for key, own in found.items()})
