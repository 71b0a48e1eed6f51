# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from io import BytesIO

import xlsxwriter

# What a cell can hold.
MAX_LENGTH = 32767


def write_texts(title, header, rows):
    """Return a spreadsheet of nothing but text.

    Whatever a customer or vendor is called, it is no formula: not even with `=`, `+`,
    `-`, `@`, a tab or a carriage return in front.

    :param str title: of the sheet
    :param list[str] header:
    :param list[list[str]] rows:
    :rtype: bytes
    """
    output = BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(title[:31])
        plain = workbook.add_format({"text_wrap": True, "valign": "top"})
        bold = workbook.add_format({"bold": True, "text_wrap": True})
        sheet.set_column(0, len(header) - 1, 24)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate([header, *rows]):
            for column, text in enumerate(row):
                style = plain if number else bold
                sheet.write_string(number, column, text[:MAX_LENGTH], style)
    return output.getvalue()
