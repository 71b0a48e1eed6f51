# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from math import ceil

from odoo import api, fields, models
from odoo.tools import SQL

from ..logic.prevention import (
    DAYS,
    get_reorder_point,
    get_safety_stock,
    measure_demand,
)

# Once is an accident.
FEWEST_TIMES = 2


class SaleBackorderPrevention(models.Model):
    """A row for each product that customers waited for again and again lately.

    With the evidence, and the reorder rule that it asks for.
    """

    _name = "sale.backorder.prevention"
    _description = "What Keeps Failing"
    _auto = False
    _order = "value desc, id"
    _rec_name = "product_id"
    _depends = {
        "product.product": ["product_tmpl_id"],
        "product.supplierinfo": [
            "company_id",
            "delay",
            "partner_id",
            "product_id",
            "product_tmpl_id",
            "sequence",
        ],
        "sale.backorder": [
            "company_id",
            "due_date",
            "opened_date",
            "opened_quantity",
            "opened_value",
            "partner_id",
            "product_id",
            "shipped_date",
            "warehouse_id",
        ],
        "sale.order": ["date_order", "state", "warehouse_id"],
        "sale.order.line": ["product_id", "product_uom_id", "product_uom_qty"],
        "stock.warehouse.orderpoint": ["location_id", "product_id", "product_min_qty"],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_uom_id = fields.Many2one(related="product_id.uom_id")
    vendor_id = fields.Many2one(
        "res.partner", readonly=True, help="The first vendor of the product."
    )
    lead_days = fields.Integer(
        string="Lead Time",
        aggregator="avg",
        readonly=True,
        help="Days that the first vendor of the product takes. At least one.",
    )
    backorder_count = fields.Integer(
        string="Times", readonly=True, help="Backorders of the last 90 days."
    )
    customer_count = fields.Integer(
        string="Customers", readonly=True, help="How many customers had to wait."
    )
    quantity = fields.Float(
        readonly=True, help="What they waited for, in the product's unit."
    )
    value = fields.Monetary(readonly=True, help="What it is worth, without taxes.")
    late_days = fields.Float(
        string="Days Late",
        aggregator="avg",
        readonly=True,
        help="Days from the due date to the shipment, or to today, on average.",
    )
    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint", string="Reorder Rule", readonly=True
    )
    minimum = fields.Float(
        readonly=True,
        aggregator=None,
        help="Of the reorder rule. 0: there is none.",
    )
    demand = fields.Float(
        readonly=True, aggregator=None, help="What was ordered in 90 days."
    )
    demand_squares = fields.Float(readonly=True, aggregator=None)
    safety_stock = fields.Float(
        compute="_compute_suggestion",
        help="1.645 standard deviations of what is ordered in the lead time: it lasts "
        "in 19 of 20 cases.",
    )
    suggested_minimum = fields.Float(
        string="Suggested",
        compute="_compute_suggestion",
        help="What is ordered in the lead time on average, and the safety stock.",
    )
    is_applied = fields.Boolean(compute="_compute_suggestion")

    @api.depends("demand", "demand_squares", "lead_days", "minimum")
    def _compute_suggestion(self):
        for row in self:
            mean, deviation = measure_demand(DAYS, row.demand, row.demand_squares)
            row.safety_stock = ceil(get_safety_stock(deviation, row.lead_days))
            row.suggested_minimum = ceil(
                get_reorder_point(mean, deviation, row.lead_days)
            )
            row.is_applied = row.minimum >= row.suggested_minimum

    # === ACTIONS === #

    def action_apply(self):
        """Order from now on as suggested, by a new rule or the one that there is.

        A new one waits for a click in Replenishment: nothing is bought by itself.
        """
        for row in self.filtered(lambda one: not one.is_applied):
            minimum = row.suggested_minimum
            rule = row.orderpoint_id
            if rule:
                maximum = max(rule.product_max_qty, minimum)
                rule.write({"product_min_qty": minimum, "product_max_qty": maximum})
            else:
                rule.create(row._prepare_rule(minimum))
        self.invalidate_model()
        return {"type": "ir.actions.act_window_close"}

    def action_view_rules(self):
        """Open core's reorder rules of the product."""
        self.ensure_one()
        return self.product_id.action_view_orderpoints()

    def action_view_backorders(self):
        """Open what speaks for it."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "backorder_comms.sale_backorder_action"
        )
        return {
            **action,
            "domain": [
                ("product_id", "=", self.product_id.id),
                ("warehouse_id", "=", self.warehouse_id.id),
                ("opened_date", ">=", self._get_since()),
            ],
            "context": {},
        }

    # === BUSINESS METHODS === #

    def _prepare_rule(self, minimum):
        return {
            "product_id": self.product_id.id,
            "warehouse_id": self.warehouse_id.id,
            "location_id": self.warehouse_id.lot_stock_id.id,
            "company_id": self.company_id.id,
            "product_min_qty": minimum,
            "product_max_qty": minimum,
            "trigger": "manual",
        }

    @api.model
    def _get_since(self):
        """Return since when backorders and demand are looked at."""
        return fields.Datetime.now() - timedelta(days=DAYS)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT failure.*, vendor.partner_id AS vendor_id,
                   GREATEST(COALESCE(vendor.delay, 1), 1) AS lead_days,
                   rule.id AS orderpoint_id,
                   COALESCE(rule.product_min_qty, 0) AS minimum,
                   COALESCE(demand.total, 0) AS demand,
                   COALESCE(demand.squares, 0) AS demand_squares
              FROM (%s) AS failure
              JOIN product_product AS product ON product.id = failure.product_id
              JOIN stock_warehouse AS warehouse ON warehouse.id = failure.warehouse_id
              LEFT JOIN (%s) AS demand
                ON demand.product_id = failure.product_id
               AND demand.warehouse_id = failure.warehouse_id
              LEFT JOIN LATERAL (
                  SELECT partner_id, delay
                    FROM product_supplierinfo
                   WHERE product_tmpl_id = product.product_tmpl_id
                     AND COALESCE(product_id, product.id) = product.id
                     AND COALESCE(company_id, failure.company_id) = failure.company_id
                ORDER BY sequence, min_qty DESC, price, id
                   LIMIT 1
              ) AS vendor ON TRUE
              LEFT JOIN stock_warehouse_orderpoint AS rule
                ON rule.product_id = failure.product_id
               AND rule.location_id = warehouse.lot_stock_id
               AND rule.company_id = failure.company_id
               AND rule.active
            """,
            self._get_failure_query(),
            self._get_demand_query(),
        )

    def _get_failure_query(self):
        """Return what customers waited for at least so often."""
        return SQL(
            """
            SELECT MIN(id) AS id, product_id, warehouse_id, company_id,
                   COUNT(*) AS backorder_count,
                   COUNT(DISTINCT partner_id) AS customer_count,
                   SUM(opened_quantity) AS quantity, SUM(opened_value) AS value,
                   AVG(GREATEST(0, COALESCE(shipped_date, %s) - due_date))::float8
                       AS late_days
              FROM sale_backorder
             WHERE opened_date >= %s
          GROUP BY product_id, warehouse_id, company_id
            HAVING COUNT(*) >= %s
            """,
            fields.Date.today(),
            self._get_since(),
            FEWEST_TIMES,
        )

    def _get_demand_query(self):
        """Return what was ordered of the products, and the sum of its days' squares."""
        return SQL(
            """
            SELECT product_id, warehouse_id, SUM(quantity) AS total,
                   SUM(quantity * quantity) AS squares
              FROM (
                  SELECT line.product_id, sale.warehouse_id,
                         SUM(line.product_uom_qty * line_unit.factor / unit.factor)
                             AS quantity
                    FROM sale_order_line AS line
                    JOIN sale_order AS sale ON sale.id = line.order_id
                    JOIN product_product AS product ON product.id = line.product_id
                    JOIN product_template AS template
                      ON template.id = product.product_tmpl_id
                    JOIN uom_uom AS unit ON unit.id = template.uom_id
                    JOIN uom_uom AS line_unit ON line_unit.id = line.product_uom_id
                   WHERE sale.state = 'sale' AND sale.date_order >= %s
                GROUP BY line.product_id, sale.warehouse_id, sale.date_order::date
              ) AS day
          GROUP BY product_id, warehouse_id
            """,
            self._get_since(),
        )
