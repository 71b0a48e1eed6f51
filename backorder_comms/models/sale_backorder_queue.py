# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

from ..logic.ranking import Claim, get_place


class SaleBackorderQueue(models.AbstractModel):
    """The one order in which goods are handed out, dates computed and lists sorted."""

    _name = "sale.backorder.queue"
    _description = "Backorder Queue"

    @api.model
    def _get_place(self, move):
        """Return the place of a move in the queue for its product.

        Reads what `_get_claim_columns` reads from the cache: while a user confirms
        orders, that takes no query.

        :param stock.move move:
        :rtype: Place
        """
        company, line = move.company_id, move.sale_line_id
        order = line.order_id
        is_urgent = (move.picking_id.priority or move.priority) == "1"
        due = order.commitment_date or (
            fields.Datetime.add(order.date_order, days=line.customer_lead)
            if order
            else move.date
        )
        star = company.backorder_comms_urgent_days if is_urgent else 0
        claim = Claim(
            star + line.backorder_score,
            order.date_order or move.create_date,
            due,
            move.id,
        )
        return get_place(claim, company.backorder_comms_ahead_days)

    def _flush(self):
        """Let the database know what the claims are read from."""
        self.env["stock.move"].flush_model(["date", "sale_line_id", "picking_id"])
        self.env["stock.picking"].flush_model(["priority"])
        self.env["sale.order.line"].flush_model(
            ["backorder_score", "customer_lead", "order_id"]
        )
        self.env["sale.order"].flush_model(["date_order", "commitment_date"])
        self.env["res.company"].flush_model(
            ["backorder_comms_urgent_days", "backorder_comms_ahead_days"]
        )

    def _get_claim_columns(self):
        """Return what `_to_place` reads, of `stock_move AS move` with our joins.

        Moves that are not made for an order came up when they were created, and are due
        when they are planned.
        """
        return SQL(
            """
            CASE WHEN COALESCE(picking.priority, move.priority) = '1'
                 THEN company.backorder_comms_urgent_days ELSE 0 END
            + COALESCE(line.backorder_score, 0),
            COALESCE(sale.date_order, move.create_date),
            COALESCE(
                sale.commitment_date,
                sale.date_order + line.customer_lead * INTERVAL '1 day',
                move.date
            ),
            move.id,
            company.backorder_comms_ahead_days
            """
        )

    def _get_claim_joins(self):
        return SQL(
            """
            JOIN res_company AS company ON company.id = move.company_id
            LEFT JOIN stock_picking AS picking ON picking.id = move.picking_id
            LEFT JOIN sale_order_line AS line ON line.id = move.sale_line_id
            LEFT JOIN sale_order AS sale ON sale.id = line.order_id
            """
        )

    def _to_place(self, row):
        """Return the place for a row that begins with `_get_claim_columns`."""
        *claim, ahead_days = row[:5]
        return get_place(Claim(*claim), ahead_days)
