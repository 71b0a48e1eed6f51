# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from math import ceil
from unicodedata import combining, normalize

# The characters of which 160 fit one text message; one other leaves room for 70.
CHEAP_CHARACTERS = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
COUNT_TWICE = "^{}\\[~]|€"
TYPED = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-"}
    | {"œ": "oe", "Œ": "Oe"}
)


def simplify(text):
    """Write a text message in the cheap characters, if accents and signs are all
    that keeps it from them: "1 août" halves its room, and "1 aout" does not.

    What cannot be written so, as a Greek name, leaves the whole as it was.
    """
    typed = normalize("NFC", text).translate(TYPED)
    simple = "".join(map(_simplify_character, typed))
    return simple if CHEAP_CHARACTERS.issuperset(simple) else text


def count_segments(text):
    """Return as how many text messages a text is charged."""
    length, one, each = _measure(text)
    return 1 if length <= one else ceil(length / each)


def count_characters(text):
    """Return how much room of a text message a text takes."""
    return _measure(text)[0]


def _measure(text):
    """Return a text's length, and how much fits one message, and each of several."""
    if CHEAP_CHARACTERS.issuperset(text):
        return len(text) + sum(map(text.count, COUNT_TWICE)), 160, 153
    return len(text.encode("utf-16-le")) // 2, 70, 67


def _simplify_character(character):
    if character in CHEAP_CHARACTERS:
        return character
    parts = normalize("NFKD", character)
    return "".join(part for part in parts if not combining(part))
