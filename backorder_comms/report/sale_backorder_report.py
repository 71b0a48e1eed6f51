# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

from ..models.sale_backorder_record import PROMISE_STATES


class SaleBackorderReport(models.Model):
    """A row for each backorder there ever was, with what a manager asks about it.

    Each table is joined by a key that is unique in it, and never needed to tell which
    rows there are: PostgreSQL leaves out those that a question does not ask for.
    """

    _name = "sale.backorder.report"
    _description = "Backorder Report"
    _auto = False
    _order = "opened_date desc, id desc"
    _rec_name = "order_id"
    _depends = {
        "sale.backorder": [
            "closed_date",
            "company_id",
            "first_promise_state",
            "first_promised_date",
            "first_told_date",
            "is_told_first",
            "opened_date",
            "opened_quantity",
            "opened_value",
            "order_id",
            "partner_id",
            "product_id",
            "promise_count",
            "promise_state",
            "reason_id",
            "shipped_date",
            "state",
            "user_id",
            "warehouse_id",
        ],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "res.company": ["currency_id"],
        "res.partner": ["category_id", "commercial_partner_id"],
        "sale.backorder.decision": ["asked_date", "order_line_id", "origin", "state"],
        "sale.order": ["team_id"],
    }

    order_id = fields.Many2one("sale.order", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    segment_id = fields.Many2one(
        "res.partner.category",
        string="Customer Segment",
        readonly=True,
        help="The first tag of the customer's company: that which was created first.",
    )
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one(
        "product.category", string="Product Category", readonly=True
    )
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    reason_id = fields.Many2one("sale.backorder.reason", readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env["sale.backorder"]._fields["state"].selection,
        readonly=True,
    )
    promise_state = fields.Selection(
        selection=PROMISE_STATES, string="Promise", readonly=True
    )
    opened_date = fields.Datetime(string="Began On", readonly=True)
    closed_date = fields.Datetime(string="Ended On", readonly=True)
    first_told_date = fields.Datetime(string="First Told", readonly=True)
    quantity = fields.Float(
        readonly=True,
        help="What was missing when the backorder began, in the product's unit.",
    )
    value = fields.Monetary(
        readonly=True,
        help="What the customer pays for it, without taxes, in the company's currency.",
    )
    age_days = fields.Float(
        string="Age (Days)",
        aggregator="avg",
        readonly=True,
        help="Days from its beginning to its end, or to now as long as it is open.",
    )
    late_days = fields.Float(
        string="Days Late",
        aggregator="avg",
        readonly=True,
        help="Days from the first date that the customer was told to the one on which "
        "the last piece left, or to now as long as it is open. 0 when it was not late; "
        "those that were never told a date, or cancelled, do not count.",
    )
    kept_rate = fields.Float(
        string="Promises Kept",
        aggregator="avg",
        readonly=True,
        help="Share of those that were shipped by the last date that the customer was "
        "told. Those without a date, still open or cancelled do not count.",
    )
    first_kept_rate = fields.Float(
        string="First Promises Kept",
        aggregator="avg",
        readonly=True,
        help="The same against the first date that the customer was told.",
    )
    revision_count = fields.Float(
        string="Revisions",
        aggregator="avg",
        readonly=True,
        help="How many other dates the customer was told after the first one.",
    )
    notice_minutes = fields.Float(
        string="Minutes to First Notice",
        aggregator="avg",
        readonly=True,
        help="Minutes from its beginning until the customer was first written to. "
        "Those of whom nobody was told do not count.",
    )
    told_first_rate = fields.Float(
        string="Told Before Asked",
        aggregator="avg",
        readonly=True,
        help="Share of the customers who were told before they wrote to us on the "
        "order, while they had to wait. Those who were not told do not count.",
    )
    answer_rate = fields.Float(
        string="Questions Answered",
        aggregator="avg",
        readonly=True,
        help="Share of our questions about the line that the customer answered. "
        "Questions about a whole order, and those not needed any more, do not count.",
    )

    @property
    def _table_query(self):
        return SQL("SELECT %s FROM %s", self._get_columns(), self._get_tables())

    def _get_columns(self):
        """Return the columns of the report, for other apps to extend."""
        return SQL(
            """
            backorder.id, backorder.order_id, backorder.partner_id,
            segment.category_id AS segment_id,
            backorder.product_id, template.categ_id,
            backorder.user_id, sale.team_id, backorder.warehouse_id,
            backorder.company_id, company.currency_id, backorder.reason_id,
            backorder.state, backorder.promise_state,
            backorder.opened_date, backorder.closed_date, backorder.first_told_date,
            backorder.opened_quantity AS quantity, backorder.opened_value AS value,
            EXTRACT(
                EPOCH FROM COALESCE(backorder.closed_date, %(now)s)
                    - backorder.opened_date
            )::float8 / 86400 AS age_days,
            CASE WHEN backorder.state <> 'cancel'
                  AND backorder.first_promised_date IS NOT NULL
                 THEN GREATEST(
                    0, COALESCE(backorder.shipped_date, %(now)s::date)
                        - backorder.first_promised_date
                 )
            END::float8 AS late_days,
            %(kept)s AS kept_rate, %(first_kept)s AS first_kept_rate,
            GREATEST(backorder.promise_count - 1, 0)::float8 AS revision_count,
            EXTRACT(
                EPOCH FROM backorder.first_told_date - backorder.opened_date
            )::float8 / 60 AS notice_minutes,
            CASE WHEN backorder.first_told_date IS NOT NULL
                 THEN COALESCE(backorder.is_told_first, FALSE)::int::float8
            END AS told_first_rate,
            question.answer_rate
            """,
            now=SQL("%s::timestamp", fields.Datetime.now()),
            kept=self._get_kept_column(SQL.identifier("backorder", "promise_state")),
            first_kept=self._get_kept_column(
                SQL.identifier("backorder", "first_promise_state")
            ),
        )

    def _get_kept_column(self, state):
        return SQL(
            "CASE %s WHEN 'kept' THEN 1.0 WHEN 'broken' THEN 0.0 END::float8", state
        )

    def _get_tables(self):
        """Return the tables of the report, for other apps to extend.

        Join others by a key that is unique in them, so that no row comes twice.
        """
        return SQL(
            """
            sale_backorder AS backorder
            LEFT JOIN sale_order AS sale ON sale.id = backorder.order_id
            LEFT JOIN res_company AS company ON company.id = backorder.company_id
            LEFT JOIN product_product AS product ON product.id = backorder.product_id
            LEFT JOIN product_template AS template
              ON template.id = product.product_tmpl_id
            LEFT JOIN res_partner AS customer ON customer.id = backorder.partner_id
            LEFT JOIN (
                SELECT partner_id, MIN(category_id) AS category_id
                  FROM res_partner_res_partner_category_rel
              GROUP BY partner_id
            ) AS segment ON segment.partner_id = customer.commercial_partner_id
            LEFT JOIN (
                SELECT order_line_id,
                       AVG(COALESCE(origin <> 'policy', FALSE)::int)::float8
                           AS answer_rate
                  FROM sale_backorder_decision
                 WHERE asked_date IS NOT NULL AND state <> 'withdrawn'
              GROUP BY order_line_id
            ) AS question ON question.order_line_id = backorder.order_line_id
            """
        )
