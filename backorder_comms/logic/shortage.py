# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from typing import NamedTuple

STOCK, INCOMING, LATE, NONE = "stock", "incoming", "late", "none"

# Quantities come from sums of converted units.
TOLERANCE = 1e-6

# What the customer should hear first when several pieces wait for different reasons.
CAUSES_BY_WEIGHT = (NONE, LATE, INCOMING)


class Piece(NamedTuple):
    """A part of a demand and what covers it.

    :param float quantity: in the product's unit
    :param str cause: `stock` (can leave now), `incoming` (arrives on `day`), `late`
        (its supply should have arrived already) or `none` (nothing covers it)
    :param date day: day on which it can leave; None unless `incoming`
    :param date latest: the last day that may be expected; None unless it is unsure
    :param int supply: id of the move that brings it, if any
    """

    quantity: float
    cause: str
    day: date | None = None
    latest: date | None = None
    supply: int | None = None


class Shortage(NamedTuple):
    """What of a demand cannot leave in time.

    :param float quantity: 0 when everything can
    :param date expected: day on which its last piece can leave, None when unknown
    :param str cause: the weightiest cause among its pieces, None without a shortage
    :param date latest: the last day to expect them; None unless a day is unsure
    :param tuple[int] supplies: ids of the moves that bring them
    """

    quantity: float
    expected: date | None
    cause: str | None
    latest: date | None = None
    supplies: tuple = ()


def measure_shortage(pieces, due=None):
    """Sum up the pieces that are not in stock and, with `due`, arrive after that day.

    The day is known only if it is known for every missing piece: one uncovered unit
    makes the whole date unknown.

    :param list[Piece] pieces: the whole demand of one order line
    :param date due: leave out what arrives until this day
    :rtype: Shortage
    """
    missing = [
        piece
        for piece in pieces
        if piece.quantity > 0
        and piece.cause != STOCK
        and (due is None or piece.day is None or piece.day > due)
    ]
    if not missing:
        return Shortage(0.0, None, None)
    dates = [piece.day for piece in missing]
    causes = {piece.cause for piece in missing}
    expected = None if None in dates else max(dates)
    is_unsure = expected and any(piece.latest for piece in missing)
    return Shortage(
        sum(piece.quantity for piece in missing),
        expected,
        next(cause for cause in CAUSES_BY_WEIGHT if cause in causes),
        max(piece.latest or piece.day for piece in missing) if is_unsure else None,
        tuple(piece.supply for piece in missing if piece.supply),
    )
