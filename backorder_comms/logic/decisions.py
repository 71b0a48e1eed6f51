# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from hashlib import sha256
from typing import NamedTuple


class Choice(NamedTuple):
    """One thing that a customer may decide now, and what would happen then.

    :param str option: what it is, such as `wait`; unique over all kinds
    :param str kind: what it is about, such as `shipping`
    :param str name: what its button says
    :param tuple[str] consequences: sentences
    :param int | bool line_id: the order line, False when it is about the whole order
    :param int | bool product_id: the substitute
    :param float max_quantity: how many can be asked for; 0 when there is nothing to ask
    :param str unit: in which `max_quantity` is
    :param bool asks_reason: whether to ask why, or for some words
    :param bool is_current: whether it is so already: shown, but not offered
    """

    option: str
    kind: str
    name: str
    consequences: tuple = ()
    line_id: int | bool = False
    product_id: int | bool = False
    max_quantity: float = 0.0
    unit: str = ""
    asks_reason: bool = False
    is_current: bool = False

    def digest(self):
        """Return what tells this choice from the same one under other circumstances.

        A page remembers it: if it has changed when the customer confirms, he must not
        get what he did not see.

        :rtype: str
        """
        return sha256(repr(tuple(self)).encode()).hexdigest()[:16]

    def to_params(self):
        """Return what names the choice in an address or a form.

        :rtype: dict[str, str | int]
        """
        params = {
            "option": self.option,
            "line": self.line_id,
            "product": self.product_id,
        }
        return {name: value for name, value in params.items() if value}

    def is_for(self, answer):
        """Tell whether an answer means this choice.

        :param Answer answer:
        """
        return (self.option, self.line_id, self.product_id) == (
            answer.option,
            answer.line_id,
            answer.product_id,
        )


class Answer(NamedTuple):
    """What somebody chose.

    :param str option:
    :param int | bool line_id:
    :param int | bool product_id:
    :param float quantity: how many, 0 for all
    :param str reason: in his own words
    :param str | None key: names the page he answered on, so that a second click on it
        does nothing more
    :param str | None seen: digest of the choice as he saw it
    """

    option: str
    line_id: int | bool = False
    product_id: int | bool = False
    quantity: float = 0.0
    reason: str = ""
    key: str | None = None
    seen: str | None = None

    def is_stale(self, choice):
        """Tell whether the choice is another one than he saw.

        :param Choice choice:
        """
        return self.seen is not None and self.seen != choice.digest()

    def get_quantity(self, choice):
        """Return how many he means, None when there are not so many.

        :param Choice choice:
        :rtype: float | None
        """
        if not choice.max_quantity:
            return 0.0
        wanted = self.quantity or choice.max_quantity
        return wanted if 0 < wanted <= choice.max_quantity else None


class Source(NamedTuple):
    """Where an answer comes from.

    :param str origin: `portal` (logged in), `link`, `staff` or `policy`
    :param str | bool address: from which it was sent over the network
    """

    origin: str
    address: str | bool = False
