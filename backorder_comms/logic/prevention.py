# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""How much to keep so that customers seldom wait.

The reorder point of the textbooks (Silver, Pyke and Thomas, Inventory and Production
Management in Supply Chains): what is ordered while new goods are on their way, and a
safety stock of some standard deviations of it. Daily demand is taken as independent
from day to day, and the lead time as it is known; both make it a suggestion only.
"""

from math import sqrt

# Days of demand that are looked at.
DAYS = 90

# In 19 of 20 cases, goods arrive before the stock is gone, if demand is normal.
SAFETY_FACTOR = 1.645


def measure_demand(days, total, total_of_squares):
    """Return the mean and the standard deviation of a day's demand.

    :param int days: that were looked at, those without an order included
    :param float total: of the demand of all days
    :param float total_of_squares: of the demand of each day
    """
    mean = total / days
    return mean, sqrt(max(0.0, total_of_squares / days - mean**2))


def get_safety_stock(deviation, lead_days):
    """Return what to keep for days on which more is ordered than on others."""
    return SAFETY_FACTOR * deviation * sqrt(lead_days)


def get_reorder_point(mean, deviation, lead_days):
    """Return the stock at which to order more, the safety stock included."""
    return mean * lead_days + get_safety_stock(deviation, lead_days)
