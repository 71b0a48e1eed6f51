# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import Counter, defaultdict
from datetime import date
from heapq import heappop, heappush
from operator import attrgetter
from typing import NamedTuple

from .shortage import INCOMING, LATE, NONE, STOCK, TOLERANCE, Piece


class Step(NamedTuple):
    """A move of a demand's goods inside the warehouse, the last one included.

    :param int id: several demands may share a step
    :param int location: where it takes the goods from
    :param float quantity: of the whole step
    :param dict[int, float] reserved: what it holds, by location
    :param float brought: what its previous steps brought and nobody took yet; None for
        a first step, which takes from stock
    """

    id: int
    location: int
    quantity: float
    reserved: dict
    brought: float | None = None


class Demand(NamedTuple):
    """What has to leave a warehouse.

    :param int id:
    :param float quantity:
    :param tuple place: in the queue, see `ranking`
    :param tuple[Step] steps: its open moves in the warehouse, from the last one back
    :param date gives_way_until: what comes before this day goes to all others first;
        None when its place counts from now on
    """

    id: int
    quantity: float
    place: tuple
    steps: tuple
    gives_way_until: date | None = None

    def gives_way(self, day):
        """Tell whether others go first to what comes on a day, unknown ones included.

        :param date day: None when unknown: later than any other
        """
        until = self.gives_way_until
        return until is not None and day is not None and day < until


class Supply(NamedTuple):
    """What is to arrive in a warehouse.

    :param int id: of the move that brings it; None for what is in the building
    :param float quantity:
    :param date day: from which it can leave; None when unknown
    :param str cause: `incoming`, or `late` or `none` if there is no day
    :param date latest: the last day that may be expected; None unless it is unsure
    :param frozenset[int] demands: ids of those it was ordered for
    """

    id: int | None
    quantity: float
    day: date | None
    cause: str = INCOMING
    latest: date | None = None
    demands: frozenset = frozenset()


class Stock:
    """Goods in a warehouse, by location.

    :param dict[int, float] quantities: by location
    :param inside: function of two locations: whether the first is in the second
    :param int root: what is outside of this location cannot be reserved; None outside
        of warehouses
    :param date day: on which goods that cannot be reserved yet can leave
    """

    def __init__(self, quantities, inside, root=None, day=None):
        self.quantities = dict(quantities)
        self.inside = inside
        self.root = root
        self.day = day
        self._shelves = {}

    def remove(self, location, quantity):
        """Take out what is spoken for."""
        self.quantities[location] = self.quantities.get(location, 0.0) - quantity

    def take(self, location, limit):
        """Take up to so much out of a location and those in it; return how much."""
        shelves = self._get_shelves(location)
        available = sum(self.quantities[shelf] for shelf in shelves)
        taken = rest = max(0.0, min(limit, available))
        for shelf in shelves:
            part = min(rest, max(0.0, self.quantities[shelf]))
            self.quantities[shelf] -= part
            rest -= part
        return taken

    def _get_shelves(self, location):
        """Return where in a location something is; where not, is not looked again."""
        shelves = self._shelves.get(location)
        if shelves is None:
            shelves = [at for at in self.quantities if self.inside(at, location)]
        shelves = [at for at in shelves if abs(self.quantities[at]) > TOLERANCE]
        self._shelves[location] = shelves
        return shelves

    def get_transit(self):
        """Return what is in the building, but not yet where it can be reserved."""
        if self.root is None:
            return Supply(None, 0.0, self.day)
        quantity = sum(
            quantity
            for location, quantity in self.quantities.items()
            if not self.inside(location, self.root)
        )
        return Supply(None, max(0.0, quantity), self.day)


def peg(demands, stock, supplies):
    """Assign what a warehouse has and gets of a product to who needs it.

    Goods go by the demands' places, except that reservations are respected, and that
    what was ordered for somebody is his first. Stock is taken before what arrives, the
    earlier arrival before the later one, and what has no day comes last. Those who
    give way get what is left over until their day comes.

    Linear in the number of demands and supplies, after sorting.

    :param list[Demand] demands:
    :param Stock stock: is used up
    :param list[Supply] supplies:
    :return: the pieces of each demand, which add up to its quantity
    :rtype: dict[int, list[Piece]]
    """
    pegging = _Pegging(stock, supplies)
    queue = sorted(demands, key=attrgetter("place"))
    for demand in queue:
        pegging.take_reserved(demand)
    for demand in sorted(queue, key=lambda demand: bool(demand.gives_way_until)):
        pegging.take_stock(demand)
    pegging.add_transit()
    day = pegging.transit.day
    for demand in sorted(queue, key=lambda demand: demand.gives_way(day)):
        pegging.take_transit(demand)
        pegging.take_ordered(demand)
    pegging.hand_out_arrivals(queue)
    return pegging.pieces


class _Pegging:
    def __init__(self, stock, supplies):
        self.stock = stock
        self.supplies = sorted(supplies, key=_get_arrival)
        self.left = [supply.quantity for supply in self.supplies]
        self.ordered = defaultdict(list)
        for index, supply in enumerate(self.supplies):
            for demand_id in supply.demands:
                self.ordered[demand_id].append(index)
        self.used = Counter()
        self.open = {}
        self.pieces = {}

    def add_transit(self):
        self.transit = self.stock.get_transit()
        self.transit_left = self.transit.quantity

    def take_reserved(self, demand):
        """Give a demand what its steps hold, each unit of a shared step once."""
        self.open[demand.id] = demand.quantity
        self.pieces[demand.id] = []
        taken = 0.0
        for step in demand.steps:
            for location, quantity in step.reserved.items():
                key = step.id, location
                part = min(quantity - self.used[key], demand.quantity - taken)
                if part > TOLERANCE:
                    self.used[key] += part
                    self.stock.remove(location, part)
                    taken += part
        self._give(demand, taken, STOCK)

    def take_stock(self, demand):
        taken = 0.0
        for step in demand.steps:
            wanted = step.quantity - sum(step.reserved.values())
            limit = min(wanted, self.open[demand.id] - taken)
            if step.brought is not None:
                limit = min(limit, step.brought)
            if limit > TOLERANCE:
                taken += self.stock.take(step.location, limit)
        self._give(demand, taken, STOCK)

    def take_transit(self, demand):
        quantity = min(self.open[demand.id], self.transit_left)
        self.transit_left -= quantity
        self._give(demand, quantity, INCOMING, self.transit)

    def take_ordered(self, demand):
        for index in self.ordered[demand.id] if self.open[demand.id] else ():
            self._take_supply(demand, index)

    def hand_out_arrivals(self, queue):
        """Give each arrival to those whose turn it is, then to those who give way.

        :param list[Demand] queue: by place
        """
        waiting = [demand for demand in queue if self._is_open(demand)]
        ready = [(d.place, d) for d in waiting if not d.gives_way_until]
        behind = [demand for demand in waiting if demand.gives_way_until]
        for index, supply in enumerate(self.supplies):
            for demand in behind:
                if not demand.gives_way(supply.day):
                    heappush(ready, (demand.place, demand))
            behind = [demand for demand in behind if demand.gives_way(supply.day)]
            while ready and self.left[index] > TOLERANCE:
                demand = ready[0][1]
                self._take_supply(demand, index)
                if not self._is_open(demand):
                    heappop(ready)
            for demand in behind:
                self._take_supply(demand, index)
            behind = [demand for demand in behind if self._is_open(demand)]
        for demand in waiting:
            self._give(demand, self.open[demand.id], NONE)

    def _is_open(self, demand):
        return self.open[demand.id] > TOLERANCE

    def _take_supply(self, demand, index):
        supply = self.supplies[index]
        quantity = min(self.open[demand.id], self.left[index])
        self.left[index] -= quantity
        self._give(demand, quantity, supply.cause, supply)

    def _give(self, demand, quantity, cause, supply=None):
        if quantity <= TOLERANCE:
            return
        self.open[demand.id] -= quantity
        facts = (supply.day, supply.latest, supply.id) if supply else ()
        self.pieces[demand.id].append(Piece(quantity, cause, *facts))


def _get_arrival(supply):
    """Sort by day, what has none last; among those, what is late before nothing.

    Of what comes on the same day, what is sure is first.
    """
    return (
        supply.day is None,
        supply.day or date.min,
        supply.cause != LATE,
        supply.latest is not None,
        supply.id or 0,
    )
