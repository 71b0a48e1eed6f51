# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
import unicodedata
from typing import NamedTuple

ORDER, VENDOR_CODE, OUR_CODE = "order", "vendor_code", "our_code"
BARCODE, NAME, QUANTITY, DATE = "barcode", "name", "quantity", "date"
IGNORE = "ignore"

# From the surest to the vaguest.
PRODUCT_MEANINGS = (VENDOR_CODE, OUR_CODE, BARCODE, NAME)

# A header is looked for in so many rows: what stands above it is a letterhead.
HEADER_ROWS = 20

# How sure a column means what it is called, by what stands in its header: in English,
# German, French, Spanish and Dutch; as `normalize` writes it.
WORDS = {
    ORDER: (
        (
            1.0,
            "purchase order|po|po no|po number|po nr|customer po|your po|your order|"
            "your order no|your reference|your ref|"
            "bestellung|bestellnummer|bestellnr|bestell nr|ihre bestellung|"
            "ihre bestellnummer|ihr auftrag|"
            "bon de commande|commande|numero de commande|no commande|n commande|"
            "no de commande|votre commande|cde|"
            "orden de compra|pedido|pedido de compra|numero de pedido|no pedido|"
            "no de pedido|n pedido|su pedido|"
            "inkooporder|inkoopnummer|bestelling|bestelnummer|uw order|uw bestelling|"
            "uw ordernummer",
        ),
        (
            0.7,
            "order|order no|order number|order nr|order id|ordernummer|auftrag|"
            "auftragsnummer|auftragsnr|so number|sales order",
        ),
    ),
    OUR_CODE: (
        (
            1.1,
            "your item|your item no|your part number|your part no|your code|your sku|"
            "your article|your product code|customer item|customer item no|"
            "customer part number|customer part no|customer material|"
            "ihre artikelnummer|ihre artikelnr|ihre artikel nr|ihre material nr|"
            "kundenartikelnummer|kundenmaterial|"
            "votre reference|votre code|votre ref|votre code article|code client|"
            "su referencia|su codigo|codigo cliente|referencia cliente|"
            "uw artikelnummer|uw code|uw artikel|uw artikelcode|klantartikel",
        ),
        (0.8, "internal reference|interne referenz|reference interne|default code"),
    ),
    VENDOR_CODE: (
        (
            1.0,
            "vendor code|vendor item|vendor product code|supplier code|supplier item|"
            "supplier part number|item no|item number|item code|item nr|part no|"
            "part number|part nr|product code|product no|product number|article no|"
            "article number|article code|material|material no|material number|sku|"
            "our code|our item|mpn|catalog no|catalogue no|"
            "artikelnummer|artikelnr|artikel nr|artikel no|art nr|artnr|materialnummer|"
            "materialnr|teilenummer|lieferantenartikelnummer|unsere artikelnummer|"
            "reference|ref|reference article|reference fournisseur|reference produit|"
            "code article|code produit|notre reference|"
            "referencia|codigo|codigo de articulo|codigo articulo|codigo producto|"
            "codigo de producto|referencia proveedor|nuestra referencia|"
            "artikelcode|onze artikelcode|onderdeelnummer|leveranciersartikel",
        ),
        (0.6, "item|article|artikel|code|articulo"),
    ),
    BARCODE: (
        (1.2, "barcode|bar code|ean|ean 13|ean13|ean code|gtin|upc|strichcode"),
        (1.2, "code barre|code barres|code a barres|codigo de barras|streepjescode"),
    ),
    NAME: (
        (
            0.9,
            "description|product name|item description|item name|product description|"
            "bezeichnung|artikelbezeichnung|beschreibung|produktname|benennung|"
            "designation|libelle|nom du produit|"
            "descripcion|nombre|denominacion|nombre del producto|"
            "omschrijving|artikelomschrijving|benaming|productnaam",
        ),
        (0.7, "product|produkt|produit|producto|name|nom|naam"),
    ),
    QUANTITY: (
        (
            1.1,
            "open qty|open quantity|confirmed qty|confirmed quantity|qty confirmed|"
            "remaining qty|remaining quantity|outstanding|outstanding qty|"
            "backorder qty|"
            "offene menge|bestatigte menge|restmenge|liefermenge|"
            "quantite confirmee|quantite restante|reste a livrer|"
            "cantidad confirmada|cantidad pendiente|"
            "bevestigd aantal|openstaand aantal|restant",
        ),
        (
            0.9,
            "quantity|qty|qte|quantite|menge|stuckzahl|anzahl|cantidad|cant|aantal|"
            "hoeveelheid|units|pcs|pieces|stk|stuks",
        ),
        (
            0.6,
            "ordered qty|order qty|qty ordered|bestellmenge|quantite commandee|"
            "cantidad pedida|besteld aantal",
        ),
    ),
    DATE: (
        (
            1.2,
            "new date|new delivery date|new eta|new ship date|new delivery|"
            "confirmed date|confirmed delivery date|confirmed delivery|revised date|"
            "revised delivery date|revised eta|updated date|"
            "neuer termin|neuer liefertermin|neues lieferdatum|bestatigter termin|"
            "bestatigter liefertermin|bestatigtes lieferdatum|"
            "nouvelle date|nouvelle date de livraison|nouveau delai|date confirmee|"
            "date de livraison confirmee|date revisee|"
            "nueva fecha|nueva fecha de entrega|fecha confirmada|fecha revisada|"
            "fecha de entrega confirmada|"
            "nieuwe datum|nieuwe leverdatum|bevestigde datum|bevestigde leverdatum",
        ),
        (
            1.0,
            "eta|etd|delivery date|delivery|ship date|shipping date|arrival|"
            "arrival date|expected arrival|expected date|expected delivery|"
            "estimated delivery|estimated arrival|due date|availability|available|"
            "promised date|dispatch date|delivery week|"
            "liefertermin|lieferdatum|termin|lieferwoche|versanddatum|verfugbar ab|"
            "voraussichtlicher liefertermin|kw|"
            "date de livraison|date livraison|livraison|delai|date prevue|"
            "date d expedition|date de disponibilite|semaine|disponibilite|"
            "fecha de entrega|fecha entrega|entrega|fecha prevista|fecha de envio|"
            "semana|"
            "leverdatum|levertijd|levering|verwachte leverdatum|leverweek|"
            "beschikbaar",
        ),
        (0.6, "date|datum|fecha|week|woche|dates"),
    ),
}

# Days that are none on which goods arrive, or not any more.
OTHER_DATE_WORDS = (
    "old original previous requested wished initial order ordered invoice "
    "document printed birth first alter altes alt ursprunglicher ursprungliches "
    "wunschtermin wunsch gewunschter gewunschtes bestelldatum auftragsdatum "
    "belegdatum ancienne initiale demandee commande facture souhaitee original "
    "antigua anterior inicial solicitada pedido factura oude oorspronkelijke "
    "gevraagde gewenste besteldatum orderdatum factuurdatum"
)
OTHER_DATES = set(OTHER_DATE_WORDS.split())

LEAST = 0.3


class Header(NamedTuple):
    """Where a sheet says what its columns are.

    :param int index: of the row, among those that are not blank
    :param dict[str, int] columns: index of the column, by meaning
    """

    index: int
    columns: dict


def normalize(text):
    """Write words as `WORDS` has them: small letters without accents, and digits."""
    plain = unicodedata.normalize("NFKD", str(text))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = unicodedata.normalize("NFKD", plain.casefold())
    return " ".join(re.findall(r"[^\W_]+", plain.replace("°", "o ")))


PHRASES = [
    (meaning, weight, phrase)
    for meaning, groups in WORDS.items()
    for weight, phrases in groups
    for phrase in phrases.split("|")
]


def rate(text):
    """Return how sure a header has which meaning.

    :rtype: dict[str, float]
    """
    header = normalize(text)
    if not header:
        return {}
    words, ratings = set(header.split()), {}
    for meaning, weight, phrase in PHRASES:
        if f" {phrase} " not in f" {header} ":
            continue
        if meaning == DATE and words & OTHER_DATES:
            continue
        rating = weight * len(phrase) / len(header)
        if rating >= LEAST:
            ratings[meaning] = max(ratings.get(meaning, 0), rating)
    return ratings


def guess(headers, known):
    """Return which column has which meaning, each at most once.

    :param list headers: cells of a row
    :param dict[str, str] known: meanings of headers that somebody decided on
    :rtype: dict[str, int]
    """
    ratings = []
    for column, text in enumerate(headers):
        if not isinstance(text, str):
            continue
        chosen = known.get(normalize(text))
        rated = {chosen: 10.0} if chosen else rate(text)
        ratings += [(value, -column, meaning) for meaning, value in rated.items()]
    columns = {}
    for _value, column, meaning in sorted(ratings, reverse=True):
        if -column not in columns.values() or meaning == IGNORE:
            columns.setdefault(meaning, -column)
    columns.pop(IGNORE, None)
    return columns


def find_header(rows, known=None):
    """Find the row that names the columns; the one that says most.

    :param list[Row] rows:
    :param dict[str, str] known: see `guess`
    :return: None where no row names a date and what it is for
    :rtype: Header | None
    """
    best = None
    for index, row in enumerate(rows[:HEADER_ROWS]):
        columns = guess(row.cells, known or {})
        if not is_enough(columns):
            continue
        if best is None or len(columns) > len(best.columns):
            best = Header(index, columns)
    return best


def is_enough(columns):
    """Tell whether the columns say for what there is a date."""
    return DATE in columns and not columns.keys().isdisjoint((ORDER, *PRODUCT_MEANINGS))


def find_likely_header(rows):
    """Return the index of the row that looks most as if it named columns.

    For people to say what the columns are, where no words are known.
    """
    texts = [
        len({cell for cell in row.cells if isinstance(cell, str)})
        for row in rows[:HEADER_ROWS]
    ]
    return texts.index(max(texts)) if texts else None
