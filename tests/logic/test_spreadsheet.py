# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.spreadsheet import MAX_LENGTH, write_texts

texts = st.text(st.characters(blacklist_categories=("Cs",)), max_size=40)


def read(content):
    return openpyxl.load_workbook(BytesIO(content)).active


def assert_only_text(content):
    cells = [cell for row in read(content).iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s"}
    sheet = ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://example.com")',
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "{=1}",
        "https://example.com",
        "42",
    ],
)
def test_text_stays_what_it_is(text):
    content = write_texts("Sheet", ["What"], [[text]])
    assert_only_text(content)
    assert read(content)["A2"].value.replace("_x000D_", "\r") == text


@given(st.lists(st.lists(texts, min_size=3, max_size=3), max_size=5))
def test_there_is_nothing_but_text(rows):
    assert_only_text(write_texts("Sheet", ["One", "Two", "Three"], rows))


def test_header_comes_first():
    assert read(write_texts("Sheet", ["What"], [["this"]]))["A1"].value == "What"


def test_endless_text_is_cut():
    content = write_texts("Sheet", ["What"], [["x" * (MAX_LENGTH + 1)]])
    assert len(read(content)["A2"].value) == MAX_LENGTH
