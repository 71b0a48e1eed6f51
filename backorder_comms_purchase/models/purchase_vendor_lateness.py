# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..logic.lateness import MIN_RECEIPTS, measure_lateness

HISTORY_DAYS = 365


class PurchaseVendorLateness(models.Model):
    """By how many days a vendor's goods usually come after they were promised.

    Made anew each night from the receipts of the last year: for each product of which
    there were enough, and for all that the vendor delivers.
    """

    _name = "purchase.vendor.lateness"
    _description = "Vendor's Usual Lateness"
    _order = "partner_id, product_id, id"
    _rec_name = "partner_id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Vendor", required=True, readonly=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: all that the vendor delivers.",
    )
    receipt_count = fields.Integer(
        string="Receipts",
        readonly=True,
        aggregator=None,
        help="How many receipts of the last year the days are taken from.",
    )
    early_days = fields.Integer(
        string="Early (Days)",
        readonly=True,
        aggregator=None,
        help="Days after what was promised first: one receipt in ten is earlier.",
    )
    likely_days = fields.Integer(
        string="Usual (Days)",
        readonly=True,
        aggregator=None,
        help="Days after what was promised first: half of the receipts are earlier.",
    )
    late_days = fields.Integer(
        string="Late (Days)",
        readonly=True,
        aggregator=None,
        help="Days after what was promised first: one receipt in ten is later.",
    )

    _whom_unique = models.UniqueIndex(
        "(partner_id, company_id, (COALESCE(product_id, 0)))"
    )

    # === CRON === #

    @api.model
    def _cron_measure(self):
        """Bring all figures up to date: what did not change is not written."""
        measured = self._measure()
        rows = {self._get_key(row): row for row in self.search([])}
        for key in rows.keys() & measured.keys():
            row, lateness = rows[key], measured[key]
            if any(row[name] != value for name, value in lateness.items()):
                row.write(lateness)
        self.union(*(rows[key] for key in rows.keys() - measured.keys())).unlink()
        self.create(
            [
                {
                    "company_id": company_id,
                    "partner_id": partner_id,
                    "product_id": product_id,
                    **measured[company_id, partner_id, product_id],
                }
                for company_id, partner_id, product_id in measured.keys() - rows.keys()
            ]
        )

    def _get_key(self, row):
        return row.company_id.id, row.partner_id.id, row.product_id.id or None

    def _measure(self):
        """Return the figures by ids of the company, the vendor, and the product or None

        :rtype: dict[tuple, dict]
        """
        measured = {}
        for *key, receipt_count, days in self.env.execute_query(self._get_query()):
            if lateness := measure_lateness(days, receipt_count):
                measured[tuple(key)] = {
                    "receipt_count": receipt_count,
                    "early_days": lateness.early,
                    "likely_days": lateness.likely,
                    "late_days": lateness.late,
                }
        return measured

    def _get_query(self):
        """Return what came in how many receipts, and how many days late.

        What came of a line on one day counts once, however many moves it took. Returns
        do not count; days are those where the company is.
        """
        self.env["stock.move"].flush_model()
        self.env["purchase.order.line"].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id", "tz"])
        return SQL(
            """
            WITH receipt AS (
                SELECT DISTINCT line.company_id,
                       vendor.commercial_partner_id AS partner_id,
                       line.product_id, line.id,
                       COALESCE(move.picking_id, -move.id) AS transfer_id,
                       %(came)s - %(promised)s AS days
                  FROM stock_move AS move
                  JOIN purchase_order_line AS line ON line.id = move.purchase_line_id
                  JOIN res_partner AS vendor ON vendor.id = line.partner_id
                  JOIN stock_location AS destination
                    ON destination.id = move.location_dest_id
                  JOIN res_company AS company ON company.id = line.company_id
                  JOIN res_partner AS place ON place.id = company.partner_id
                 WHERE move.state = 'done'
                   AND move.quantity > 0
                   AND move.date >= %(since)s
                   AND move.origin_returned_move_id IS NULL
                   AND destination.usage != 'supplier'
                   AND line.product_id IS NOT NULL
                   AND line.backorder_first_date_planned IS NOT NULL
            )
            SELECT company_id, partner_id, product_id,
                   COUNT(DISTINCT transfer_id), ARRAY_AGG(days)
              FROM receipt
          GROUP BY GROUPING SETS (
                   (company_id, partner_id, product_id), (company_id, partner_id))
            HAVING COUNT(DISTINCT transfer_id) >= %(enough)s
            """,
            came=get_local_day(SQL("move.date")),
            promised=get_local_day(SQL("line.backorder_first_date_planned")),
            since=fields.Datetime.now() - timedelta(days=HISTORY_DAYS),
            enough=MIN_RECEIPTS,
        )

    # === BUSINESS METHODS === #

    @api.model
    def _get_join(self):
        """Return the join of what is known of `res_partner AS vendor` as `lateness`.

        Of `purchase_order_line AS purchase_line`, for `res_company AS company` if that
        counts on it: of the product, or else of all that the vendor delivers.
        """
        return SQL(
            """
            LEFT JOIN LATERAL (
                SELECT known.receipt_count, known.likely_days, known.late_days
                  FROM purchase_vendor_lateness AS known
                 WHERE company.backorder_comms_vendor_lateness
                   AND known.company_id = company.id
                   AND known.partner_id = vendor.commercial_partner_id
                   AND COALESCE(known.product_id, purchase_line.product_id)
                       = purchase_line.product_id
              ORDER BY known.product_id NULLS LAST
                 LIMIT 1
            ) AS lateness ON TRUE
            """
        )

    @api.model
    def _flush_join(self):
        """Let the database know what `_get_join` reads."""
        self.flush_model()
        self.env["res.company"].flush_model(["backorder_comms_vendor_lateness"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])


def get_local_day(moment):
    """Return the day of a moment in UTC for `res_partner AS place`, for queries.

    :param SQL moment:
    :rtype: SQL
    """
    return SQL(
        "(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(place.tz, 'UTC'))::date", moment
    )
