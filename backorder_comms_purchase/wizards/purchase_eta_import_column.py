# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from ..models.purchase_eta_mapping import MEANINGS


class PurchaseEtaImportColumn(models.TransientModel):
    """A column of the spreadsheet, and what it is taken for."""

    _name = "purchase.eta.import.column"
    _description = "Column of a Spreadsheet to Import"
    _order = "id"
    _rec_name = "header"

    import_id = fields.Many2one(
        "purchase.eta.import", required=True, index=True, ondelete="cascade"
    )
    header = fields.Char(string="Column", readonly=True)
    sample = fields.Char(
        string="For Example", readonly=True, help="What stands in its first rows."
    )
    meaning = fields.Selection(
        MEANINGS,
        string="Means",
        help="Change it where it was guessed wrong, then check again. What you decide "
        "is remembered for this vendor.",
    )
