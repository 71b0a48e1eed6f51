# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from io import StringIO
from struct import unpack_from

import xlrd
from xlrd.compdoc import CompDoc

from . import sheets
from .sheets import MAX_SHEETS, NO_VALUE, RefusedFile, RowCounter, Sheet, fill_merged

# Records of the file format, by what they begin with.
BEGIN, PASSWORD, OTHER_BOOK = 0x809, 0x2F, 0x1AE
CELLS = {0x06, 0x27E, 0xBD, 0xBE, 0xFD, 0x201, 0x203, 0x204, 0x205, 0xD6}
SPANS = {0xBD, 0xBE}
INNER_BOOKS = (b"\x01\x04", b"\x01\x3a")  # this one, and add-ins


def read_xls(content):
    """Read what Excel wrote until 2007, and many a vendor's system still writes."""
    _check(content)
    book = xlrd.open_workbook(
        file_contents=content, logfile=StringIO(), formatting_info=True
    )
    if book.nsheets > MAX_SHEETS:
        raise RefusedFile("sheets")
    counter = RowCounter()
    return [
        _read_sheet(sheet, book.datemode, counter)
        for sheet in book.sheets()
        if not sheet.visibility
    ]


def _read_sheet(sheet, datemode, counter):
    rows = counter.collect(
        [_read_cell(cell, datemode) for cell in sheet.row(number)]
        for number in range(sheet.nrows)
    )
    merged = [
        (first + 1, last, column + 1)
        for first, last, column, _end in sheet.merged_cells
        if last - first > 1
    ]
    return Sheet(sheet.name, fill_merged(rows, merged), datemode == 1)


def _read_cell(cell, datemode):
    if cell.ctype == xlrd.XL_CELL_DATE:
        if cell.value < 1:  # a time, or the zero of a formula without a value
            return NO_VALUE
        try:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        except (OverflowError, ValueError):
            return cell.value
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, NO_VALUE)
    return cell.value


def _check(content):
    """Refuse what is locked, has macros, or takes its values from other files."""
    document = CompDoc(content, logfile=StringIO())
    names = {entry.name for entry in document.dirlist}
    if "EncryptedPackage" in names:
        raise RefusedFile("encrypted")
    if names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}:
        raise RefusedFile("macros")
    for name in ("Workbook", "Book"):
        memory, start, length = document.locate_named_stream(name)
        if memory:
            return _check_records(memory[start : start + length])
    raise RefusedFile("type")


def _check_records(stream):
    """Refuse what cannot be read, and what would take too much room.

    A cell at the right edge makes its whole row take room.
    """
    place, sheet, widths = 0, 0, {}
    while place + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, place)
        if kind == BEGIN:
            sheet += 1
        elif kind == PASSWORD:
            raise RefusedFile("encrypted")
        elif kind == OTHER_BOOK and stream[place + 6 : place + 8] not in INNER_BOOKS:
            raise RefusedFile("references")
        elif kind in CELLS and length >= 4:
            row, column = unpack_from("<HH", stream, place + 4)
            if kind in SPANS:
                [column] = unpack_from("<H", stream, place + 2 + length)
            widths[sheet, row] = max(widths.get((sheet, row), 0), column + 1)
        place += 4 + length
    if sum(widths.values()) > sheets.MAX_CELLS:
        raise RefusedFile("rows")
