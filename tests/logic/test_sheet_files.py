# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
import struct
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from logic import sheets
from logic.sheet_files import read_file
from logic.sheets import NO_VALUE, RefusedFile, Row, to_text

SAMPLES = Path(__file__).parent / "vendor_sheets"
DAY = date(2026, 12, 4)
TABLE = [["PO", "SKU", "Qty", "ETA"], ["P00001", "X1", 3, DAY]]


def make_xlsx(table=TABLE, **options):
    book = openpyxl.Workbook()
    for name, value in options.items():
        setattr(book, name, value)
    for row in table:
        book.active.append(row)
    return save(book)


def save(book):
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def make_xls(table=TABLE, since_1904=False):
    book = xlwt.Workbook()
    book.dates_1904 = since_1904
    sheet = book.add_sheet("Dates")
    day_format = xlwt.easyxf(num_format_str="dd.mm.yyyy")
    for number, row in enumerate(table):
        for column, value in enumerate(row):
            style = [day_format] if isinstance(value, date) else []
            sheet.write(number, column, value, *style)
    return save(book)


def make_csv(table=TABLE, delimiter=";", encoding="utf-8"):
    lines = [delimiter.join(map(to_text, row)) for row in table]
    return "\r\n".join(lines).encode(encoding)


def repack(content, changes=(), **added):
    """Replace and add parts of an .xlsx file."""
    output = BytesIO()
    parts = dict(changes) | added
    with (
        ZipFile(BytesIO(content)) as old,
        ZipFile(output, "w", ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, parts.pop(name)(part) if name in parts else part)
        for name, part in parts.items():
            new.writestr(name, part)
    return output.getvalue()


def read_rows(content):
    [sheet] = read_file(content)
    return [row.cells for row in sheet.rows]


def assert_refused(content, reason):
    with pytest.raises(RefusedFile) as error:
        read_file(content)
    assert error.value.args == (reason,)


# === WHAT IS READ === #


@pytest.mark.parametrize("make", [make_xls, make_xlsx])
def test_spreadsheet_is_read_with_its_types(make):
    assert read_rows(make()) == TABLE


@pytest.mark.parametrize("delimiter", ";,\t|")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_whatever_its_encoding_and_delimiter(delimiter, encoding):
    table = [["Stück", "Größe", "Qté"], ["é", "ß", "1"]]
    assert read_rows(make_csv(table, delimiter, encoding)) == table


def test_commas_in_numbers_are_no_delimiters():
    assert read_rows(b"PO;Qty\nP1;1,5\nP2;2,5\n")[1] == ["P1", "1,5"]


@pytest.mark.parametrize("kind", ["xls", "xlsx"])
def test_file_of_libreoffice_is_read(kind):
    """With merged cells, a formula and two sheets."""
    _notes, dates = read_file((SAMPLES / f"libreoffice.{kind}").read_bytes())
    assert dates.name == "Liefertermine"
    assert dates.rows == [
        Row(1, ["Möbel GmbH"]),
        Row(3, ["Bestellnr.", "Artikelnr.", "Menge", "Neuer Liefertermin"]),
        Row(4, ["P00001", "X1", 3, DAY]),
        Row(5, ["P00001", "X2", 2.5, date(2026, 12, 11)]),
    ]


def test_days_of_both_epochs_are_read():
    old = make_xlsx(epoch=CALENDAR_MAC_1904)
    assert read_rows(old) == TABLE
    [sheet] = read_file(old)
    assert sheet.since_1904


def test_numbers_of_a_sheet_that_counts_from_1904_are_told_apart():
    [sheet] = read_file(make_xls([["ETA"], [44898]], since_1904=True))
    assert (sheet.since_1904, sheet.rows[1].cells) == (True, [44898])


def test_hidden_sheet_is_left_out():
    book = openpyxl.Workbook()
    book.active.append(["new"])
    book.create_sheet("old").append(["old"])
    book["old"].sheet_state = "hidden"
    assert read_rows(save(book)) == [["new"]]


def test_formula_without_a_value_is_marked():
    table = [["ETA", "Qty"], ["=A1+1", 2]]
    assert read_rows(make_xlsx(table))[1] == [NO_VALUE, 2]


def test_blanks_and_long_texts_are_cut():
    assert read_rows(make_xlsx([[" a\n b\xa0", "x" * 1000]])) == [["a b", "x" * 500]]


# === WHAT IS REFUSED === #


def test_large_file_is_refused():
    assert_refused(b"a" * (sheets.MAX_BYTES + 1), "size")


@pytest.mark.parametrize("make", [make_xls, make_xlsx, make_csv])
def test_limits_hold_for_each_format(make, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_ROWS", 9)
    assert_refused(make([["a"]] * 10), "rows")
    assert read_rows(make([["a"]] * 9))
    assert_refused(make([["a"] * (sheets.MAX_COLUMNS + 1)]), "columns")


def test_room_is_limited_for_cells_at_the_edge_of_a_sheet(monkeypatch):
    """A small file may spread its cells so that all before them take room."""
    content = make_xls([[None] * 199 + ["x"]] * 100)
    assert read_rows(content)
    monkeypatch.setattr(sheets, "MAX_CELLS", 100 * 200 - 1)
    assert_refused(content, "rows")


def test_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = repack(make_xlsx(), **{"xl/bomb.xml": b"0" * (sheets.MAX_UNPACKED + 1)})
    assert len(bomb) < sheets.MAX_BYTES
    assert_refused(bomb, "size")


def test_size_that_is_a_lie_does_not_help():
    bomb = repack(make_xlsx(), **{"xl/bomb.xml": b"0" * 10**6})
    size = struct.pack("<L", 10**6)
    assert_refused(bomb.replace(size, struct.pack("<L", 10)), "damaged")


def test_row_at_the_end_of_the_sheet_is_read_without_those_before_it():
    sheet = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = repack(
        make_xlsx(),
        {"xl/worksheets/sheet1.xml": lambda p: p.replace(b"</sheetData>", sheet)},
    )
    assert len(read_rows(content)) == len(TABLE)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declarations_in_xml_are_refused(declaration, encoding):
    def declare(part):
        text = re.sub(r"^<\?xml.*?\?>", "", part.decode())
        return f'<?xml version="1.0"?>{declaration}{text}'.encode(encoding)

    content = repack(make_xlsx(), {"xl/worksheets/sheet1.xml": declare})
    assert_refused(content, "declarations")


def test_macros_are_refused():
    assert_refused(repack(make_xlsx(), **{"xl/vbaProject.bin": b"x"}), "macros")
    types = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = re.compile(rb"application/vnd[^\"]*sheet\.main\+xml")
    content = repack(
        make_xlsx(), {"[Content_Types].xml": lambda part: plain.sub(types, part)}
    )
    assert_refused(content, "macros")


def rename(content, old, new):
    """Rename an entry in the directory of an .xls file."""
    place = content.index(old.encode("utf-16-le"))
    name = new.encode("utf-16-le").ljust(64, b"\0")
    length = struct.pack("<H", 2 * len(new) + 2)
    return content[:place] + name + length + content[place + 66 :]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("_VBA_PROJECT_CUR", "macros"), ("EncryptedPackage", "encrypted")],
)
def test_entries_of_xls_are_refused(name, reason):
    sample = (SAMPLES / "libreoffice.xls").read_bytes()
    assert_refused(rename(sample, "\1CompObj", name), reason)


def test_xls_with_a_password_is_refused():
    content = make_xls()
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    second = start + 4 + 16
    locked = content[:second] + b"\x2f\x00" + content[second + 2 :]
    assert_refused(locked, "encrypted")


@pytest.mark.parametrize("kind", ["xls", "xlsx"])
def test_values_from_other_files_are_refused(kind):
    content = (SAMPLES / f"libreoffice_references.{kind}").read_bytes()
    assert_refused(content, "references")


@pytest.mark.parametrize(
    "content",
    [
        b"<html><table><tr><td>PO</td></tr></table></html>",
        b"\xef\xbb\xbf <?xml version='1.0'?><Workbook/>",
        b"%PDF-1.7",
        b"\x89PNG\r\n",
        b"PO;SKU\0\nP1;X\n",
        repack(b"PK\x05\x06" + b"\0" * 18, **{"word/document.xml": b"<a/>"}),
    ],
)
def test_other_files_are_refused(content):
    assert_refused(content, "type")


@pytest.mark.parametrize(
    "content", [b"", b" \n", make_xlsx([]), make_xls([]), b";;\n;;\n"]
)
def test_empty_files_are_refused(content):
    assert_refused(content, "empty")


@pytest.mark.parametrize("kind", ["xls", "xlsx"])
@settings(max_examples=60)
@given(data=st.data())
def test_damaged_file_is_read_or_refused(kind, data):
    content = bytearray((SAMPLES / f"libreoffice.{kind}").read_bytes())
    cut = data.draw(st.integers(8, len(content)))
    places = st.lists(st.integers(8, len(content) - 1), max_size=8)
    for place in data.draw(places):
        content[place] = data.draw(st.integers(0, 255))
    with suppress(RefusedFile):
        read_file(bytes(content[:cut]))


@given(st.binary(max_size=300))
def test_nothing_but_a_refusal_comes_of_any_bytes(content):
    with suppress(RefusedFile):
        read_file(content)


def test_moments_are_days():
    assert sheets.clean(datetime(2026, 12, 4, 12)) == DAY


@pytest.mark.parametrize(
    ("value", "text"),
    [(3, "3"), (3.0, "3"), (2.5, "2.5"), (1e15, "1000000000000000"), (None, "")],
)
def test_numbers_are_written_as_people_do(value, text):
    assert to_text(sheets.clean(value)) == text
