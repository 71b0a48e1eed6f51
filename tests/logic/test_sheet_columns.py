# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.sheet_columns import (
    IGNORE,
    find_header,
    find_likely_header,
    guess,
    normalize,
    rate,
)
from logic.sheets import Row

SHEETS = {
    "english": {
        "order": "PO Number",
        "vendor_code": "Item No.",
        "our_code": "Your Item No.",
        "barcode": "EAN",
        "name": "Description",
        "quantity": "Open Qty",
        "date": "Confirmed Delivery Date",
        "-": ["Ordered Qty", "Order Date", "Requested Date"],
    },
    "german": {
        "order": "Bestellnr.",
        "vendor_code": "Artikelnr.",
        "our_code": "Ihre Artikelnr.",
        "name": "Bezeichnung",
        "quantity": "Menge",
        "date": "Neuer Liefertermin",
        "-": ["Pos.", "Bestelldatum", "Wunschtermin", "alter Liefertermin"],
    },
    "french": {
        "order": "N° commande",
        "vendor_code": "Réf.",
        "barcode": "Code-barres",
        "name": "Désignation",
        "quantity": "Qté",
        "date": "Nouvelle date de livraison",
        "-": ["Date de commande"],
    },
    "spanish": {
        "order": "Nº pedido",
        "vendor_code": "Código",
        "name": "Descripción",
        "quantity": "Cantidad",
        "date": "Fecha de entrega",
        "-": ["Fecha pedido"],
    },
    "dutch": {
        "order": "Bestelnummer",
        "vendor_code": "Artikelcode",
        "our_code": "Uw artikelnummer",
        "name": "Omschrijving",
        "quantity": "Aantal",
        "date": "Leverdatum",
        "-": ["Besteldatum"],
    },
}


def to_rows(*rows):
    return [Row(number, list(cells)) for number, cells in enumerate(rows, 1)]


@pytest.mark.parametrize("language", SHEETS)
def test_columns_are_guessed_in_five_languages(language):
    expected = dict(SHEETS[language])
    headers = [*expected.pop("-"), *expected.values()]
    columns = guess(headers, {})
    assert {meaning: headers[place] for meaning, place in columns.items()} == expected


@pytest.mark.parametrize("header", ["Old Date", "Order Date", "Wunschtermin", "Total"])
def test_other_days_are_no_new_date(header):
    assert "date" not in rate(header)


def test_person_knows_better():
    known = {"po": IGNORE, "thing": "order", "when": "date"}
    assert guess(["PO", "Thing", "When"], known) == {"order": 1, "date": 2}


def test_header_is_found_below_the_letterhead():
    rows = to_rows(
        ["Vendor Ltd", None, "Delivery dates"],
        ["As of", "2026-11-25"],
        ["PO", "SKU", "ETA"],
        ["P00001", "X1", "2026-12-04"],
    )
    assert find_header(rows) == (2, {"order": 0, "vendor_code": 1, "date": 2})


def test_row_without_a_date_is_no_header():
    assert find_header(to_rows(["PO", "SKU", "Qty"])) is None


def test_header_without_known_words_is_the_row_with_most_of_them():
    assert find_likely_header(to_rows(["A"], ["Foo", "Bar", "Baz"], ["a", 1, 2])) == 1
    assert find_likely_header([]) is None


def test_words_are_compared_without_accents_case_and_signs():
    assert normalize("  N° de COMMANDE (Größe) ") == "no de commande grosse"


@given(st.text())
def test_nothing_makes_it_fail(text):
    rate(text)


@given(st.lists(st.text() | st.integers() | st.none(), max_size=30))
def test_each_column_means_one_thing(headers):
    columns = guess(headers, {})
    assert len(set(columns.values())) == len(columns)
