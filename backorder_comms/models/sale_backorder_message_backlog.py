# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """Who is written to first, and how much in an hour, when a lot has piled up."""

    _inherit = "sale.backorder.message"

    queued_at = fields.Datetime(
        string="Queued",
        readonly=True,
        help="When it was put into the mail or SMS queue.",
    )

    _queued_at = models.Index("(company_id, queued_at)")

    def write(self, vals):
        """Override of `orm` to note when a message first leaves our hands."""
        if vals.get("state") == "queued" and not all(self.mapped("queued_at")):
            vals = {"queued_at": fields.Datetime.now(), **vals}
        return super().write(vals)

    @api.model
    def _take_due(self, limit=None):
        """Return what customers are to be sent now, in the order of its weight.

        Urgent first, then the oldest promise, then the oldest message; at most as many
        of a company as it may still send in this hour.

        :param int limit: how many at most
        """
        self.flush_model()
        self.env["sale.backorder"].flush_model(["score", "promised_date"])
        self.env.cr.execute(
            SQL(
                """
                WITH due AS (
                    SELECT message.id, message.company_id,
                           MAX(backorder.score) AS score,
                           MIN(backorder.promised_date) AS promised
                      FROM sale_backorder_message AS message
                 LEFT JOIN sale_backorder_sale_backorder_message_rel AS about
                        ON about.sale_backorder_message_id = message.id
                 LEFT JOIN sale_backorder AS backorder
                        ON backorder.id = about.sale_backorder_id
                     WHERE message.state = 'pending'
                       AND message.audience = 'customer'
                       AND (message.send_after IS NULL OR message.send_after <= %(now)s)
                  GROUP BY message.id
                ), ranked AS (
                    SELECT due.*,
                           ROW_NUMBER() OVER (
                               PARTITION BY company_id
                               ORDER BY score DESC NULLS LAST, promised, id
                           ) AS place
                      FROM due
                )
                SELECT ranked.id
                  FROM ranked
                  JOIN res_company AS company ON company.id = ranked.company_id
                 WHERE place <= company.backorder_comms_hourly_limit - (
                           SELECT COUNT(*)
                             FROM sale_backorder_message AS left_us
                            WHERE left_us.company_id = company.id
                              AND left_us.audience = 'customer'
                              AND left_us.queued_at > %(now)s - INTERVAL '1 hour')
              ORDER BY score DESC NULLS LAST, promised, ranked.id
                 LIMIT %(limit)s
                """,
                now=fields.Datetime.now(),
                limit=limit,
            )
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())
