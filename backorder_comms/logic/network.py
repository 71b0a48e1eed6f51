# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from .pegging import Demand, Step, Stock, Supply, peg
from .shortage import INCOMING, LATE, STOCK, TOLERANCE, Piece


class Move(NamedTuple):
    """An open stock move of one product.

    :param int source: location
    :param int destination: location
    :param int final: location at the end of its chain, if it is known
    :param float quantity: in the product's unit
    :param datetime date: for which it is planned, in UTC
    :param tuple place: in the queue
    :param dict[int, float] reserved: what it holds, by location
    :param float brought: see `Step`
    :param tuple[int] origins: ids of the open moves that bring its goods
    :param date gives_way_until: see `Demand`
    :param datetime latest: when it comes at worst, None if the date is sure
    :param int ships_from: warehouse in whose place a vendor sends it to the customer
    """

    id: int
    source: int
    destination: int
    final: int | None
    quantity: float
    date: datetime
    place: tuple
    reserved: dict
    brought: float | None = None
    origins: tuple = ()
    gives_way_until: date | None = None
    latest: datetime | None = None
    ships_from: int | None = None


@dataclass
class Map:
    """Where locations are, and what is true of the warehouses.

    :param dict warehouses: id of each location's warehouse, None outside of them
    :param dict paths: ids of each location and those around it, as text: "1/7/8/"
    :param set customers: the locations from which goods come back
    :param set vendors: the locations from which goods come
    :param set outgoing: the locations at which goods are the customers'
    :param dict roots: location of each warehouse from which it reserves
    :param dict days: `ShippingDays` of each warehouse
    """

    warehouses: dict
    paths: dict
    customers: set
    vendors: set
    outgoing: set
    roots: dict
    days: dict

    def is_inside(self, location, other):
        return self.paths[location].startswith(self.paths[other])

    def is_customer_bound(self, move):
        """Tell whether a move's goods are still to come to a customer from us."""
        return (
            (move.final or move.destination) in self.outgoing
            and move.source not in self.outgoing
            and (move.source not in self.vendors or bool(move.ships_from))
        )

    def is_leaving(self, move):
        """Tell whether a move's goods leave the warehouse that it takes them from."""
        here = self.warehouses[move.source]
        there = {self.warehouses[move.destination]}
        if move.final:
            there.add(self.warehouses[move.final])
        return there != {here} if here else there == {None}


@dataclass
class Network:
    """All open moves and the stock of one product, in all warehouses.

    :param list[Move] moves:
    :param dict[int, float] quantities: what is there, by location
    :param Map map:
    """

    moves: list
    quantities: dict
    map: Map
    _pieces: dict = field(default_factory=dict)

    def get_pieces(self):
        """Peg each demand to stock and supply.

        :return: the pieces of each move that leaves a warehouse, by its id
        :rtype: dict[int, list[Piece]]
        """
        self._by_id = {move.id: move for move in self.moves}
        self._leaving, self._arriving = defaultdict(list), defaultdict(list)
        for move in self.moves:
            if move.ships_from:
                continue
            here = self.map.warehouses[move.source]
            there = self.map.warehouses[move.destination]
            if self.map.is_leaving(move):
                self._leaving[here].append(move)
            if there and there != here:
                self._arriving[there].append(move)
        return {
            move_id: pieces
            for warehouse in self._leaving
            for move_id, pieces in self._get_warehouse_pieces(warehouse).items()
        } | {
            move.id: [self._get_direct_piece(move)]
            for move in self.moves
            if move.ships_from
        }

    def _get_direct_piece(self, move):
        """Return what covers goods that a vendor sends to the customer: they do."""
        days = self.map.days[move.ships_from]
        day = days.to_day(move.date)
        if day < days.today:
            return Piece(move.quantity, LATE, supply=move.id)
        latest = days.to_day(move.latest or move.date)
        latest = latest if latest > day else None
        return Piece(move.quantity, INCOMING, day, latest, move.id)

    def _get_warehouse_pieces(self, warehouse):
        """Peg the demands of a warehouse, after those of the warehouses that feed it.

        Of warehouses that feed each other, one has to be looked at first: it takes what
        is to come from the other one as it is planned.
        """
        if warehouse not in self._pieces:
            self._pieces[warehouse] = {}
            self._pieces[warehouse] = self._peg(warehouse)
        return self._pieces[warehouse]

    def _peg(self, warehouse):
        demands, ordered = [], defaultdict(set)
        for move in self._leaving[warehouse]:
            steps, arriving = self._trace(move, warehouse)
            until = self._get_turn(move, steps)
            demands.append(Demand(move.id, move.quantity, move.place, steps, until))
            for move_id in arriving:
                ordered[move_id].add(move.id)
        supplies = [
            supply._replace(demands=frozenset(ordered[move.id]))
            for move in self._arriving[warehouse]
            for supply in self._get_supplies(move, warehouse)
        ]
        return peg(demands, self._get_stock(warehouse), supplies)

    def _trace(self, move, warehouse):
        """Follow a demand's chain back: through the warehouse, to what arrives for it.

        :return: its steps, and the ids of the moves that bring goods for it
        """
        if not move.origins:
            return (_make_step(move),), ()
        steps, arriving = {}, []
        to_visit = [move.id]
        while to_visit:
            step = self._by_id.get(to_visit.pop(0))
            if step is None or step.id in steps or step.id in arriving:
                continue
            if self.map.warehouses[step.source] != warehouse:
                arriving.append(step.id)
                continue
            steps[step.id] = _make_step(step)
            to_visit += step.origins
        return tuple(steps.values()), arriving

    def _get_turn(self, move, steps):
        """Return until when a demand gives way: as long as any of its steps does."""
        moves = [move, *(self._by_id[step.id] for step in steps)]
        days = [move.gives_way_until for move in moves if move.gives_way_until]
        return max(days, default=None)

    def _get_stock(self, warehouse):
        if not warehouse:
            return Stock({}, self.map.is_inside)
        quantities = {
            location: quantity
            for location, quantity in self.quantities.items()
            if self.map.warehouses[location] == warehouse
        }
        days = self.map.days[warehouse]
        return Stock(
            quantities,
            self.map.is_inside,
            self.map.roots[warehouse],
            days.leave(days.today, is_stored=False),
        )

    def _get_supplies(self, move, warehouse):
        """Return what a move brings, split by what is known of it.

        A customer's return is no supply before it is received. A transfer between
        warehouses is only as good as what feeds it.
        """
        if move.source in self.map.customers:
            return
        rest = move.quantity
        for feeder, piece in self._get_feeding_pieces(move):
            quantity = min(piece.quantity, rest)
            if piece.cause != STOCK and quantity > TOLERANCE:
                rest -= quantity
                yield self._get_fed_supply(move, feeder, piece, quantity, warehouse)
        if rest > TOLERANCE:
            day = self.map.days[warehouse].to_day(move.date)
            yield self._get_supply(move, day, rest, warehouse)

    def _get_feeding_pieces(self, move):
        for origin in move.origins:
            feeder = self._by_id.get(origin)
            if feeder and self.map.is_leaving(feeder):
                here = self.map.warehouses[feeder.source]
                pieces = self._get_warehouse_pieces(here).get(origin, ())
                yield from ((feeder, piece) for piece in pieces)

    def _get_fed_supply(self, move, feeder, piece, quantity, warehouse):
        """Return a part of a transfer that the other warehouse does not have yet."""
        if piece.cause != INCOMING:
            return Supply(move.id, quantity, None, piece.cause)
        days = self.map.days[warehouse]
        arrival = days.to_day(move.date)
        way = max(timedelta(), arrival - days.to_day(feeder.date))
        day = max(arrival, piece.day + way)
        supply = self._get_supply(move, day, quantity, warehouse)
        latest = max(supply.day, (piece.latest or piece.day) + way)
        return supply._replace(latest=days.add_margin(latest))

    def _get_supply(self, move, day, quantity, warehouse):
        days = self.map.days[warehouse]
        if day < days.today:
            return Supply(move.id, quantity, None, LATE)
        is_stored = self.map.is_inside(move.destination, self.map.roots[warehouse])
        leaves = days.leave(day, is_stored)
        latest = move.latest and days.leave(days.to_day(move.latest), is_stored)
        is_unsure = latest and latest > leaves
        return Supply(move.id, quantity, leaves, latest=latest if is_unsure else None)


def _make_step(move):
    return Step(move.id, move.source, move.quantity, move.reserved, move.brought)
