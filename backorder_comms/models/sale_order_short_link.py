# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from uuid import UUID

from odoo import models

from ..logic.short_link import shorten
from .sale_backorder_message import TEXT_KEY

# As long as any other: whoever looks at a text message wants to know how long it is.
NO_TOKEN = str(UUID(int=0))


# A file for what an order is, another one for its short address.
# pylint: disable=consider-merging-classes-inherited
class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_backorder_url(self):
        """Return a short address where a text message asks for it.

        With the usual one of a hundred characters it would be charged as two.
        """
        self.ensure_one()
        if not self.env.context.get(TEXT_KEY):
            return super()._get_backorder_url()
        token = shorten(self._portal_ensure_token() or NO_TOKEN)
        if not token:
            return super()._get_backorder_url()
        return f"{self.get_base_url()}/b/{token}/{self.id}"
