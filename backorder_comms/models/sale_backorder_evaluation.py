# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ..logic.changes import Fact
from .sale_backorder import OPEN_STATES


class Demand(NamedTuple):
    """What the customer still waits for on an order line, in the line's unit.

    :param list[Piece] pieces: what is still to be shipped, by what covers it
    :param float shipped: what left for the customer, returns not deducted
    :param int score: urgency of the transfers
    """

    pieces: list
    shipped: float
    score: int

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
        moves = self._get_open_moves(products)
        waiting = self._get_waiting_orders_with(products)
        known = waiting.filtered(lambda backorder: backorder.product_id in products)
        lines = moves.sale_line_id | known.order_line_id
        shipped_moves = self._get_shipped_moves(
            waiting.order_id | lines.order_id | pickings.sale_id
        )
        demands = self._get_demands(lines, moves, shipped_moves)
        facts = known._update(demands)
        opened = known._open(lines - known.order_line_id, demands)
        facts |= {
            backorder: Fact("opened", 0, backorder.quantity) for backorder in opened
        }
        self.env["sale.backorder.event"]._record(
            facts, self._group_shipments(shipped_moves), pickings
        )

    def _get_open_moves(self, products):
        """Return the moves that still have to bring the products to customers.

        Components of kits are left out: their quantities are not those of the line.
        """
        moves = self.env["stock.move"].search(
            Domain("product_id", "in", products.filtered("is_storable").ids)
            & Domain("sale_line_id", "!=", False)
            & Domain("state", "not in", ("draft", "done", "cancel"))
        )
        return moves._filter_customer_bound().filtered(
            lambda move: (
                move.sale_line_id.product_id == move.product_id
                and move.sale_line_id.product_uom_qty > 0
            )
        )

    def _get_waiting_orders_with(self, products):
        """Return the open backorders of all orders that also ship the products.

        When they leave, whoever waits for the rest of such an order is partly shipped.
        """
        return self.env["sale.backorder"].search(
            Domain("state", "in", OPEN_STATES)
            & Domain("order_id.order_line.move_ids.product_id", "in", products.ids)
        )

    def _get_shipped_moves(self, orders):
        """Return all that ever left for the customers of the orders."""
        moves = self.env["stock.move"].search(
            Domain("sale_line_id.order_id", "in", orders.ids)
            & Domain("state", "=", "done")
        )
        return moves._filter_shipped_to_customer()

    def _get_demands(self, lines, moves, shipped_moves):
        """Sum up moves by order line.

        :rtype: dict[sale.order.line, Demand]
        """
        pieces = self.env["sale.backorder.forecast"]._get_pieces(moves)
        none = self.env["stock.move"]
        open_by_line = moves.grouped("sale_line_id")
        shipped_by_line = shipped_moves.grouped("sale_line_id")
        return {
            line: Demand(
                [
                    piece._replace(quantity=line._to_backorder_unit(piece.quantity))
                    for move in open_by_line.get(line, none)
                    for piece in pieces[move]
                ],
                sum(
                    line._to_backorder_unit(move.quantity, move.product_uom)
                    for move in shipped_by_line.get(line, none)
                ),
                max(
                    map(int, open_by_line.get(line, none).mapped("priority")), default=0
                ),
            )
            for line in lines
        }

    def _group_shipments(self, shipped_moves):
        """Return the transfers that brought goods to the customer, by order.

        :rtype: dict[sale.order, stock.picking]
        """
        return {
            order: moves.picking_id
            for order, moves in shipped_moves.grouped(
                lambda move: move.sale_line_id.order_id
            ).items()
        }
