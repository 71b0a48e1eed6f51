# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from datetime import date
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError

from ..logic.date_plan import REFUSED, UNCHANGED, UNCLEAR, to_code
from ..logic.sheet_columns import (
    DATE,
    IGNORE,
    ORDER,
    PRODUCT_MEANINGS,
    QUANTITY,
    find_header,
    find_likely_header,
    guess,
    normalize,
)
from ..logic.sheet_files import read_file
from ..logic.sheets import NO_VALUE, RefusedFile, to_text
from ..logic.vendor_dates import DAY_FIRST, MONTH_FIRST, read_column, spell_out_weeks
from ..logic.vendor_numbers import read_quantity

SAMPLES = 3


class Entry(NamedTuple):
    """A row of the sheet as it was read.

    :param str sheet:
    :param int number: of the row
    :param dict cells: by meaning of the column
    :param str state: empty when there is an order line to look for
    :param str reason: in a word
    :param date | None day:
    :param float | None quantity:
    """

    sheet: str
    number: int
    cells: dict
    state: str
    reason: str
    day: date | None
    quantity: float | None

    def get_order(self):
        return to_code(to_text(self.cells.get(ORDER)))

    def get_codes(self):
        texts = (to_text(self.cells.get(name)) for name in PRODUCT_MEANINGS)
        return tuple(code for code in map(to_code, texts) if code)


# A file for each thing that the wizard does.
# pylint: disable=consider-merging-classes-inherited
class PurchaseEtaImport(models.TransientModel):
    """What stands in the spreadsheet."""

    _inherit = "purchase.eta.import"

    def _read(self):
        """Read the rows of all sheets that have the columns; show what those mean.

        :rtype: list[Entry]
        """
        try:
            sheets = read_file(base64.b64decode(self.with_context(bin_size=False).file))
        except RefusedFile as error:
            raise UserError(self._get_file_reasons()[error.args[0]]) from error
        mappings = self.env["purchase.eta.mapping"]._get_for(self.partner_id)
        known = {normalize(mapping.header): mapping.meaning for mapping in mappings}
        known |= {
            normalize(header): meaning
            for header, meaning in self._get_meanings().items()
        }
        if not self.date_order and not self.column_ids:
            self.date_order = mappings.filtered("date_order")[:1].date_order
        headers = [(sheet, find_header(sheet.rows, known)) for sheet in sheets]
        found = [(sheet, header) for sheet, header in headers if header]
        self._show_columns(found or self._guess_headers(sheets, known))
        return [
            entry
            for sheet, header in found
            for entry in self._to_entries(sheet, header)
        ]

    def _get_meanings(self):
        """Return what the user says that columns mean, by header."""
        return {column.header: column.meaning or IGNORE for column in self.column_ids}

    def _guess_headers(self, sheets, known):
        """Return what may be the header of the first sheet, for the user to tell."""
        place = find_likely_header(sheets[0].rows)
        columns = guess(sheets[0].rows[place].cells, known)
        return [(sheets[0], (place, columns))]

    def _show_columns(self, found):
        columns = {}
        for sheet, (place, meanings) in found:
            by_column = {column: meaning for meaning, column in meanings.items()}
            for column, header in enumerate(sheet.rows[place].cells):
                key = normalize(to_text(header))
                if not key or columns.get(key, {}).get("meaning"):
                    continue
                columns[key] = {
                    "import_id": self.id,
                    "header": to_text(header),
                    "sample": self._get_sample(sheet.rows[place + 1 :], column),
                    "meaning": by_column.get(column),
                }
        self.column_ids.unlink()
        self.column_ids.create(list(columns.values()))

    def _get_sample(self, rows, column):
        cells = (
            to_text(cell) for row in rows for cell in row.cells[column : column + 1]
        )
        texts = []
        for text in filter(None, cells):
            texts.append(text)
            if len(texts) == SAMPLES:
                break
        return " · ".join(texts)

    # === ROWS === #

    def _to_entries(self, sheet, header):
        """Return the rows of a sheet.

        An order that is not repeated is that of the row above.
        """
        titles = sheet.rows[header.index].cells
        rows, order = [], None
        for row in sheet.rows[header.index + 1 :]:
            cells = {
                meaning: row.cells[column] if column < len(row.cells) else None
                for meaning, column in header.columns.items()
            }
            if row.cells == titles or set(cells.values()) == {None}:
                continue
            order = cells[ORDER] = cells.get(ORDER) or order
            rows.append((row.number, cells))
        days = self._read_days(
            sheet, titles[header.columns[DATE]], [cells[DATE] for _row, cells in rows]
        )
        return [
            self._to_entry(sheet.name, number, cells, day)
            for (number, cells), day in zip(rows, days, strict=True)
        ]

    def _read_days(self, sheet, title, cells):
        language = self._get_language()
        months = language.date_format.find("%m"), language.date_format.find("%d")
        return read_column(
            spell_out_weeks(title, cells),
            self.company_id._backorder_today(),
            sheet.since_1904,
            order=self.date_order or None,
            usual_order=MONTH_FIRST if 0 <= months[0] < months[1] else DAY_FIRST,
        )

    def _get_language(self):
        code = self.partner_id.lang or self.env.user.lang or "en_US"
        return self.env["res.lang"]._get_data(code=code)

    def _to_entry(self, sheet, number, cells, day):
        written = cells.get(QUANTITY)
        quantity = read_quantity(written, self._get_language().decimal_point)
        entry = Entry(sheet, number, cells, "", "", day.date, quantity)
        state, reason = self._judge(entry, day)
        return entry._replace(state=state, reason=reason)

    def _judge(self, entry, day):
        """Return the state of a row, and the reason, as far as it can be told alone."""
        cells = entry.cells
        if NO_VALUE in cells.values():
            return UNCLEAR, "formula"
        if cells[DATE] is None:
            return UNCHANGED, "blank"
        if not day.date:
            return UNCLEAR, "date"
        if not day.is_sure:
            return UNCLEAR, "unsure"
        if cells.get(QUANTITY) is not None and not (entry.quantity or 0) > 0:
            return UNCLEAR, "number"
        if not entry.get_order() and not entry.get_codes():
            return UNCLEAR, "missing"
        if day.date < self.company_id._backorder_today():
            return REFUSED, "past"
        return "", ""
