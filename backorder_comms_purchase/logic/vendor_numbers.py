# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

NUMBER = re.compile(r"([+-]?\d[\d.,'\u2019 ]*)(?: ?[a-zA-Z]+\.?)?")


def read_quantity(cell, decimal="."):
    """Read how much: a number, or text with or without a unit behind it.

    Of two kinds of signs the last one begins the decimals. One kind alone does so
    unless it stands where thousands do and the language would have it there.

    :param cell: text, number or None
    :param str decimal: the sign before decimals in the vendor's language
    :return: None when it is no number
    :rtype: float | None
    """
    if isinstance(cell, (int, float)):
        return float(cell)
    match = isinstance(cell, str) and NUMBER.fullmatch(cell)
    if not match:
        return None
    digits = re.sub(r"['\u2019 ]", "", match[1])
    signs = re.findall(r"[.,]", digits)
    if not signs:
        return float(digits)
    last = signs[-1]
    if _is_for_thousands(digits, signs, decimal):
        return float(re.sub(r"[.,]", "", digits))
    whole, decimals = digits.rsplit(last, 1)
    return float(f"{re.sub('[.,]', '', whole)}.{decimals or 0}")


def _is_for_thousands(digits, signs, decimal):
    last = signs[-1]
    if len(set(signs)) > 1:
        return signs.count(last) > 1
    groups = digits.lstrip("+-").split(last)
    looks_so = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    return looks_so and (len(signs) > 1 or last != decimal)
