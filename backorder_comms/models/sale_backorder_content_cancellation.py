# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


# A file for each topic of the content.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderContent(models.AbstractModel):
    """What messages say about cancelling."""

    _inherit = "sale.backorder.content"

    @api.model
    def _get_content(self, order, events):
        """Override of ours to add `cancel_words`, empty if nothing can be cancelled."""
        content = super()._get_content(order, events)
        company = order.company_id
        may_cancel = any(
            map(company._allows_backorder_cancellation, order._get_open_backorders())
        )
        words = company._get_backorder_cancel_words() if may_cancel else ""
        return content | {"cancel_words": words}
