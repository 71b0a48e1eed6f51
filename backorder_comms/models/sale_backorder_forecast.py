# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, models

from ..logic.shortage import INCOMING, LATE, NONE, STOCK, Piece


class Reports(dict):
    """Core's report lines by warehouse, then by demand; made when first asked for."""

    def __init__(self, forecast, products):
        super().__init__()
        self.forecast = forecast
        self.products = products

    def __missing__(self, warehouse):
        lines = self[warehouse] = defaultdict(list)
        for line in self.forecast._get_report_lines(warehouse, self.products):
            if line["move_out"]:
                lines[line["move_out"]].append(line)
        return lines


class SaleBackorderForecast(models.AbstractModel):
    """What covers each demand, and from when: core's forecast report, made honest."""

    _name = "sale.backorder.forecast"
    _description = "Backorder Forecast"

    @api.model
    def _get_pieces(self, moves):
        """Split each move's demand by what covers it.

        :param stock.move moves: open moves bound for customers
        :return: for each move its pieces, quantities in the product's unit, dates in
            the company's time zone
        :rtype: dict[stock.move, list[Piece]]
        """
        # The supply may be a document that the company's salespeople cannot read.
        reports = Reports(self.sudo(), moves.product_id)
        return {
            move: [
                piece
                for line in reports[move.location_id.warehouse_id][move]
                for piece in self._split_line(line, reports)
            ]
            or [self._get_unreported_piece(move)]
            for move in moves
        }

    def _get_report_lines(self, warehouse, products):
        """Return the lines of core's forecast report, with records in them."""
        if not warehouse:
            return []
        locations = self.env["stock.location"]._search(
            [("id", "child_of", warehouse.view_location_id.id)]
        )
        report = self.env["stock.forecasted_product_product"]
        return report.with_context(warehouse_id=warehouse.id)._get_report_lines(
            False, products.ids, locations, warehouse.lot_stock_id, read=False
        )

    def _split_line(self, line, reports):
        """Translate one line of core's report into pieces of a demand.

        What another warehouse reserved to send here is in the line of what is reserved
        here: core's report makes no difference.
        """
        quantity, move = line["quantity"], line["move_out"]
        arriving = line["reservation"] and self._get_arriving_moves(move)
        if not arriving:
            return [self._get_piece(line, reports)]
        here = min(self._get_reserved_quantity(move), quantity)
        pieces = [
            Piece(here, STOCK),
            self._get_arriving_piece(quantity - here, arriving),
        ]
        return [piece for piece in pieces if piece.quantity > 0]

    def _get_piece(self, line, reports):
        """Translate a line of core's report that has one piece of a demand."""
        quantity = line["quantity"]
        if line["move_in"]:
            return self._get_supply_piece(quantity, line["move_in"], reports)
        if not line["replenishment_filled"]:
            return Piece(quantity, NONE)
        if line["in_transit"] and not line["reservation"]:
            # In the building, but not yet where it can be picked.
            return Piece(
                quantity, INCOMING, line["move_out"].company_id._backorder_today()
            )
        return Piece(quantity, STOCK)

    def _get_supply_piece(self, quantity, move_in, reports):
        if move_in.location_id.usage == "customer":
            # Core counts a return that nobody has received yet as supply.
            return Piece(quantity, NONE)
        piece = self._get_arriving_piece(quantity, move_in)
        if piece.cause == LATE:
            return piece
        for feed in self._get_feeding_pieces(move_in, reports):
            if feed.cause in (NONE, LATE):
                return Piece(quantity, feed.cause)
            piece = piece._replace(day=max(piece.day, feed.day or piece.day))
        return piece

    def _get_arriving_piece(self, quantity, moves):
        """Return a piece that comes with the last of the moves, if not overdue."""
        arrival = max(map(self._get_arrival_day, moves))
        if arrival < moves.company_id._backorder_today():
            return Piece(quantity, LATE)
        return Piece(quantity, INCOMING, arrival)

    def _get_feeding_pieces(self, move_in, reports):
        """A transfer between warehouses is only as good as what feeds it."""
        for move_orig in move_in.move_orig_ids:
            if move_orig.state in ("done", "cancel", "assigned"):
                continue
            for line in reports[move_orig.location_id.warehouse_id][move_orig]:
                yield from self._split_line(line, reports)

    def _get_chain(self, move):
        """Return the move and all that feed it, in whichever warehouse."""
        return move.browse(move._rollup_move_origs())

    def _get_arriving_moves(self, move):
        """Return the open moves of a chain that bring goods into the warehouse."""
        warehouse = move.location_id.warehouse_id
        return self._get_chain(move).filtered(
            lambda step: (
                step.state not in ("draft", "done", "cancel")
                and step.location_dest_id.warehouse_id == warehouse
                and step.location_id.warehouse_id != warehouse
            )
        )

    def _get_reserved_quantity(self, move):
        """Return what a chain holds in the warehouse of its demand."""
        warehouse = move.location_id.warehouse_id
        return sum(
            step.product_uom._compute_quantity(step.quantity, step.product_id.uom_id)
            for step in self._get_chain(move)
            if step.state in ("partially_available", "assigned")
            and step.location_id.warehouse_id == warehouse
        )

    def _get_arrival_day(self, move_in):
        """Return the best known day of arrival.

        :param stock.move move_in: an open move that brings goods into a warehouse
        :rtype: date, in the company's time zone
        """
        return move_in.company_id._to_backorder_day(move_in.date)

    def _get_unreported_piece(self, move):
        """Core's report is silent on sources outside of warehouses: trust the state."""
        return Piece(move.product_qty, STOCK if move.state == "assigned" else NONE)
