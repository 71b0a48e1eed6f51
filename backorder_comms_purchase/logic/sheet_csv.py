# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import codecs
import csv
from collections import Counter
from io import StringIO
from itertools import islice

from .sheets import RefusedFile, RowCounter, Sheet

DELIMITERS = ";\t,|"
SAMPLE = 50

ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_csv(content):
    """Read text whose cells are set apart by one of the usual signs."""
    text = decode(content)
    if "\0" in text:
        raise RefusedFile("type")
    reader = csv.reader(StringIO(text, newline=""), delimiter=find_delimiter(text))
    return [Sheet("", RowCounter().collect(reader))]


def decode(content):
    """Return the text in the encoding that its first bytes tell or suggest.

    What is no UTF-8 was written by an old program for Western Europe.
    """
    for mark, encoding in ENCODINGS:
        if content.startswith(mark):
            return content.decode(encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def find_delimiter(text):
    """Return the sign with which most rows have the same number of cells, over one."""
    return max(DELIMITERS, key=lambda delimiter: _rate(text, delimiter))


def _rate(text, delimiter):
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    widths = Counter(len(row) for row in islice(reader, SAMPLE) if len(row) > 1)
    return max(((rows, width) for width, rows in widths.items()), default=(0, 0))
