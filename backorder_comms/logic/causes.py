# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from typing import NamedTuple

HOLD, CORRECTED, OUTRANKED, DEMAND = "hold", "corrected", "outranked", "demand"

# Days of orders that show how much is ordered now, and those before that show what is
# usual.
RECENT_DAYS = 30
USUAL_DAYS = 180

# Half as much again as usual is no accident any more, given that there is a usual.
ABOVE_USUAL = 1.5
FEWEST_ORDERS = 3

# What explains less of what is missing than this is not why it is missing.
SHARE = 0.5


class Evidence(NamedTuple):
    """What is known of the goods that an order line waits for, in the product's unit.

    :param float held: in the warehouse, where it cannot be reserved
    :param float corrected: what inventories took away since it was ordered
    :param bool is_outranked: whether orders that came later got some
    :param float recent: what was ordered in the last days
    :param float earlier: what was ordered before, back to where the usual begins
    :param int orders: how many order lines that was
    """

    held: float = 0.0
    corrected: float = 0.0
    is_outranked: bool = False
    recent: float = 0.0
    earlier: float = 0.0
    orders: int = 0


def find_causes(missing, evidence):
    """Return why goods are missing, as far as evidence says.

    :param float missing: in the product's unit
    :param Evidence evidence:
    :rtype: set[str]
    """
    found = {
        HOLD: explains(evidence.held, missing),
        CORRECTED: explains(evidence.corrected, missing),
        OUTRANKED: evidence.is_outranked,
        DEMAND: is_above_usual(evidence.recent, evidence.earlier, evidence.orders),
    }
    return {cause for cause, is_so in found.items() if is_so}


def explains(quantity, missing):
    """Tell whether a quantity is a large enough part of what is missing."""
    return quantity > 0 and quantity >= SHARE * missing


def is_above_usual(recent, earlier, orders):
    """Tell whether more was ordered lately than is usual.

    The usual is that of the days before, so that a rush does not become its own usual.
    What was hardly ever ordered has none.

    :param float recent: ordered in the last `RECENT_DAYS`
    :param float earlier: ordered in the days before, back to `USUAL_DAYS` ago
    :param int orders: how many orders that was
    """
    if orders < FEWEST_ORDERS:
        return False
    usual = earlier * RECENT_DAYS / (USUAL_DAYS - RECENT_DAYS)
    return recent > ABOVE_USUAL * usual
