# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unicodedata import combining, normalize

# The characters of which 160 fit one text message; one other leaves room for 70.
CHEAP_CHARACTERS = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
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


def _simplify_character(character):
    if character in CHEAP_CHARACTERS:
        return character
    parts = normalize("NFKD", character)
    return "".join(part for part in parts if not combining(part))
