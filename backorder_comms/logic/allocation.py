# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict, deque
from dataclasses import dataclass

DIGITS = 9  # a rest that is smaller than this comes from binary fractions


@dataclass
class Demand:
    """Goods that a stock move still needs.

    :param int id: of the stock move
    :param int product: id
    :param str path: ids of the location it takes from, and of those above it
    :param float quantity: what it still needs, in the product's unit
    :param tuple rank: the smaller one is served first
    :param bool owed: whether goods are kept for it
    """

    id: int
    product: int
    path: str
    quantity: float
    rank: tuple
    owed: bool


class Allocation:
    """What is free of some products, who needs it, and how much each may take."""

    def __init__(self, free, demands):
        """Take stock.

        :param dict[tuple, float] free: by product and path of the location
        :param list[Demand] demands:
        """
        self._free = defaultdict(dict)
        for (product, path), quantity in free.items():
            self._free[product][path] = quantity
        self._demands = {demand.id: demand for demand in demands}
        self._queues = defaultdict(deque)
        for demand in sorted(demands, key=lambda demand: demand.rank):
            if demand.owed:
                self._queues[demand.product].append(demand)

    def get_rank(self, move_id):
        """Return a key that sorts moves as they are to be served.

        Nothing is free for those that are not known: they come last.
        """
        demand = self._demands.get(move_id)
        return (False, demand.rank) if demand else (True,)

    def get_reach(self, move_id):
        """Return how much is free where a move takes from, whoever it is kept for."""
        demand = self._demands.get(move_id)
        if not demand:
            return 0.0
        free = self._free[demand.product]
        return sum(free[path] for path in free if path.startswith(demand.path))

    def get_allowance(self, move_id, need):
        """Return how much of its need a move may take."""
        if not (held := self.get_held(move_id)):
            return need
        return max(0.0, min(need, self.get_reach(move_id) - sum(held.values())))

    def get_held(self, move_id):
        """Return what a move must leave to those ahead of it.

        They are served from where the move does not reach as far as that goes, so that
        it is not held back without need.

        :return: quantity by id of who is ahead, in order
        :rtype: dict[int, float]
        """
        held = {}
        left = self.get_reach(move_id)
        if left <= 0:
            return held
        taker = self._demands[move_id]
        free = self._get_free_from_afar(taker)
        for ahead in self._queues[taker.product]:
            if ahead.rank >= taker.rank or left <= 0:
                break
            if part := _serve(ahead, free, taker.path):
                held[ahead.id] = part
                left -= part
        return held

    def _get_free_from_afar(self, taker):
        """Return what is free, what the taker does not reach first."""
        free = self._free[taker.product]
        paths = sorted(free, key=lambda path: path.startswith(taker.path))
        return {path: free[path] for path in paths if free[path] > 0}

    def get_surplus(self, product, path):
        """Return how much is free at a place after all those who wait are served.

        :param int product: id
        :param str path: ids of the location, and of those above it
        """
        free = {place: qty for place, qty in self._free[product].items() if qty > 0}
        kept = sum(_serve(ahead, free, path) for ahead in self._queues[product])
        reach = sum(
            quantity
            for place, quantity in self._free[product].items()
            if place.startswith(path)
        )
        return max(0.0, round(reach - kept, DIGITS))

    def take_all(self, move_id):
        """Let a move take all that it needs, whoever it is kept for.

        :return: who loses how much by it; the last ones in the queue lose first
        :rtype: dict[int, float], by id of the move
        """
        if not (demand := self._demands.get(move_id)):
            return {}
        taken = min(demand.quantity, self.get_reach(move_id))
        excess = taken - self.get_allowance(move_id, taken)
        losses = {}
        for loser, quantity in reversed(self.get_held(move_id).items()):
            if excess <= 0:
                break
            losses[loser] = min(quantity, excess)
            excess -= losses[loser]
        self.take(move_id, taken)
        return losses

    def take(self, move_id, quantity):
        """Note that a move took goods."""
        if not (demand := self._demands.get(move_id)):
            return
        demand.quantity = round(demand.quantity - quantity, DIGITS)
        queue = self._queues[demand.product]
        while queue and queue[0].quantity <= 0:
            queue.popleft()
        free = self._free[demand.product]
        for path in free:
            if path.startswith(demand.path):
                part = max(0.0, min(free[path], quantity))
                free[path] -= part
                quantity -= part

    def get_servable_ids(self):
        """Return who is owed goods that are free, in order.

        :rtype: list[int]
        """
        servable = [
            demand
            for queue in self._queues.values()
            for demand in queue
            if self.get_reach(demand.id) > 0
        ]
        servable.sort(key=lambda demand: demand.rank)
        return [demand.id for demand in servable]


def _serve(demand, free, path):
    """Take from `free` what a demand needs; return how much of it lay under `path`."""
    needed, under_path = demand.quantity, 0.0
    for place in free:
        if not place.startswith(demand.path):
            continue
        part = min(needed, free[place])
        free[place] -= part
        needed -= part
        if place.startswith(path):
            under_path += part
        if needed <= 0:
            break
    return under_path
