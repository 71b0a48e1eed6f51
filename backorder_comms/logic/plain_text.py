# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

BLOCK = re.compile(r"(\s*<(?:/?(?:p|table|tbody|tr|td|div)|br)\b[^>]*>\s*)")


def join_lines(html):
    """Write each sentence of a text in HTML on a line of its own.

    Programs that show no HTML get what core makes of it, where a line of the source
    ends a line of the text: be it in the middle of a sentence.

    :param str html:
    :rtype: str
    """
    parts = BLOCK.split(html)
    parts[::2] = [re.sub(r"\s+", " ", text) for text in parts[::2]]
    return "".join(parts)
