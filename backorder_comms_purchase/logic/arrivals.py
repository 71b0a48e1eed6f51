# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from itertools import count

# Quantities come from sums of converted units.
TOLERANCE = 1e-6

# What is no move has the number of its line, less than zero: these are none of those.
FIRST_PART = -(2**61)


def rearrange(moves, wishes):
    """Return moves as if goods came on other days.

    :param moves: named tuples with `id`, `quantity` and `date`
    :param dict[int, tuple] wishes: by id of the move the date of what stays of it, None
        where it does not change, and a list of parts with their quantities and dates
    :return: the moves, and of which one each part is, by the part's number
    :rtype: tuple[list, dict[int, int]]
    """
    rearranged, origins, numbers = [], {}, count(FIRST_PART, -1)
    for move in moves:
        if move.id not in wishes:
            rearranged.append(move)
            continue
        date, parts = wishes[move.id]
        for quantity, day in parts:
            part = move._replace(id=next(numbers), quantity=quantity, date=day)
            origins[part.id] = move.id
            rearranged.append(part)
        rest = move.quantity - sum(quantity for quantity, _day in parts)
        if rest > TOLERANCE:
            rearranged.append(move._replace(quantity=rest, date=date or move.date))
    return rearranged, origins


def take(moves, parts):
    """Share out parts among moves, the last ones first: what is left stays.

    :param dict[int, float] moves: quantities by id
    :param list[tuple] parts: quantities and dates
    :rtype: dict[int, list[tuple]], by id of the move
    """
    left, shares = dict(moves), {move: [] for move in moves}
    for quantity, day in parts:
        for move in sorted(left, reverse=True):
            share = min(left[move], quantity)
            if share > TOLERANCE:
                left[move] -= share
                quantity -= share
                shares[move].append((share, day))
    return shares
