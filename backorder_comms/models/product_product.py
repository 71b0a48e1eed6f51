# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _is_backorder_substitute(self, company):
        """Tell whether a company sells the product from its stock."""
        self.ensure_one()
        return (
            self.active
            and self.sale_ok
            and self.is_storable
            and self.company_id in (company, company.browse())
        )
