# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import xlwt

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.backorder_comms.tests.delivery_common import DeliveryCommon

HEADER = ["PO", "Item No.", "Qty", "ETA"]


def save(book):
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def make_xls(rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Dates")
    day_format = xlwt.easyxf(num_format_str="dd.mm.yyyy")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            style = [day_format] if isinstance(value, date) else []
            sheet.write(number, column, value, *style)
    return save(book)


def make_xlsx(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return save(book)


def make_csv(rows):
    return "\n".join(
        ";".join("" if cell is None else str(cell) for cell in row) for row in rows
    ).encode()


class EtaImportCommon(DeliveryCommon):
    """A buyer whose vendor sends spreadsheets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Vic"})
        cls.buyer = new_test_user(cls.env, "bea", groups="purchase.group_purchase_user")
        cls.desk.default_code = "DESK"
        cls.lamp.default_code = "LAMP"

    @classmethod
    def _buy(cls, quantities, days=5, confirm=True, **values):
        """Order from the vendor what is to arrive in so many days.

        :param dict[product.product, float] quantities:
        :rtype: purchase.order
        """
        moment = fields.Datetime.now() + timedelta(days=days)
        purchase = (
            cls.env["purchase.order"]
            .with_user(cls.buyer)
            .create(
                {
                    "partner_id": cls.vendor.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_qty": quantity,
                                "price_unit": 7.0,
                                "date_planned": moment,
                            }
                        )
                        for product, quantity in quantities.items()
                    ],
                    **values,
                }
            )
        )
        if confirm:
            purchase.button_confirm()
        return purchase

    def _start(self, rows, make=make_xlsx, header=HEADER, **values):
        """Upload a spreadsheet as the buyer.

        :rtype: purchase.eta.import
        """
        return (
            self.env["purchase.eta.import"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "file": base64.b64encode(make([header, *rows])),
                    "filename": "dates.xlsx",
                    **values,
                }
            )
        )

    def _check(self, rows, **options):
        wizard = self._start(rows, **options)
        wizard.action_check()
        return wizard

    def _import(self, rows, **options):
        wizard = self._check(rows, **options)
        wizard.action_apply()
        self.assertEqual(wizard.state, "done")
        return wizard

    def _get_days(self, lines):
        """Return in how many days lines are expected."""
        return [
            (day - self.today).days
            for day in (
                self.env["purchase.eta.import"]._get_day(line) for line in lines
            )
        ]

    def assertResults(self, wizard, *results):
        """Compare state and reason of each row, in the order of the sheet."""
        lines = wizard.line_ids.sorted("number")
        rows = [(line.state, line.reason) for line in lines]
        expected = [(state, why[0] if why else False) for state, *why in results]
        self.assertEqual(rows, expected)
