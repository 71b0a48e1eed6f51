# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


# A file for each thing that the wizard does.
# pylint: disable=consider-merging-classes-inherited
class PurchaseEtaImport(models.TransientModel):
    """Why files are not read, in words."""

    _inherit = "purchase.eta.import"

    def _get_file_reasons(self):
        return {
            "size": self.env._(
                "This file is too large: 5 MB are the most, 100 MB unpacked."
            ),
            "rows": self.env._("This file has too many rows: 20,000 are the most."),
            "columns": self.env._("This file has too many columns: 200 are the most."),
            "sheets": self.env._("This file has too many sheets: 50 are the most."),
            "type": self.env._(
                "This is no spreadsheet: save it as .xlsx, .xls or .csv."
            ),
            "macros": self.env._(
                "This file has macros: save it as .xlsx without them."
            ),
            "references": self.env._(
                "This file takes values from other files: save it with values only."
            ),
            "declarations": self.env._("Not safe to read: save this file as .csv."),
            "encrypted": self.env._("This file has a password: save it without one."),
            "damaged": self.env._("This file is damaged: save it anew as .xlsx."),
            "empty": self.env._("This file is empty."),
        }
