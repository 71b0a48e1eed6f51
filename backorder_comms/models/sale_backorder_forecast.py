# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..logic.network import Map, Move, Network
from .sale_order import OPEN_MOVE_STATES


class OpenMove(NamedTuple):
    """A row of what is still to move, with the order line that it is for, if any.

    Begins with what `sale.backorder.queue` reads places from. `line_unit` is how many
    of the line's units one of the product's makes, `line_shipped` what ever left for
    the customer, in the line's unit. `reserved` is what the move holds, by location,
    `whole_id` the transfer that must leave at once, `latest` when it comes at worst,
    `ships_from` the warehouse in whose place a vendor sends it to the customer.
    """

    score: int
    ordered: datetime
    due: datetime
    id: int
    ahead_days: int
    product_id: int
    company_id: int
    source: int
    destination: int
    final: int | None
    quantity: float
    reserved: dict | None
    has_origins: bool
    date: datetime
    whole_id: int | None
    gave_way: bool
    is_return: bool
    line_id: int | None
    line_product_id: int | None
    line_quantity: float | None
    line_unit: float | None
    line_shipped: float
    latest: datetime | None = None
    ships_from: int | None = None


class Outlook(NamedTuple):
    """What is to come of products.

    :param list[OpenMove] moves: all that are open, supply and demand
    :param dict[int, list[Piece]] pieces: of those that leave a warehouse, by their ids
    :param Map map: of the moves' locations
    :param dict[int, set[int]] companions: ids of all products in a transfer that must
        leave as a whole, by its id
    """

    moves: list
    pieces: dict
    map: Map
    companions: dict


class SaleBackorderForecast(models.AbstractModel):
    """What covers each demand, and from when: loads it from the database, set by set.

    The number of queries does not depend on that of products, moves or warehouses.
    """

    _name = "sale.backorder.forecast"
    _description = "Backorder Forecast"

    @api.model
    def _get_outlook(self, products, revise=list):
        """Split what is to leave the warehouses by what covers it.

        Quantities are in the product's unit, dates in the time zone of the warehouse's
        company.

        :param product.product products: those that are not storable are left out
        :param revise: function of a list of `OpenMove`, to see what would be if some of
            them were others than they are
        :rtype: Outlook
        """
        # The supply may be a document that the company's salespeople cannot read.
        forecast = self.sudo()
        moves = revise(forecast._load_moves(products))
        companions = forecast._load_companions(moves)
        others = set().union(*companions.values()) - set(products.ids)
        everything = moves + revise(forecast._load_moves(products.browse(others)))
        quantities = forecast._load_quantities({move.product_id for move in everything})
        atlas = forecast._load_map(everything, quantities)
        chains = forecast._load_chains(everything)
        pieces = forecast._peg(chains, quantities, atlas)
        turns = forecast._get_turns(everything, pieces)
        late = forecast._put_behind(chains, turns, {move.product_id for move in moves})
        pieces |= forecast._peg(late, quantities, atlas)
        return Outlook(moves, pieces, atlas, companions)

    def _load_map(self, moves, quantities):
        places = {location for stock in quantities.values() for location in stock}
        for move in moves:
            places |= {move.source, move.destination, move.final}
        return self.env["sale.backorder.map"]._load(places - {None})

    def _peg(self, chains, quantities, atlas):
        """Return the pieces of each move that leaves a warehouse, by its id."""
        pieces = {}
        for product_id, moves in chains.items():
            stock = quantities.get(product_id, {})
            pieces |= Network(moves, stock, atlas).get_pieces()
        return pieces

    # === MOVES === #

    def _load_moves(self, products):
        """Return all open moves of the products, supply and demand: a hook.

        What is no move yet, but will be, may be added with a negative id.

        :rtype: list[OpenMove]
        """
        if not products:
            return []
        queue = self.env["sale.backorder.queue"]
        lines = self.env["sale.order.line"]
        queue._flush()
        self._flush_dates()
        self._flush_turns()
        self.env["product.template"].flush_model(["is_storable"])
        self.env["stock.move.line"].flush_model(["move_id", "quantity_product_uom"])
        self.env["stock.location"].flush_model(["parent_path", "usage"])
        self.env.cr.execute(
            SQL(
                """
                SELECT %s,
                       move.product_id, move.company_id,
                       move.location_id, move.location_dest_id, move.location_final_id,
                       move.product_qty, %s,
                       EXISTS (SELECT FROM stock_move_move_rel AS link
                                WHERE link.move_dest_id = move.id),
                       %s, %s,
                       move.origin_returned_move_id IS NOT NULL,
                       line.id, line.product_id, line.product_uom_qty,
                       unit.factor / line_unit.factor, %s, %s, %s
                  FROM stock_move AS move %s
                  JOIN product_product AS product ON product.id = move.product_id
                  JOIN product_template AS template
                    ON template.id = product.product_tmpl_id
                  JOIN uom_uom AS unit ON unit.id = template.uom_id
                  LEFT JOIN uom_uom AS line_unit ON line_unit.id = line.product_uom_id
                  %s
                 WHERE move.product_id IN %s
                   AND move.state IN %s
                   AND move.product_uom_qty != 0
                   AND template.is_storable
                """,
                queue._get_claim_columns(),
                self._get_reserved_column(),
                self._get_date_column(),
                self._get_turn_columns(),
                lines._get_backorder_shipped_column(),
                self._get_latest_column(),
                self._get_ships_from_column(),
                queue._get_claim_joins(),
                self._get_date_joins(),
                products._ids,
                OPEN_MOVE_STATES,
            )
        )
        return [OpenMove(*row) for row in self.env.cr.fetchall()]

    def _get_reserved_column(self):
        """Return what `stock_move AS move` holds, by location."""
        return SQL(
            """
            CASE WHEN move.quantity > 0 THEN (
                SELECT JSONB_OBJECT_AGG(held.location_id, held.quantity)
                  FROM (SELECT location_id, SUM(quantity_product_uom) AS quantity
                          FROM stock_move_line
                         WHERE move_id = move.id AND quantity_product_uom <> 0
                      GROUP BY location_id) AS held
            ) END
            """
        )

    def _load_chains(self, moves):
        """Return the moves with what they hold and what brings their goods.

        :rtype: dict[int, list[Move]], by id of the product
        """
        origins, brought = self._load_origins(moves)
        to_place = self.env["sale.backorder.queue"]._to_place
        by_product = defaultdict(list)
        for move in moves:
            by_product[move.product_id].append(
                Move(
                    move.id,
                    move.source,
                    move.destination,
                    move.final,
                    move.quantity,
                    move.date,
                    to_place(move),
                    {int(place): held for place, held in (move.reserved or {}).items()},
                    brought.get(move.id),
                    tuple(origins.get(move.id, ())),
                    latest=move.latest,
                    ships_from=move.ships_from,
                )
            )
        return by_product

    def _load_origins(self, moves):
        """Return the moves that bring each move's goods, and what is left of those: a
        hook for what `_load_moves` adds.

        :param list[OpenMove] moves:
        :return: ids of the origins, whatever their state; and for each move that has
            any the quantity that came and that neither it nor others took on
        :rtype: tuple[dict[int, list[int]], dict[int, float]]
        """
        origins, brought = {}, {}
        move_ids = [move.id for move in moves if move.has_origins]
        if not move_ids:
            return origins, brought
        self.env["stock.move"].flush_model(["move_orig_ids", "quantity", "state"])
        self.env.cr.execute(
            SQL(
                """
                SELECT link.move_dest_id,
                       ARRAY_AGG(link.move_orig_id ORDER BY link.move_orig_id),
                       SUM(origin.quantity) FILTER (WHERE origin.state = 'done'),
                       (SELECT SUM(sibling.quantity)
                          FROM stock_move AS sibling
                         WHERE sibling.state = 'done'
                           AND sibling.id IN (
                               SELECT other.move_dest_id
                                 FROM stock_move_move_rel AS other
                                WHERE other.move_orig_id = ANY(
                                      ARRAY_AGG(link.move_orig_id))))
                  FROM stock_move_move_rel AS link
                  JOIN stock_move AS origin ON origin.id = link.move_orig_id
                 WHERE link.move_dest_id = ANY(%s)
              GROUP BY link.move_dest_id
                """,
                move_ids,
            )
        )
        for move_id, origin_ids, came, went in self.env.cr.fetchall():
            origins[move_id] = origin_ids
            brought[move_id] = (came or 0.0) - (went or 0.0)
        return origins, brought

    # === STOCK === #

    def _load_quantities(self, product_ids):
        """Return what is in stock, by id of the product, then by location."""
        groups = self.env["stock.quant"]._read_group(
            [
                ("product_id", "in", list(product_ids)),
                ("quantity", ">", 0),
                ("location_id.warehouse_id", "!=", False),
            ],
            ["product_id", "location_id"],
            ["quantity:sum"],
        )
        quantities = defaultdict(dict)
        for product, location, quantity in groups:
            quantities[product.id][location.id] = quantity
        return quantities
