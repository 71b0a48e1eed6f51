# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL


# A file for each thing that is asked of the forecast.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderForecast(models.AbstractModel):
    """When moves come, as far as it is known here: other apps know more.

    All of it is of `stock_move AS move`, for the query of `_load_moves`.
    """

    _inherit = "sale.backorder.forecast"

    def _get_date_column(self):
        """Return the best known moment of `stock_move AS move`: a hook.

        For what arrives it is that of the arrival. What other apps know better they
        add here, with their tables in `_get_date_joins`.

        :rtype: SQL, of a timestamp in UTC
        """
        return SQL("move.date")

    def _get_latest_column(self):
        """Return until when `stock_move AS move` comes if its date is unsure: a hook.

        Customers are told a range of days then. May use `_get_date_joins`.

        :rtype: SQL, of a timestamp in UTC; NULL if the date is sure
        """
        return SQL("NULL::timestamp")

    def _get_ships_from_column(self):
        """Return whose days count for what a vendor sends to the customer: a hook.

        NULL if `stock_move AS move` is not sent so, or customers are not told of it.

        :rtype: SQL, of the id of a warehouse
        """
        return SQL("NULL::int")

    def _get_date_joins(self):
        """Return the joins for `_get_date_column`: a hook."""
        return SQL()

    def _flush_dates(self):
        """Let the database know what `_load_moves` reads: a hook for the same."""
        self.env["stock.move"].flush_model()
