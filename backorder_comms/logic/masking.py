# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

EMAIL = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
# Seven digits or more, however they are set apart; no part of a word or of a date.
PHONE = re.compile(r"(?<![\w-])\+?\(?\d(?:[ ./()-]{0,2}\d){6,}(?![\w-])")
MASK = "***"


def mask_addresses(text):
    """Return a text for the log without email addresses and phone numbers.

    :param str text: of an error, say, for servers repeat whom they refuse
    :rtype: str
    """
    return PHONE.sub(MASK, EMAIL.sub(MASK, text))
