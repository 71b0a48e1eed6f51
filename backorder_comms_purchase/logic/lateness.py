# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from typing import NamedTuple

# With fewer, chance says more than the vendor.
MIN_RECEIPTS = 5


class Lateness(NamedTuple):
    """By how many days goods come after they were promised; before, if negative.

    :param int early: one receipt in ten is earlier
    :param int likely: one in two is earlier, one in two later
    :param int late: one in ten is later
    """

    early: int
    likely: int
    late: int


def measure_lateness(days, receipt_count):
    """Sum up what was promised and what came.

    Each figure is one that was seen: what is far off moves none of them by itself.

    :param list[int] days: days after the promise, of each line that was received
    :param int receipt_count: by how many receipts
    :rtype: Lateness | None
    """
    if not days or receipt_count < MIN_RECEIPTS:
        return None
    ordered = sorted(days)
    return Lateness(*(_get_percentile(ordered, percent) for percent in (10, 50, 90)))


def _get_percentile(ordered, percent):
    """Return the smallest value that so many percent of all do not exceed."""
    rank = -(-percent * len(ordered) // 100)
    return ordered[rank - 1]
