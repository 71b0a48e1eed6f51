# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class StockLocation(models.Model):
    _inherit = "stock.location"

    def _filter_backorder_outgoing(self):
        """Keep the locations that are the customers'.

        Core looks up a record each time it is asked: ask only where it may say yes.
        """
        return self.filtered(
            lambda location: (
                location.usage in ("customer", "transit") and location._is_outgoing()
            )
        )
