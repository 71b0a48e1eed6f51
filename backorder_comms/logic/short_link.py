# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID


def shorten(token):
    """Write an access token in 22 characters instead of 36: it is as hard to guess.

    :param str token:
    :return: an empty text for a token that core did not make
    :rtype: str
    """
    try:
        number = UUID(token)
    except ValueError:
        return ""
    if str(number) != token:
        return ""
    return urlsafe_b64encode(number.bytes).decode().rstrip("=")


def lengthen(short):
    """Return the token that `shorten` made short, an empty text if it did not.

    :param str short:
    :rtype: str
    """
    try:
        return str(UUID(bytes=urlsafe_b64decode(f"{short}==")))
    except ValueError:
        return ""
