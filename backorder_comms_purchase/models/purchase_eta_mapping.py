# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..logic.sheet_columns import (
    BARCODE,
    DATE,
    IGNORE,
    NAME,
    ORDER,
    OUR_CODE,
    QUANTITY,
    VENDOR_CODE,
    normalize,
)
from ..logic.vendor_dates import DAY_FIRST, MONTH_FIRST

MEANINGS = [
    (ORDER, "Purchase Order"),
    (VENDOR_CODE, "Vendor's Product Code"),
    (OUR_CODE, "Our Product Code"),
    (BARCODE, "Barcode"),
    (NAME, "Product Name"),
    (QUANTITY, "Quantity"),
    (DATE, "New Date"),
    (IGNORE, "Nothing"),
]
DATE_ORDERS = [(DAY_FIRST, "Day, Month"), (MONTH_FIRST, "Month, Day")]


class PurchaseEtaMapping(models.Model):
    """What a column means in the spreadsheets of a vendor, as a buyer decided."""

    _name = "purchase.eta.mapping"
    _description = "Column of a Vendor's Spreadsheet"
    _order = "partner_id, header"
    _rec_name = "header"

    partner_id = fields.Many2one(
        "res.partner", string="Vendor", required=True, index=True, ondelete="cascade"
    )
    header = fields.Char(
        required=True,
        help="What stands above the column. Accents, signs and capitals do not matter.",
    )
    meaning = fields.Selection(MEANINGS, required=True)
    date_order = fields.Selection(
        DATE_ORDERS,
        help="How 03/04/2026 is to be read. Empty: the other rows of the sheet decide.",
    )

    _header_unique = models.Constraint(
        "UNIQUE(partner_id, header)", "This column of the vendor has a meaning already."
    )

    # === BUSINESS METHODS === #

    @api.model
    def _get_for(self, partner):
        """Return what is known of a vendor's columns, whichever address wrote it."""
        return self.search([("partner_id", "=", partner.commercial_partner_id.id)])

    @api.model
    def _remember(self, partner, meanings, date_order=False):
        """Keep what columns mean, for the vendor's next spreadsheet.

        :param dict[str, str] meanings: by header
        :param str date_order: of the dates
        """
        vendor = partner.commercial_partner_id
        known = {
            normalize(mapping.header): mapping for mapping in self._get_for(vendor)
        }
        for header, meaning in meanings.items():
            vals = {
                "meaning": meaning,
                "date_order": meaning == DATE and date_order,
            }
            if mapping := known.get(normalize(header)):
                mapping.write(vals)
            elif normalize(header):
                self.create({"partner_id": vendor.id, "header": header, **vals})
