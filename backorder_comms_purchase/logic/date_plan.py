# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict
from datetime import date
from typing import NamedTuple

CHANGE, UNCHANGED, UNCLEAR, REFUSED = "change", "unchanged", "unclear", "refused"

# Lines of an order with the same product; more are not told apart.
MANY = 100

# Quantities come from sums of converted units.
TOLERANCE = 1e-6


class Line(NamedTuple):
    """A purchase line that goods are still to come for, or came for.

    :param int id:
    :param int order: id of the purchase
    :param frozenset[str] codes: what its product may be called, see `to_code`
    :param float open: what is still to come, in the line's unit
    :param float ordered: likewise
    :param date day: for which it is expected
    :param bool can_split: whether a part of it may have a date of its own
    """

    id: int
    order: int
    codes: frozenset
    open: float
    ordered: float
    day: date
    can_split: bool = True

    def is_quantity(self, quantity):
        """Vendors write what is still to come, or what was ordered."""
        return is_same(quantity, self.open) or is_same(quantity, self.ordered)


class Wish(NamedTuple):
    """A row of the sheet that could be read.

    :param list[Line] lines: those it may be about: of its order, or of the vendor. One
        list for all rows about the same.
    :param tuple[str] codes: what it calls the product, the surest first
    :param date day:
    :param float | None quantity: None when the row does not say
    """

    lines: list
    codes: tuple
    day: date
    quantity: float | None = None


class Verdict(NamedTuple):
    """What becomes of a row.

    :param str state: `change`, `unchanged`, `unclear` or `refused`
    :param str reason: in a word; empty when it is plain
    :param int | None line: id of the purchase line
    """

    state: str
    reason: str = ""
    line: int | None = None


class Change(NamedTuple):
    """What is to be done to a purchase line.

    :param int line: its id
    :param date day:
    :param float | None quantity: what gets a line of its own; None for the line itself
    """

    line: int
    day: date
    quantity: float | None = None


def is_same(one, other):
    return abs(one - other) <= TOLERANCE


def to_code(text):
    """Write a code so that those match which people take for the same.

    Spreadsheets take the zeros in front from what they take for a number.
    """
    code = "".join(text.casefold().split())
    return code.lstrip("0") or code if code.isdecimal() else code


def plan(wishes):
    """Decide on rows: which lines get which dates.

    What was applied is unchanged when it is planned again.

    :param list[Wish] wishes: all rows, for some may be about parts of one line
    :return: a verdict on each, and what is to be done
    :rtype: tuple[list[Verdict], list[Change]]
    """
    verdicts, groups = [None] * len(wishes), defaultdict(list)
    by_lines, catalogs = {}, {}
    for number, wish in enumerate(wishes):
        catalog = catalogs.get(id(wish.lines))
        if catalog is None:
            catalog = catalogs[id(wish.lines)] = _Catalog(wish.lines)
        lines, verdict = catalog.find_lines(wish.codes)
        if verdict:
            verdicts[number] = verdict
            continue
        key = tuple(line.id for line in lines)
        by_lines[key] = lines
        groups[key].append(number)
    changes, taken = [], set()
    for key, numbers in groups.items():
        lines = [line for line in by_lines[key] if line.id not in taken]
        group = _Group(lines, {number: wishes[number] for number in numbers})
        group.decide()
        changes += group.changes
        taken |= group.taken
        for number, verdict in group.verdicts.items():
            verdicts[number] = verdict
    return verdicts, changes


class _Catalog:
    """Lines by what their products are called; many rows are about the same."""

    def __init__(self, lines):
        self.lines = lines
        self.open = [line for line in lines if line.open > TOLERANCE]
        self.found = {}
        self.by_code = defaultdict(list)
        for line in lines:
            for code in line.codes:
                self.by_code[code].append(line)

    def find_lines(self, codes):
        """Return the lines that a row may be about, or the verdict if there are none.

        :param tuple[str] codes: what the row calls the product
        :rtype: tuple[list[Line], Verdict | None]
        """
        if codes not in self.found:
            self.found[codes] = self._find_lines(codes)
        return self.found[codes]

    def _find_lines(self, codes):
        if not codes:
            return self._choose(self.lines, self.open)
        matches = [self.by_code[code] for code in codes if code in self.by_code]
        if not matches:
            return [], Verdict(REFUSED, "product")
        shared = set.intersection(*({line.id for line in lines} for lines in matches))
        lines = [line for line in matches[0] if line.id in shared]
        if not lines:
            return [], Verdict(UNCLEAR, "contradiction")
        still_open = [line for line in lines if line.open > TOLERANCE]
        if len({line.order for line in still_open}) > 1:
            return [], Verdict(UNCLEAR, "orders")
        return self._choose(lines, still_open, is_product=True)

    def _choose(self, lines, still_open, is_product=False):
        if not lines:
            return [], Verdict(REFUSED, "product")
        if not still_open:
            return [], Verdict(REFUSED, "received", lines[0].id)
        if len(still_open) > (MANY if is_product else 1):
            return [], Verdict(UNCLEAR, "several")
        return still_open, None


class _Group:
    """Rows about the same lines, which have the same product."""

    def __init__(self, lines, wishes):
        self.left = list(lines)
        self.waiting = dict(wishes)
        self.verdicts, self.changes, self.taken = {}, [], set()

    def decide(self):
        """Decide on what is plain first, so that less is left for what is not."""
        self._match_quantities(lambda line, wish: line.day == wish.day)
        self._match_same_days()
        self._match_quantities(self._is_only_fit)
        self._match_whole_lines()
        self._match_parts()
        self.waiting = {}

    def _settle(self, number, state, reason="", line=None):
        del self.waiting[number]
        self.verdicts[number] = Verdict(state, reason, line and line.id)

    def _settle_all(self, state, reason, line=None):
        for number in list(self.waiting):
            self._settle(number, state, reason, line)

    def _take(self, line):
        self.left.remove(line)
        self.taken.add(line.id)

    def _change(self, line, day, quantity=None):
        self.changes.append(Change(line.id, day, quantity))
        self.taken.add(line.id)

    def _match_quantities(self, fits):
        """Settle the rows whose quantity is that of a line."""
        for number, wish in list(self.waiting.items()):
            for line in self.left:
                is_quantity = wish.quantity and line.is_quantity(wish.quantity)
                if is_quantity and fits(line, wish):
                    self._take(line)
                    self._settle_line(number, wish, line)
                    break

    def _is_only_fit(self, line, wish):
        days = {other.day for other in self.left if other.is_quantity(wish.quantity)}
        return days == {line.day}

    def _settle_line(self, number, wish, line):
        if wish.day == line.day:
            self._settle(number, UNCHANGED, line=line)
        else:
            self._change(line, wish.day)
            self._settle(number, CHANGE, line=line)

    def _match_same_days(self):
        """Settle the rows that share out what lines of that day are to bring."""
        for day, numbers in self._by_day().items():
            lines = [line for line in self.left if line.day == day]
            total = sum(self.waiting[number].quantity for number in numbers)
            if lines and is_same(total, sum(line.open for line in lines)):
                for line in lines:
                    self._take(line)
                for number in numbers:
                    self._settle(number, UNCHANGED, line=lines[0])

    def _by_day(self):
        days = defaultdict(list)
        for number, wish in self.waiting.items():
            if wish.quantity:
                days[wish.day].append(number)
        return days

    def _match_whole_lines(self):
        """Settle the rows that do not say how much: they are about all of it."""
        whole = {n: wish for n, wish in self.waiting.items() if not wish.quantity}
        days = {wish.day for wish in whole.values()}
        if not whole:
            return
        if len(days) > 1 or len(whole) < len(self.waiting):
            self._settle_all(UNCLEAR, "contradiction")
            return
        if len(self.left) != 1:
            is_known = self.left and {line.day for line in self.left} == days
            state = (UNCHANGED, "") if is_known else (UNCLEAR, "several")
            self._settle_all(*state, self.left[0] if self.left else None)
            return
        [line] = self.left
        first, *others = whole
        self._take(line)
        self._settle_line(first, whole[first], line)
        for number in others:
            self._settle(number, UNCHANGED, "repeated", line)

    def _match_parts(self):
        """Settle the rows that share out one line by its quantity."""
        if len(self.left) > 1:
            self._settle_all(UNCLEAR, "several")
        elif not self.left:
            self._settle_all(REFUSED, "quantity")
        else:
            self._share_out(self.left[0])

    def _share_out(self, line):
        by_day = self._by_day()
        parts = {
            day: sum(self.waiting[number].quantity for number in numbers)
            for day, numbers in by_day.items()
        }
        rest = line.open - sum(parts.values())
        if rest < -TOLERANCE:
            self._settle_all(REFUSED, "quantity", line)
            return
        moved = self._choose_moved(line, parts, rest)
        if any(part is not None for part in moved.values()) and not line.can_split:
            self._settle_all(UNCLEAR, "split", line)
            return
        for day, part in moved.items():
            self._change(line, day, part)
        for day, numbers in by_day.items():
            state = CHANGE if day in moved else UNCHANGED
            reason = "part" if moved.get(day) else ""
            for number in numbers:
                self._settle(number, state, reason, line)

    def _choose_moved(self, line, parts, rest):
        """Return which days need which part; None is for what stays of the line.

        The line keeps what nothing was said about, or what stays on its day, or else
        what comes first.
        """
        moved = {day: part for day, part in sorted(parts.items()) if day != line.day}
        if moved and rest <= TOLERANCE and line.day not in parts:
            moved[min(moved)] = None
        return moved
