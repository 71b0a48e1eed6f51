# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from typing import NamedTuple

PROTECTED, SAME, LIST = "protected", "same", "list"


class Price(NamedTuple):
    """What one unit costs.

    :param float unit: before the discount
    :param float discount: in percent
    """

    unit: float
    discount: float = 0.0

    @property
    def net(self):
        return self.unit * (1 - self.discount / 100)


def choose_price(policy, ordered, listed, is_charged):
    """Return what a customer pays for a unit of a substitute.

    A discount that he had, he keeps. Nobody is asked for more than he was invoiced.

    :param str policy: `protected`, `same` or `list`
    :param Price ordered: of what he ordered
    :param Price listed: of the substitute, if he had ordered it
    :param bool is_charged: whether what he ordered was invoiced or paid already
    :rtype: Price
    """
    if policy == SAME:
        return ordered
    listed = listed._replace(discount=max(listed.discount, ordered.discount))
    if policy == LIST and not is_charged:
        return listed
    return min(ordered, listed, key=lambda price: price.net)
