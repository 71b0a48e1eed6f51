# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
import warnings
from contextlib import closing
from io import BytesIO
from itertools import zip_longest
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from .sheets import (
    MAX_COLUMNS,
    MAX_SHEETS,
    MAX_UNPACKED,
    NO_VALUE,
    RefusedFile,
    RowCounter,
    Sheet,
    fill_merged,
)

TYPES = "[Content_Types].xml"
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"
)

# A spreadsheet has no use for either; they are how XML is made to read other files,
# or to grow without an end.
DECLARATIONS = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def read_xlsx(content):
    """Read what Excel has written since 2007, and LibreOffice writes as well."""
    with ZipFile(BytesIO(content)) as package:
        has_formulas = _check(package)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, which are none of ours
            return _read_book(package, content, has_formulas)


def _read_book(package, content, has_formulas):
    counter = RowCounter()
    with closing(_open(content)) as book:
        if len(book.worksheets) > MAX_SHEETS:
            raise RefusedFile("sheets")
        formulas = _open(content, data_only=False) if has_formulas else None
        since_1904 = book.epoch == CALENDAR_MAC_1904
        sheets = []
        for place, sheet in enumerate(book.worksheets):
            if sheet.sheet_state != "visible":
                continue
            rows = _iterate(sheet)
            if formulas:
                rows = _mark_formulas(rows, _iterate(formulas.worksheets[place]))
            rows = counter.collect(rows)
            merged = _find_merged(package.read(sheet._worksheet_path))
            sheets.append(Sheet(sheet.title, fill_merged(rows, merged), since_1904))
        return sheets


def _open(content, data_only=True):
    return load_workbook(
        BytesIO(content), read_only=True, data_only=data_only, keep_links=False
    )


def _iterate(sheet):
    # What a sheet says of its own size is a claim.
    sheet.reset_dimensions()
    return sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)


def _mark_formulas(rows, formula_rows):
    """Mark the cells with a formula whose value was never computed."""
    for values, formulas in zip_longest(rows, formula_rows, fillvalue=()):
        if values == formulas:
            yield values
            continue
        yield [
            NO_VALUE if value is None and formula is not None else value
            for value, formula in zip_longest(values, formulas)
        ]


def _find_merged(source):
    return [
        (int(first), int(last), column_index_from_string(column.decode()))
        for column, first, _column, last in MERGED.findall(source)
        if first != last
    ]


def _check(package):
    """Refuse what no vendor needs, before anything of it is unpacked.

    :return: whether there are formulas
    """
    files = package.infolist()
    names = {file.filename for file in files}
    if sum(file.file_size for file in files) > MAX_UNPACKED:
        raise RefusedFile("size")
    if TYPES not in names:
        raise RefusedFile("type")
    if any(file.flag_bits & 1 for file in files):
        raise RefusedFile("encrypted")
    _check_parts(package.read(TYPES), names)
    has_formulas = False
    for name in names:
        if name.endswith((".xml", ".rels", ".vml")):
            source = package.read(name)
            if any(mark in source for mark in DECLARATIONS):
                raise RefusedFile("declarations")
            if "worksheets/" in name and FORMULA.search(source):
                has_formulas = True
    return has_formulas


def _check_parts(types, names):
    if b"macroEnabled" in types or any("vbaProject" in name for name in names):
        raise RefusedFile("macros")
    if b"sheet.binary" in types or b"spreadsheetml.sheet.main+xml" not in types:
        raise RefusedFile("type")
    if any("externalLinks/" in name for name in names):
        raise RefusedFile("references")
