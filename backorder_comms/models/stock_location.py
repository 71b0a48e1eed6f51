# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL


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

    @api.model
    def _get_backorder_outgoing_condition(self, location):
        """Return what core's `_is_outgoing` says, for queries.

        :param SQL location: a table of locations
        :rtype: SQL
        """
        companies = self.env["ir.model.data"]._xmlid_to_res_id(
            "stock.stock_location_inter_company"
        )
        return SQL(
            "(%(at)s.usage = 'customer' OR '/' || %(at)s.parent_path LIKE %(path)s)",
            at=location,
            path=f"%/{companies}/%",
        )
