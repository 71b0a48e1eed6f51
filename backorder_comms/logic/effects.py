# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from typing import NamedTuple

SOONER, LATER, SAME = "sooner", "later", "same"


class Outcome(NamedTuple):
    """How things stand for an order line that waits.

    :param int position: in the queue; None when it does not wait
    :param date day: on which all of it can leave; None when unknown
    """

    position: int | None
    day: date | None


class Effect(NamedTuple):
    """What a change would mean for an order line."""

    before: Outcome
    after: Outcome

    @property
    def direction(self):
        """Tell whether its goods would come sooner; unknown is later than any day."""
        before, after = (
            outcome.day or date.max for outcome in (self.before, self.after)
        )
        if before == after:
            return SAME
        return LATER if after > before else SOONER

    @property
    def days(self):
        """Return by how many days later it would be; 0 when a day is unknown."""
        days = (self.before.day, self.after.day)
        return (days[1] - days[0]).days if all(days) else 0


def number(queues):
    """Number who waits: an order line stands where its first demand does.

    :param list[list[tuple]] queues: places in the queue, each with the id of its line
    :rtype: dict[int, int], by id of the line
    """
    positions = {}
    for queue in queues:
        for position, (_place, line_id) in enumerate(sorted(queue), start=1):
            positions.setdefault(line_id, position)
    return positions


def find_effects(before, after):
    """Return what differs.

    :param dict[int, Outcome] before: by id of the order line
    :param dict[int, Outcome] after: likewise
    :rtype: dict[int, Effect]
    """
    nothing = Outcome(None, None)
    return {
        line_id: Effect(before.get(line_id, nothing), after.get(line_id, nothing))
        for line_id in before.keys() | after.keys()
        if before.get(line_id) != after.get(line_id)
    }
