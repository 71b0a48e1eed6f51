# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..logic.allocation import Allocation, Demand


class SaleBackorderAllocation(models.AbstractModel):
    """What is free, and for whom it is kept."""

    _name = "sale.backorder.allocation"
    _description = "Backorder Allocation"

    @api.model
    def _load(self, products, moves):
        """Read what is free of products, and who waits for it, in one query.

        Goods are kept for the moves that take from stock for a customer's order, when
        core would reserve them by itself now: not for a later day, and not where people
        reserve by hand. So nothing is kept that nobody will get.

        :param product.product products:
        :param stock.move moves: that also want them, whoever they are for
        :rtype: Allocation
        """
        demand = self.env["sale.backorder.demand"]
        demand._flush()
        self.env.cr.execute(
            SQL(
                """
                WITH free AS (%s), demand AS (%s)
                SELECT NULL, NULL, NULL, NULL, NULL,
                       product_id, parent_path, quantity, FALSE, FALSE
                  FROM free
                 UNION ALL
                SELECT * FROM demand WHERE claimed OR id IN %s
                """,
                demand._get_free_query(products),
                demand._get_demand_query(),
                moves._ids or (None,),
            )
        )
        free, demands = {}, []
        for row in self.env.cr.fetchall():
            if row[3] is None:
                free[row[5], row[6]] = row[7]
            else:
                demands.append(self._to_demand(row))
        return Allocation(free, demands)

    @api.model
    def _get_contested_products(self, moves):
        """Return the products that moves cannot just take as in core, in one query.

        :param stock.move moves: that take from stock
        :return: those of which something is free that other customers wait for; and
            those of which there is not enough for these moves, some of customers
        :rtype: tuple[product.product, product.product]
        """
        demand = self.env["sale.backorder.demand"]
        self._flush_waiting_states(moves)
        self.env["stock.quant"].flush_model(["quantity", "reserved_quantity"])
        self.env.cr.execute(
            SQL(
                """
                SELECT free.product_id, free.parent_path, free.quantity, EXISTS (
                           SELECT
                             FROM stock_move AS waiting
                            WHERE waiting.product_id = free.product_id
                              AND waiting.sale_line_id IS NOT NULL
                              AND waiting.state IN ('confirmed', 'partially_available')
                              AND waiting.procure_method = 'make_to_stock'
                              AND waiting.picked IS NOT TRUE
                              AND waiting.id NOT IN %s
                       )
                  FROM (%s) AS free
                """,
                moves._ids,
                demand._get_free_query(moves.product_id),
            )
        )
        awaited, free = set(), defaultdict(dict)
        for product_id, path, quantity, others_wait in self.env.cr.fetchall():
            free[product_id][path] = quantity
            if others_wait:
                awaited.add(product_id)
        scarce = {
            product.id
            for product, rivals in moves.grouped("product_id").items()
            if product.id in free and rivals._are_short(free[product.id])
        }
        products = self.env["product.product"]
        return products.browse(sorted(awaited)), products.browse(sorted(scarce))

    def _flush_waiting_states(self, moves):
        """Let the database know who else began to wait in this transaction.

        The moves themselves are excepted: writing them now would take more queries.
        """
        state = moves._fields["state"]
        changed = moves.browse(self.env.transaction.field_dirty.get(state, ())) - moves
        if changed.filtered(lambda m: m.state in ("confirmed", "partially_available")):
            moves.flush_model(["state"])

    @api.model
    def _filter_incomplete(self, pickings):
        """Keep the transfers that must ship complete and cannot yet."""
        if not pickings:
            return pickings
        demand = self.env["sale.backorder.demand"]
        demand._flush()
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT move.picking_id
                  FROM stock_move AS move
                  JOIN res_company AS company ON company.id = move.company_id
                  JOIN stock_picking AS picking ON picking.id = move.picking_id
                 WHERE picking.id IN %s AND %s
                """,
                pickings._ids,
                demand._get_incomplete_condition(),
            )
        )
        incomplete = {picking_id for (picking_id,) in self.env.cr.fetchall()}
        return pickings.filtered(lambda picking: picking.id in incomplete)

    def _to_demand(self, row):
        """Return the demand for a row of `_get_demand_query`."""
        move_id = row[3]
        product_id, path, quantity, behind, claimed = row[5:]
        rank = (behind, self.env["sale.backorder.queue"]._to_place(row))
        owed = claimed and not behind
        return Demand(move_id, product_id, path, quantity, rank, owed)
