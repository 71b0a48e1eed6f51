# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..logic.changes import Fact


class Demand(NamedTuple):
    """What the customer still waits for on an order line, in the line's unit.

    :param list[Piece] pieces: what is still to be shipped, by what covers it
    :param float shipped: what left for the customer, returns not deducted
    :param date due: where the company is; None when nothing is to be shipped any more
    :param dict rank: what decides its place in the queue, as values of the backorder
    """

    pieces: list
    shipped: float
    due: date | None = None
    rank: dict = MappingProxyType({})

    @property
    def open(self):
        return sum(piece.quantity for piece in self.pieces)


class SaleBackorderEvaluation(models.AbstractModel):
    """Compare what is true after the commit with what we know, and record the facts."""

    _name = "sale.backorder.evaluation"
    _description = "Backorder Evaluation"

    @api.model
    def _evaluate(self, products, pickings):
        """Bring the backorders of products up to date and record what happened.

        Changes nothing when nothing changed, so it may be repeated at any time.

        :param product.product products:
        :param stock.picking pickings: shipments to tell about in any case
        """
        known = self.env["sale.backorder"]._search_open(products)
        outlook = self.env["sale.backorder.forecast"]._get_outlook(products)
        demands = self._get_demands(outlook, known.order_line_id.ids)
        facts = known._update(demands)
        opened = known._open(demands.keys() - set(known.order_line_id.ids), demands)
        facts |= {
            backorder: Fact("opened", 0, backorder.quantity) for backorder in opened
        }
        risks = known._note_risks()
        self.env["sale.backorder.event"]._record(facts, risks, products, pickings)
        self.env["sale.backorder.supply"]._update(known | opened, demands)
        self._notice_companions(facts, outlook)

    def _notice_companions(self, facts, outlook):
        """Have a look at what must leave together with goods whose date moved."""
        moved = {backorder.order_line_id.id for backorder in facts}
        companions = set().union(
            *(
                outlook.companions.get(move.whole_id, ())
                for move in outlook.moves
                if move.line_id in moved
            )
        ) - {move.product_id for move in outlook.moves}
        products = self.env["product.product"].browse(companions)
        self.env["sale.backorder.signal"]._notice(products=products)

    def _get_demands(self, outlook, line_ids):
        """Return what the customers of products wait for.

        :param Outlook outlook: of the products
        :param list[int] line_ids: order lines to look at even if nothing of them is to
            be shipped any more
        :rtype: dict[int, Demand], by id of the order line
        """
        moves = self._filter_customer_bound(outlook)
        demands = {}
        for move in moves:
            demand = demands.get(move.line_id)
            if not demand:
                demand = self._prepare_demand(move, outlook.map)
                demands[move.line_id] = demand
            demand.pieces.extend(
                piece._replace(quantity=piece.quantity * move.line_unit)
                for piece in outlook.pieces[move.id]
            )
        settled = self._load_shipped(set(line_ids) - demands.keys())
        return demands | {
            line_id: Demand([], shipped) for line_id, shipped in settled.items()
        }

    def _prepare_demand(self, move, atlas):
        place = self.env["sale.backorder.queue"]._to_place(move)
        company = self.env["res.company"].browse(move.company_id)
        days = atlas.days.get(atlas.warehouses[move.source])
        due = days.to_day(move.due) if days else company._to_backorder_day(move.due)
        rank = {"score": move.score, "queue_date": place.queue_day}
        return Demand([], move.line_shipped, due, rank)

    def _filter_customer_bound(self, outlook):
        """Keep the moves that still have to bring the products to customers.

        As `stock.move._filter_customer_bound`, for rows. Components of kits are left
        out: their quantities are not those of the line.

        :rtype: list[OpenMove]
        """
        return [
            move
            for move in outlook.moves
            if move.line_product_id == move.product_id
            and move.line_quantity > 0
            and outlook.map.is_customer_bound(move)
            and not move.is_return
        ]

    def _load_shipped(self, line_ids):
        """Return what ever left for the customers of order lines, in the lines' units.

        :rtype: dict[int, float], by id of the line
        """
        if not line_ids:
            return {}
        self.env["stock.move"].flush_model(["quantity", "sale_line_id", "state"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id, %s
                  FROM sale_order_line AS line
                  JOIN uom_uom AS line_unit ON line_unit.id = line.product_uom_id
                 WHERE line.id = ANY(%s)
                """,
                self.env["sale.order.line"]._get_backorder_shipped_column(),
                list(line_ids),
            )
        )
        return dict(rows)
