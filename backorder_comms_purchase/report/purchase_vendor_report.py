# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

from ..models.purchase_vendor_lateness import get_local_day


class PurchaseVendorReport(models.Model):
    """What vendors promised, and what came of it: a row for each line of a purchase.

    Days are those where the company is. Lines of which nothing came and nothing is
    going to come are left out, as are returns.
    """

    _name = "purchase.vendor.report"
    _description = "Vendors' Word"
    _auto = False
    _order = "first_date desc, id desc"
    _rec_name = "order_id"
    _depends = {
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id", "uom_id"],
        "purchase.order": ["date_approve", "state", "user_id"],
        "purchase.order.line": [
            "backorder_first_date_planned",
            "backorder_slip_count",
            "company_id",
            "date_planned",
            "order_id",
            "partner_id",
            "product_id",
            "product_uom_qty",
        ],
        "res.company": ["partner_id"],
        "res.partner": ["commercial_partner_id", "tz"],
        "sale.backorder": ["partner_id"],
        "stock.move": [
            "date",
            "location_dest_id",
            "origin_returned_move_id",
            "product_uom",
            "purchase_line_id",
            "quantity",
            "state",
        ],
    }

    order_id = fields.Many2one("purchase.order", string="Purchase Order", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Vendor", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one(
        "product.category", string="Product Category", readonly=True
    )
    user_id = fields.Many2one("res.users", string="Buyer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    state = fields.Selection(
        selection=[("open", "Awaited"), ("received", "Received")],
        readonly=True,
        help="Received: nothing of it is awaited any more.",
    )
    order_date = fields.Datetime(string="Confirmed On", readonly=True)
    first_date = fields.Date(
        string="First Promised",
        readonly=True,
        help="The expected arrival when the purchase was confirmed.",
    )
    last_date = fields.Date(
        string="Last Promised",
        readonly=True,
        help="The expected arrival that was last agreed.",
    )
    received_date = fields.Date(
        string="Received On",
        readonly=True,
        help="When the last part came; empty as long as something is awaited.",
    )
    slip_count = fields.Float(
        string="Put Off",
        aggregator="avg",
        readonly=True,
        digits=(16, 1),
        help="How often the expected arrival moved to a later day.",
    )
    late_days = fields.Float(
        string="Days After First Promise",
        aggregator="avg",
        readonly=True,
        digits=(16, 1),
        help="Days from the first promised date to the receipt, negative if it came "
        "earlier. What is awaited counts until today, once that date has passed.",
    )
    last_late_days = fields.Float(
        string="Days After Last Promise",
        aggregator="avg",
        readonly=True,
        digits=(16, 1),
        help="The same after the last promised date.",
    )
    kept_rate = fields.Float(
        string="First Promises Kept",
        aggregator="avg",
        readonly=True,
        help="Share of the lines that were there by the first promised date. What is "
        "awaited counts as not kept once that date has passed.",
    )
    last_kept_rate = fields.Float(
        string="Last Promises Kept",
        aggregator="avg",
        readonly=True,
        help="Share of the lines that were there by the last promised date.",
    )
    on_time_rate = fields.Float(
        string="On-Time Rate",
        aggregator="avg",
        readonly=True,
        help="Odoo's own figure: share of the ordered quantity that came by the last "
        "promised date. Lines of which nothing came yet do not count.",
    )
    quantity = fields.Float(
        string="Ordered Quantity", readonly=True, help="In the product's unit."
    )
    on_time_quantity = fields.Float(
        readonly=True, help="What of it came by the last promised date."
    )
    customer_count = fields.Integer(
        string="Customers Hurt",
        readonly=True,
        help="Customers who waited for the goods of lines that came, or come, after "
        "the first promised date.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT promise.*,
                   CASE WHEN late_days <= 0 THEN 1.0 WHEN late_days > 0 THEN 0.0
                        END::float8 AS kept_rate,
                   CASE WHEN last_late_days <= 0 THEN 1.0
                        WHEN last_late_days > 0 THEN 0.0 END::float8 AS last_kept_rate,
                   CASE WHEN has_come THEN on_time_quantity / NULLIF(quantity, 0)
                        END AS on_time_rate,
                   CASE WHEN late_days > 0 THEN COALESCE(customers.customer_count, 0)
                        ELSE 0 END AS customer_count
              FROM (%s) AS promise
              LEFT JOIN (%s) AS customers ON customers.purchase_line_id = promise.id
            """,
            self._get_promise_query(),
            self._get_customer_query(),
        )

    def _get_promise_query(self):
        """Return what was promised and what came, with the days in between."""
        return SQL(
            """
            SELECT dated.*,
                   (COALESCE(received_date, NULLIF(
                       GREATEST(today, first_date), first_date)) - first_date
                   )::float8 AS late_days,
                   (COALESCE(received_date, NULLIF(
                       GREATEST(today, last_date), last_date)) - last_date
                   )::float8 AS last_late_days
              FROM (
                   SELECT line.id, line.order_id, vendor.commercial_partner_id
                              AS partner_id,
                          line.product_id, template.categ_id, purchase.user_id,
                          line.company_id, purchase.date_approve AS order_date,
                          CASE WHEN receipt.is_open THEN 'open' ELSE 'received' END
                              AS state,
                          CASE WHEN NOT receipt.is_open THEN %(came)s END
                              AS received_date,
                          %(first)s AS first_date, %(last)s AS last_date,
                          %(today)s AS today,
                          line.backorder_slip_count::float8 AS slip_count,
                          line.product_uom_qty::float8 AS quantity,
                          receipt.came IS NOT NULL AS has_come,
                          (receipt.on_time / unit.factor)::float8 AS on_time_quantity
                     FROM (%(receipts)s) AS receipt
                     JOIN purchase_order_line AS line
                       ON line.id = receipt.purchase_line_id
                     JOIN purchase_order AS purchase ON purchase.id = line.order_id
                     JOIN res_partner AS vendor ON vendor.id = line.partner_id
                     JOIN res_company AS company ON company.id = line.company_id
                     JOIN res_partner AS place ON place.id = company.partner_id
                     JOIN product_product AS product ON product.id = line.product_id
                     JOIN product_template AS template
                       ON template.id = product.product_tmpl_id
                     JOIN uom_uom AS unit ON unit.id = template.uom_id
                    WHERE purchase.state = 'purchase'
                      AND line.backorder_first_date_planned IS NOT NULL
              ) AS dated
            """,
            came=get_local_day(SQL("receipt.came")),
            first=get_local_day(SQL("line.backorder_first_date_planned")),
            last=get_local_day(SQL("line.date_planned")),
            today=get_local_day(SQL("%s::timestamp", fields.Datetime.now())),
            receipts=self._get_receipt_query(),
        )

    def _get_receipt_query(self):
        """Return what came of each line, and whether more is awaited.

        What is on time is as in core's figure on the vendor.
        """
        return SQL(
            """
            SELECT move.purchase_line_id,
                   BOOL_OR(move.state NOT IN ('draft', 'done')) AS is_open,
                   MAX(move.date) FILTER (WHERE move.state = 'done') AS came,
                   COALESCE(SUM(move.quantity * move_unit.factor) FILTER (
                       WHERE move.state = 'done'
                         AND move.date::date <= ordered.date_planned::date
                   ), 0) AS on_time
              FROM stock_move AS move
              JOIN purchase_order_line AS ordered ON ordered.id = move.purchase_line_id
              JOIN stock_location AS destination
                ON destination.id = move.location_dest_id
              JOIN uom_uom AS move_unit ON move_unit.id = move.product_uom
             WHERE move.state NOT IN ('draft', 'cancel')
               AND move.origin_returned_move_id IS NULL
               AND destination.usage <> 'supplier'
          GROUP BY move.purchase_line_id
            """
        )

    def _get_customer_query(self):
        """Return how many customers waited for each line, or still do."""
        return SQL(
            """
            SELECT move.purchase_line_id,
                   COUNT(DISTINCT backorder.partner_id)::int AS customer_count
              FROM sale_backorder_supply AS supply
              JOIN stock_move AS move ON move.id = supply.move_id
              JOIN sale_backorder AS backorder ON backorder.id = supply.backorder_id
             WHERE move.purchase_line_id IS NOT NULL
          GROUP BY move.purchase_line_id
            """
        )

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base` to weigh the on-time rate by quantity, as core does."""
        if aggregate_spec != "on_time_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%(on_time)s) / NULLIF(SUM(%(ordered)s) FILTER (WHERE %(rate)s"
            " IS NOT NULL), 0)",
            on_time=self._field_to_sql(self._table, "on_time_quantity", query),
            ordered=self._field_to_sql(self._table, "quantity", query),
            rate=self._field_to_sql(self._table, "on_time_rate", query),
        )
