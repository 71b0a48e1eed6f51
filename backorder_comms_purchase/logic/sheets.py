# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, datetime
from typing import NamedTuple

MAX_BYTES = 5 * 2**20
MAX_UNPACKED = 100 * 2**20
MAX_SHEETS = 50
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_LENGTH = 500

# More rows than this, blank ones included, is nothing that a vendor sends.
MAX_LOOKED_AT = 1_200_000

# Blank ones included, which take room as well.
MAX_CELLS = 5_000_000

# In the place of a formula whose value the file does not have.
NO_VALUE = "=?"


class RefusedFile(Exception):
    """A file that is not read; its only argument says why, in a word."""


class Row(NamedTuple):
    """A row that is not blank.

    :param int number: as the sheet shows it, from 1
    :param list cells: text, numbers, days, or None where blank
    """

    number: int
    cells: list


class Sheet(NamedTuple):
    """A sheet's rows that are not blank.

    :param str name:
    :param list[Row] rows:
    :param bool since_1904: how numbers count days: from 1904, or else from 1900
    """

    name: str
    rows: list
    since_1904: bool = False


class RowCounter:
    """Keeps the rows of a file, until they are too many."""

    def __init__(self):
        self.kept = 0
        self.looked_at = 0

    def collect(self, rows):
        """Keep the rows that are not blank.

        :param rows: of cells as they were read, all rows from the first one on
        :rtype: list[Row]
        """
        kept = []
        for number, values in enumerate(rows, 1):
            self.looked_at += 1
            if self.looked_at > MAX_LOOKED_AT:
                raise RefusedFile("rows")
            if values.count(None) < len(values) and (cells := trim(values)):
                self._keep(kept, Row(number, cells))
        return kept

    def _keep(self, kept, row):
        self.kept += 1
        if self.kept > MAX_ROWS:
            raise RefusedFile("rows")
        if len(row.cells) > MAX_COLUMNS:
            raise RefusedFile("columns")
        kept.append(row)


def trim(values):
    """Return the cells of a row without the blank ones at its end."""
    cells = [clean(value) for value in values]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def clean(value):
    """Return what a cell says: text without blanks around it, a number, or a day."""
    if value is None or isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return int(value) if value == value // 1 and abs(value) < 2**53 else value
    # Hard blanks and line breaks are blanks; a cell of 30,000 letters is no code.
    return " ".join(str(value)[:MAX_LENGTH].replace("\0", " ").split()) or None


def fill_merged(rows, ranges):
    """Repeat what a merged cell says in each row that it reaches down to.

    What is merged across columns is a title and stays as it is.

    :param list[Row] rows:
    :param list[tuple[int, int, int]] ranges: first row, last row, column: from 1
    """
    by_number = {row.number: row.cells for row in rows}
    left = MAX_ROWS
    for first, last, column in ranges:
        top = by_number.get(first, ())
        value = top[column - 1] if 0 < column <= len(top) else None
        if value is None:
            continue
        for number in range(first + 1, last + 1):
            left -= 1
            if left < 0:  # such ranges overlap: this is no sheet that anyone made
                raise RefusedFile("rows")
            if (cells := by_number.get(number)) is not None:
                cells.extend([None] * (column - len(cells)))
                cells[column - 1] = value
    return rows


def to_text(value):
    """Write a cell as people would type it, for codes, names and the report."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else str(value)
