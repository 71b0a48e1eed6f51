# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, ormcache
from odoo.tools.misc import formatLang

from ..logic.limits import find_excesses

# What is limited together, as columns of the query for what waits already.
GROUPS = {
    "customer": SQL("customer.commercial_partner_id"),
    "product": SQL("backorder.product_id"),
}


class SaleBackorderLimit(models.Model):
    """How much may wait for goods at a time, and what happens beyond that."""

    _name = "sale.backorder.limit"
    _description = "Backorder Limit"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Leave empty to apply the limit in each company, to what waits there.",
    )
    scope = fields.Selection(
        selection=[
            ("order", "Order"),
            ("customer", "Customer"),
            ("product", "Product"),
        ],
        string="Limit Per",
        required=True,
        default="order",
        help="Per customer and per product, what waits already counts, too. The "
        "contacts of a company are one customer.",
    )
    measure = fields.Selection(
        selection=[("quantity", "Quantity"), ("value", "Value")],
        required=True,
        default="quantity",
        help="Quantities are in the units of the products, values without taxes and in "
        "the currency of the order's company.",
    )
    maximum = fields.Float(
        digits=(16, 2), required=True, help="What may wait at a time at most."
    )
    policy = fields.Selection(
        selection=[("warn", "Warn"), ("refuse", "Refuse")],
        required=True,
        default="warn",
        help="Warn: whoever confirms an order is asked first. Refuse: only a sales "
        "manager can confirm it. An order that a customer signs or pays online is "
        "neither held up nor refused: its salesperson is asked to look at it.",
    )
    partner_category_ids = fields.Many2many(
        "res.partner.category",
        string="Customers Tagged",
        help="Only what customers with any of these tags wait for. Empty: all.",
    )
    product_ids = fields.Many2many(
        "product.product",
        string="Products",
        domain=[("is_storable", "=", True)],
        help="Only these products, and those of the categories. Both empty: all.",
    )
    product_category_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="Only products of these categories or of those below them, and the "
        "products chosen. Both empty: all.",
    )

    _maximum_positive = models.Constraint(
        "CHECK(maximum >= 0)", "What may wait at most cannot be negative."
    )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of the ORM to notice the first limit."""
        self.env.registry.clear_cache("stable")
        return super().create(vals_list)

    def write(self, vals):
        """Override of the ORM to notice that limits begin or cease to apply."""
        self.env.registry.clear_cache("stable")
        return super().write(vals)

    def unlink(self):
        """Override of the ORM to notice that the last limit is gone."""
        self.env.registry.clear_cache("stable")
        return super().unlink()

    # === BUSINESS METHODS === #

    @api.model
    @ormcache(cache="stable")
    def _is_anything_limited(self):
        """Tell whether there is any limit, so that others do not pay for it."""
        return bool(self.sudo().search_count([], limit=1))

    @api.model
    def _get_for_companies(self, companies):
        return self.search([("company_id", "in", [*companies.ids, False])])

    def _find_excesses(self, missing):
        """Return what goes beyond this limit.

        :param list[Missing] missing: by order line
        :rtype: list[Excess]
        """
        self.ensure_one()
        lines = self.env["sale.order.line"].union(
            *(piece.line.record for piece in missing)
        )
        limited = lines.filtered_domain(self._get_line_domain())
        return find_excesses(
            [piece for piece in missing if piece.line.record in limited],
            self._get_group,
            self.measure,
            self._get_waiting(limited) if limited and self.scope in GROUPS else {},
            self.maximum,
        )

    def _describe(self, excess):
        """Say in words what goes beyond the limit: which product, how much is free.

        :param Excess excess:
        :rtype: str
        """
        self.ensure_one()
        company = excess.missing[0].line.record.company_id
        head = self.env._(
            "%(limit)s: %(total)s would wait, at most %(maximum)s may.",
            limit=self.name,
            total=self._format_measure(excess.total, company),
            maximum=self._format_measure(self.maximum, company),
        )
        return "\n".join([head, *map(self._describe_missing, excess.missing)])

    def _describe_missing(self, missing):
        line = missing.line.record
        return self.env._(
            "- %(product)s (%(order)s): %(ordered)s %(unit)s ordered, %(free)s free",
            product=line.product_id.display_name,
            order=line.order_id.name,
            ordered=self._format_quantity(missing.line.ordered),
            unit=line.product_id.uom_id.name,
            free=self._format_quantity(missing.free),
        )

    def _format_measure(self, amount, company):
        if self.measure == "value":
            return formatLang(self.env, amount, currency_obj=company.currency_id)
        return self._format_quantity(amount)

    def _format_quantity(self, quantity):
        return self.env["sale.backorder.content"]._format_quantity(quantity)

    def _get_group(self, line):
        """Return what is limited together with an order line."""
        if self.scope == "order":
            return line.order_id
        if self.scope == "customer":
            owner = line.order_id.partner_id.commercial_partner_id
        else:
            owner = line.product_id
        return (line.company_id.id, owner.id)

    def _get_line_domain(self):
        """Return which order lines, waiting or not, the limit is about."""
        domain = Domain.TRUE
        if self.company_id:
            domain &= Domain("company_id", "=", self.company_id.id)
        if self.partner_category_ids:
            domain &= Domain(
                "order_id.partner_id.commercial_partner_id.category_id",
                "in",
                self.partner_category_ids.ids,
            )
        if self.product_ids or self.product_category_ids:
            domain &= Domain("product_id", "in", self.product_ids.ids) | Domain(
                "product_id.categ_id", "child_of", self.product_category_ids.ids
            )
        return domain

    def _get_waiting(self, lines):
        """Return how much waits already of what the lines are limited with.

        :rtype: dict[tuple, float]
        """
        backorders = self.env["sale.backorder"]
        customers = lines.order_id.partner_id.commercial_partner_id
        owners = (
            Domain("partner_id.commercial_partner_id", "in", customers.ids)
            if self.scope == "customer"
            else Domain("product_id", "in", lines.product_id.ids)
        )
        query = backorders._search(
            Domain("state", "=", "waiting")
            & Domain("company_id", "in", lines.company_id.ids)
            & owners
            & Domain("order_line_id", "any", self._get_line_domain())
        )
        rows = self.env.execute_query(self._get_waiting_query(query.subselect()))
        return {
            (company, owner): quantity if self.measure == "quantity" else value
            for company, owner, quantity, value in rows
        }

    def _get_waiting_query(self, backorder_ids):
        """Return the SQL that sums up backorders: company, owner, quantity, value."""
        self.env["sale.backorder"].flush_model(["quantity"])
        self.env["sale.order.line"].flush_model(["price_reduce_taxexcl"])
        return SQL(
            """
            SELECT backorder.company_id, %(owner)s,
                   SUM(backorder.quantity * line_unit.factor / unit.factor),
                   SUM(backorder.quantity * line.price_reduce_taxexcl
                       / COALESCE(NULLIF(sale.currency_rate, 0), 1))
              FROM sale_backorder backorder
              JOIN sale_order_line line ON line.id = backorder.order_line_id
              JOIN sale_order sale ON sale.id = line.order_id
              JOIN res_partner customer ON customer.id = sale.partner_id
              JOIN product_product product ON product.id = backorder.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom unit ON unit.id = template.uom_id
              JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
             WHERE backorder.id IN %(ids)s
          GROUP BY 1, 2
            """,
            owner=GROUPS[self.scope],
            ids=backorder_ids,
        )
