# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL


class SaleBackorderDemand(models.AbstractModel):
    """How to read from the database what is free and who needs it."""

    _name = "sale.backorder.demand"
    _description = "Demand for Goods"

    def _flush(self):
        """Let the database know what the query reads."""
        self.env["sale.backorder.queue"]._flush()
        self.env["stock.move"].flush_model(
            [
                "location_id",
                "picked",
                "picking_type_id",
                "procure_method",
                "product_id",
                "product_qty",
                "product_uom_qty",
                "quantity",
                "reservation_date",
                "state",
            ]
        )
        self.env["stock.picking"].flush_model(["backorder_gave_way_date", "move_type"])
        self.env["stock.quant"].flush_model(["quantity", "reserved_quantity"])
        self.env["stock.warehouse"].flush_model(["backorder_protection"])
        self.env["res.company"].flush_model(["backorder_comms_release_incomplete"])

    def _get_free_query(self, products):
        return SQL(
            """
            SELECT quant.product_id, location.parent_path,
                   SUM(quant.quantity - quant.reserved_quantity) AS quantity
              FROM stock_quant AS quant
              JOIN stock_location AS location ON location.id = quant.location_id
             WHERE quant.product_id IN %s
               AND location.usage IN ('internal', 'transit')
             GROUP BY quant.product_id, location.parent_path
            HAVING SUM(quant.quantity - quant.reserved_quantity) <> 0
            """,
            products._ids,
        )

    def _get_demand_query(self):
        """Return the open moves of what is free, for customers and others.

        Those `behind` give way to everyone else: people took their goods away by hand
        today, or they must ship complete and cannot.
        """
        queue = self.env["sale.backorder.queue"]
        return SQL(
            """
            SELECT %(claim)s, move.product_id, source.parent_path, %(missing)s,
                   move.sale_line_id IS NOT NULL AND (
                       COALESCE(picking.backorder_gave_way_date = %(today)s, FALSE)
                       OR %(incomplete)s
                   ) AS behind,
                   %(claimed)s AS claimed
              FROM stock_move AS move %(joins)s
              JOIN stock_location AS source ON source.id = move.location_id
              LEFT JOIN stock_warehouse AS warehouse
                ON warehouse.id = source.warehouse_id
              LEFT JOIN stock_picking_type AS operation
                ON operation.id = move.picking_type_id
             WHERE move.product_id IN (SELECT product_id FROM free WHERE quantity > 0)
               AND move.state IN ('waiting', 'confirmed', 'partially_available')
            """,
            claim=queue._get_claim_columns(),
            joins=queue._get_claim_joins(),
            missing=self._get_missing_quantity(SQL.identifier("move")),
            today=fields.Date.today(),
            incomplete=self._get_incomplete_condition(),
            claimed=self._get_claimed_condition(),
        )

    def _get_claimed_condition(self):
        """Return whether goods are to be kept for a `move`, as far as it is up to it.

        Chained moves are left out: what comes for them is theirs anyway.
        """
        return SQL(
            """
            (
                move.sale_line_id IS NOT NULL
                AND move.origin_returned_move_id IS NULL
                AND move.state <> 'waiting'
                AND move.picked IS NOT TRUE
                AND move.procure_method = 'make_to_stock'
                AND source.usage IN ('internal', 'transit')
                AND COALESCE(warehouse.backorder_protection, TRUE)
                AND COALESCE(
                    operation.reservation_method = 'at_confirm'
                    OR move.reservation_date <= %s,
                    FALSE
                )
                AND NOT EXISTS (
                    SELECT FROM stock_move_move_rel AS chain
                     WHERE chain.move_dest_id = move.id
                )
            )
            """,
            fields.Date.today(),
        )

    def _get_incomplete_condition(self):
        """Return whether a `move` must ship with others of which not enough is free."""
        return SQL(
            """
            COALESCE(
                company.backorder_comms_release_incomplete
                AND picking.move_type = 'one'
                AND EXISTS (
                    SELECT
                      FROM stock_move AS other
                      JOIN stock_location AS shelf ON shelf.id = other.location_id
                     WHERE other.picking_id = move.picking_id
                       AND other.state IN (
                           'waiting', 'confirmed', 'partially_available'
                       )
                     GROUP BY other.product_id, shelf.parent_path
                    HAVING BOOL_OR(other.state = 'waiting')
                        OR SUM(%s) > 0.000001 + (
                            SELECT COALESCE(
                                       SUM(stock.quantity - stock.reserved_quantity), 0
                                   )
                              FROM stock_quant AS stock
                              JOIN stock_location AS place
                                ON place.id = stock.location_id
                             WHERE stock.product_id = other.product_id
                               AND place.parent_path LIKE shelf.parent_path || '%%'
                        )
                ),
                FALSE
            )
            """,
            self._get_missing_quantity(SQL.identifier("other")),
        )

    def _get_missing_quantity(self, move):
        """Return what a move still needs, in the product's unit."""
        return SQL(
            """
            COALESCE(
                %(move)s.product_qty - COALESCE(%(move)s.quantity, 0)
                * %(move)s.product_qty / NULLIF(%(move)s.product_uom_qty, 0),
                0
            )
            """,
            move=move,
        )
