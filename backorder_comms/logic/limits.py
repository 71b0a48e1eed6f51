# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict
from typing import Any, NamedTuple

from .changes import TOLERANCE


class Line(NamedTuple):
    """An order line before its order is confirmed, in the product's unit.

    :param Any record: what the line is known by
    :param Any stock: where it is served from; lines with the same share what is there
    :param float ordered:
    :param float price: of one unit
    """

    record: Any
    stock: Any
    ordered: float
    price: float


class Missing(NamedTuple):
    """What of a line is not there.

    :param float free: what is left for this line
    """

    line: Line
    free: float

    @property
    def quantity(self):
        return self.line.ordered - self.free

    @property
    def value(self):
        return self.quantity * self.line.price


class Excess(NamedTuple):
    """Lines that together go beyond a maximum.

    :param list[Missing] missing:
    :param float total: what would wait, with what waits already
    """

    missing: list
    total: float


def find_missing(lines, free):
    """Serve lines one after the other; return what is missing of those in want.

    :param list[Line] lines: first come, first served
    :param dict[Any, float] free: what each stock has left for whoever comes next
    :rtype: list[Missing]
    """
    left = {stock: max(quantity, 0) for stock, quantity in free.items()}
    found = []
    for line in lines:
        served = min(left[line.stock], line.ordered)
        left[line.stock] -= served
        if served < line.ordered:
            found.append(Missing(line, served))
    return found


def find_excesses(missing, get_group, measure, waiting, maximum):
    """Return the groups of lines with which more would wait than may.

    A group to which nothing is added is not looked at, however much of it waits.

    :param list[Missing] missing:
    :param callable get_group: what is limited together, for a line's record
    :param str measure: "quantity" or "value"
    :param dict[Any, float] waiting: what waits already, by group
    :param float maximum:
    :rtype: list[Excess]
    """
    groups = defaultdict(list)
    for piece in missing:
        groups[get_group(piece.line.record)].append(piece)
    excesses = (
        Excess(
            pieces,
            waiting.get(group, 0) + sum(getattr(piece, measure) for piece in pieces),
        )
        for group, pieces in groups.items()
    )
    return [excess for excess in excesses if excess.total > maximum + TOLERANCE]
