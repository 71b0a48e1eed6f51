# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .sheet_csv import read_csv
from .sheet_xls import read_xls
from .sheet_xlsx import read_xlsx
from .sheets import MAX_BYTES, RefusedFile

READERS = (
    (b"PK\x03\x04", read_xlsx),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", read_xls),
)

# Web pages that some systems call .xls, pictures, PDF, archives.
FOREIGN = (b"<", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!")


def read_file(content):
    """Read what a vendor sent: it is what it contains, whatever it is called.

    :param bytes content:
    :rtype: list[Sheet]
    :raise RefusedFile: with the reason in a word
    """
    if len(content) > MAX_BYTES:
        raise RefusedFile("size")
    if not content.strip():
        raise RefusedFile("empty")
    reader = _find_reader(content)
    try:
        sheets = [sheet for sheet in reader(content) if sheet.rows]
    except RefusedFile:
        raise
    except Exception as error:
        # A damaged file makes its library fail in any way that there is.
        raise RefusedFile("damaged") from error
    if not sheets:
        raise RefusedFile("empty")
    return sheets


def _find_reader(content):
    for magic, reader in READERS:
        if content.startswith(magic):
            return reader
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(FOREIGN):
        raise RefusedFile("type")
    return read_csv
