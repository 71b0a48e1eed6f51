# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

# In Odoo's own words, an average of these is not that of the rows: what a group is made
# of counts by its weight.
WEIGHTED = {
    "unit_rate:avg": "SUM(%(on_time)s) / NULLIF(SUM(%(due)s), 0.0)",
    "order_rate:avg": """
        1.0 - COUNT(DISTINCT %(order)s) FILTER (WHERE %(in_full)s < 1)::float8 / NULLIF(
            COUNT(DISTINCT %(order)s) FILTER (WHERE %(in_full)s IS NOT NULL), 0
        )
    """,
}


class SaleBackorderServiceReport(models.Model):
    """A row for each line of a confirmed order, with what left by its due date.

    A line counts from the day after its due date: what was shipped early does not make
    a month look better than it will be.
    """

    _name = "sale.backorder.service.report"
    _description = "Service Level Report"
    _auto = False
    _order = "due_date desc, id desc"
    _rec_name = "order_id"
    _depends = {
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id", "is_storable", "uom_id"],
        "res.partner": ["tz"],
        "sale.backorder": ["first_promised_date", "order_line_id"],
        "sale.order": [
            "commitment_date",
            "company_id",
            "date_order",
            "partner_id",
            "state",
            "team_id",
            "user_id",
            "warehouse_id",
        ],
        "sale.order.line": [
            "customer_lead",
            "order_id",
            "product_id",
            "product_uom_id",
            "product_uom_qty",
        ],
        "stock.move": ["date", "quantity", "sale_line_id", "state"],
    }

    order_id = fields.Many2one("sale.order", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one(
        "product.category", string="Product Category", readonly=True
    )
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    due_date = fields.Date(
        readonly=True,
        help="The order's delivery date, else the line's lead time after the order.",
    )
    promised_date = fields.Date(
        string="First Promise",
        readonly=True,
        help="The first date that the customer was told or agreed to, else the due "
        "date.",
    )
    ordered_quantity = fields.Float(
        string="Ordered", readonly=True, help="In the product's unit."
    )
    due_quantity = fields.Float(
        string="Due", readonly=True, help="What should have left: its due date passed."
    )
    on_time_quantity = fields.Float(
        string="Left in Time",
        readonly=True,
        help="What of it left for the customer by the due date.",
    )
    line_rate = fields.Float(
        string="Line Fill Rate",
        aggregator="avg",
        readonly=True,
        help="Share of the lines of which everything left by the due date.",
    )
    unit_rate = fields.Float(
        string="Unit Fill Rate",
        aggregator="avg",
        readonly=True,
        help="Share of the ordered quantity that left by the due date.",
    )
    in_full_rate = fields.Float(
        string="Lines On Time in Full",
        aggregator="avg",
        readonly=True,
        help="Share of the lines of which everything left by the first promise: what "
        "was late, but as announced, is on time here.",
    )
    order_rate = fields.Float(
        string="Orders On Time in Full",
        aggregator="avg",
        readonly=True,
        help="Share of the orders of which each line that is looked at left in full by "
        "the first promise.",
    )

    def _read_group_select(self, aggregate_spec, query):
        """Override of the ORM to weigh lines by their quantity, or by their order."""
        if aggregate_spec not in WEIGHTED:
            return super()._read_group_select(aggregate_spec, query)
        names = {
            "due": "due_quantity",
            "on_time": "on_time_quantity",
            "order": "order_id",
            "in_full": "in_full_rate",
        }
        return SQL(
            WEIGHTED[aggregate_spec],
            **{
                key: self._field_to_sql(self._table, name, query)
                for key, name in names.items()
                if f"%({key})s" in WEIGHTED[aggregate_spec]
            },
        )

    @property
    def _table_query(self):
        return SQL(
            "SELECT %s FROM %s %s WHERE %s",
            self._get_columns(),
            self._get_tables(),
            self._get_days(),
            self._get_condition(),
        )

    def _get_columns(self):
        """Return the columns of the report, for other apps to extend."""
        return SQL(
            """
            line.id, line.order_id, sale.partner_id, line.product_id, template.categ_id,
            sale.user_id, sale.team_id, sale.warehouse_id, sale.company_id,
            day.due AS due_date, COALESCE(promise.date, day.due) AS promised_date,
            asked.quantity AS ordered_quantity,
            CASE WHEN day.due < day.today THEN asked.quantity END AS due_quantity,
            CASE WHEN day.due < day.today
                 THEN LEAST(COALESCE(shipped.on_time, 0), asked.quantity)
            END AS on_time_quantity,
            CASE WHEN day.due < day.today
                 THEN (COALESCE(shipped.on_time, 0) >= asked.enough)::int::float8
            END AS line_rate,
            CASE WHEN day.due < day.today
                 THEN LEAST(COALESCE(shipped.on_time, 0) / asked.quantity, 1.0)
            END AS unit_rate,
            CASE WHEN COALESCE(promise.date, day.due) < day.today
                 THEN (COALESCE(shipped.as_promised, 0) >= asked.enough)::int::float8
            END AS in_full_rate,
            CASE WHEN COALESCE(promise.date, day.due) < day.today
                 THEN (COALESCE(shipped.as_promised, 0) >= asked.enough)::int::float8
            END AS order_rate
            """
        )

    def _get_tables(self):
        """Return the tables of the report, for other apps to extend."""
        return SQL(
            """
            sale_order_line AS line
            JOIN sale_order AS sale ON sale.id = line.order_id
            JOIN res_company AS company ON company.id = sale.company_id
            JOIN res_partner AS owner ON owner.id = company.partner_id
            JOIN product_product AS product ON product.id = line.product_id
            JOIN product_template AS template ON template.id = product.product_tmpl_id
            JOIN uom_uom AS unit ON unit.id = template.uom_id
            JOIN uom_uom AS line_unit ON line_unit.id = line.product_uom_id
            LEFT JOIN (
                SELECT order_line_id, MIN(first_promised_date) AS date
                  FROM sale_backorder
              GROUP BY order_line_id
            ) AS promise ON promise.order_line_id = line.id
            """
        )

    def _get_days(self):
        """Return what is worked out for each line, in the company's time zone."""
        return SQL(
            """
            CROSS JOIN LATERAL (
                SELECT %(due)s AS due, %(today)s AS today
            ) AS day
            CROSS JOIN LATERAL (
                SELECT line.product_uom_qty * unit_ratio.factor AS quantity,
                       line.product_uom_qty * unit_ratio.factor - 1e-6 AS enough
                  FROM (SELECT line_unit.factor / unit.factor) AS unit_ratio(factor)
            ) AS asked
            LEFT JOIN LATERAL (
                SELECT SUM(quantity) FILTER (WHERE left_on <= day.due) AS on_time,
                       SUM(quantity) FILTER (
                           WHERE left_on <= COALESCE(promise.date, day.due)
                       ) AS as_promised
                  FROM (
                      SELECT move.quantity * move_unit.factor / unit.factor AS quantity,
                             %(left_on)s AS left_on
                        FROM stock_move AS move
                        JOIN uom_uom AS move_unit ON move_unit.id = move.product_uom
                       WHERE move.sale_line_id = line.id
                         AND move.product_id = line.product_id
                         AND %(is_shipped)s
                  ) AS shipment
            ) AS shipped ON TRUE
            """,
            due=self._to_day(
                SQL(
                    "COALESCE(sale.commitment_date, sale.date_order"
                    " + COALESCE(line.customer_lead, 0) * INTERVAL '1 day')"
                )
            ),
            today=self._to_day(SQL("%s::timestamp", fields.Datetime.now())),
            left_on=self._to_day(SQL("move.date")),
            is_shipped=self.env["stock.move"]._get_backorder_shipped_condition(),
        )

    def _to_day(self, moment):
        """Return the day of a moment, in UTC, where the company is."""
        return SQL(
            "(((%s) AT TIME ZONE 'UTC') AT TIME ZONE COALESCE(owner.tz, 'UTC'))::date",
            moment,
        )

    def _get_condition(self):
        return SQL(
            """
            sale.state = 'sale'
            AND line.display_type IS NULL
            AND line.product_uom_qty > 0
            AND template.is_storable
            """
        )
