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
    """What covers each demand, and from when on: core's forecast report, made honest."""

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
                self._get_piece(line, reports)
                for line in reports[move.location_id.warehouse_id][move]
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

    def _get_piece(self, line, reports):
        """Translate one line of core's report into a piece of a demand."""
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
        arrival = self._get_arrival_day(move_in)
        if arrival < move_in.company_id._backorder_today():
            return Piece(quantity, LATE)
        for feed in self._get_feeding_pieces(move_in, reports):
            if feed.cause in (NONE, LATE):
                return Piece(quantity, feed.cause)
            arrival = max(arrival, feed.day or arrival)
        return Piece(quantity, INCOMING, arrival)

    def _get_feeding_pieces(self, move_in, reports):
        """A transfer between warehouses is only as good as what feeds it."""
        for move_orig in move_in.move_orig_ids:
            if move_orig.state in ("done", "cancel", "assigned"):
                continue
            for line in reports[move_orig.location_id.warehouse_id][move_orig]:
                yield self._get_piece(line, reports)

    def _get_arrival_day(self, move_in):
        """Return the best known day of arrival.

        :param stock.move move_in: an open move that brings goods into a warehouse
        :rtype: date, in the company's time zone
        """
        return move_in.company_id._to_backorder_day(move_in.date)

    def _get_unreported_piece(self, move):
        """Core's report is silent on sources outside of warehouses: believe the state."""
        return Piece(move.product_qty, STOCK if move.state == "assigned" else NONE)
