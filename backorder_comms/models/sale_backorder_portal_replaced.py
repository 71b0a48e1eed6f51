# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


# A file for each thing that the portal shows of a line.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderContent(models.AbstractModel):
    """What the portal shows of a product that the customer took instead."""

    _inherit = "sale.backorder.content"

    def _prepare_portal_row(self, line, moves, backorders):
        """Override of ours to say what the customer had ordered.

        :return: also `replaced`, the name of it, empty for what came as ordered
        :rtype: dict
        """
        row = super()._prepare_portal_row(line, moves, backorders)
        ordered = line.backorder_replaced_line_id.product_id
        name = ordered.with_context(display_default_code=False).display_name
        return row | {"replaced": name or ""}
