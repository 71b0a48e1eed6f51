# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

from ..models.purchase_vendor_lateness import get_local_day


class PurchaseBackorderImpact(models.Model):
    """Whom a purchase line hurts if it is late: one row for each that somebody awaits.

    As the last evaluation gave the purchase's goods to those who wait. Days are those
    where the company is.
    """

    _name = "purchase.backorder.impact"
    _description = "Purchase That Customers Wait For"
    _auto = False
    _order = "harm desc, date_planned, id"
    _rec_name = "order_id"

    purchase_line_id = fields.Many2one("purchase.order.line", readonly=True)
    order_id = fields.Many2one("purchase.order", string="Purchase Order", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Vendor", readonly=True)
    user_id = fields.Many2one("res.users", string="Buyer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    date_planned = fields.Datetime(string="Expected Arrival", readonly=True)
    days_late = fields.Integer(
        readonly=True,
        aggregator="max",
        help="Days by which the goods come later than the earliest date among those "
        "who wait: the promised one, or else the due one. At least the days for which "
        "the purchase is overdue.",
    )
    customer_count = fields.Integer(string="Customers", readonly=True)
    backorder_count = fields.Integer(string="Backorders", readonly=True)
    quantity = fields.Float(
        string="Awaited Quantity",
        readonly=True,
        help="What customers wait for, in the product's unit.",
    )
    value = fields.Monetary(
        string="Awaited Value",
        readonly=True,
        help="What customers pay for the awaited goods, without taxes.",
    )
    promise_count = fields.Integer(
        string="Promises at Stake",
        readonly=True,
        help="Promised dates that are broken if the goods do not come sooner.",
    )
    harm = fields.Float(
        readonly=True,
        digits=(16, 0),
        help="Which purchase to chase first: the awaited value, times the days late "
        "(at least 1), times one more than the promises at stake.",
    )

    # What is read has to be in the database.
    _depends = {
        "purchase.order": ["company_id", "partner_id", "user_id"],
        "purchase.order.line": ["company_id", "date_planned", "order_id", "product_id"],
        "res.company": ["currency_id", "partner_id"],
        "res.partner": ["tz"],
        "sale.backorder": [
            "due_date",
            "order_line_id",
            "partner_id",
            "promised_date",
            "promised_latest_date",
        ],
        "sale.order": ["currency_rate"],
        "sale.order.line": ["price_subtotal", "product_uom_id", "product_uom_qty"],
        "stock.move": ["date", "purchase_line_id", "state"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT awaited.*, value * GREATEST(days_late, 1) * (1 + promise_count)
                   AS harm
              FROM (
                   SELECT covered.*,
                          line.id AS purchase_line_id, line.order_id, line.product_id,
                          line.date_planned,
                          purchase.partner_id, purchase.user_id, purchase.company_id,
                          company.currency_id,
                          GREATEST(
                              GREATEST(covered.arrival, %(today)s) - covered.wanted,
                              %(today)s - %(planned)s,
                              0
                          ) AS days_late
                     FROM (%(covered)s) AS covered
                     JOIN purchase_order_line AS line ON line.id = covered.id
                     JOIN purchase_order AS purchase ON purchase.id = line.order_id
                     JOIN res_company AS company ON company.id = purchase.company_id
                     JOIN res_partner AS place ON place.id = company.partner_id
              ) AS awaited
            """,
            today=get_local_day(SQL("(NOW() AT TIME ZONE 'UTC')")),
            planned=get_local_day(SQL("line.date_planned")),
            covered=self._get_covered_query(),
        )

    def _get_covered_query(self):
        """Return what each purchase line is to bring for customers."""
        return SQL(
            """
            SELECT purchase_line.id,
                   COUNT(DISTINCT backorder.partner_id) AS customer_count,
                   COUNT(DISTINCT backorder.id) AS backorder_count,
                   SUM(supply.quantity * line_unit.factor / unit.factor) AS quantity,
                   SUM(supply.quantity * line.price_subtotal
                       / COALESCE(NULLIF(line.product_uom_qty, 0), 1)
                       / COALESCE(NULLIF(sale.currency_rate, 0), 1)) AS value,
                   COUNT(DISTINCT backorder.id) FILTER (
                       WHERE backorder.promised_date IS NOT NULL
                         AND (supply.date IS NULL
                              OR supply.date > backorder.promised_latest_date)
                   ) AS promise_count,
                   MAX(%(arrival)s) AS arrival,
                   MIN(COALESCE(backorder.promised_date, backorder.due_date)) AS wanted
              FROM sale_backorder_supply AS supply
              JOIN stock_move AS move ON move.id = supply.move_id
              JOIN purchase_order_line AS purchase_line
                ON purchase_line.id = move.purchase_line_id
              JOIN sale_backorder AS backorder ON backorder.id = supply.backorder_id
              JOIN sale_order_line AS line ON line.id = backorder.order_line_id
              JOIN sale_order AS sale ON sale.id = line.order_id
              JOIN uom_uom AS line_unit ON line_unit.id = line.product_uom_id
              JOIN product_product AS product ON product.id = purchase_line.product_id
              JOIN product_template AS template ON template.id = product.product_tmpl_id
              JOIN uom_uom AS unit ON unit.id = template.uom_id
              JOIN res_company AS company ON company.id = purchase_line.company_id
              JOIN res_partner AS place ON place.id = company.partner_id
             WHERE NOT supply.is_arrived AND move.state NOT IN ('done', 'cancel')
             GROUP BY purchase_line.id
            """,
            arrival=get_local_day(
                SQL("GREATEST(move.date, purchase_line.date_planned)")
            ),
        )

    # === ACTIONS === #

    def action_open_order(self):
        self.ensure_one()
        return self.order_id._get_records_action()

    def action_view_backorders(self):
        """Show who waits for the goods."""
        self.ensure_one()
        return self.env["sale.backorder"]._get_purchase_action(
            [("purchase_line_id", "=", self.id)]
        )
