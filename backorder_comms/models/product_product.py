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
            and not self._is_got_to_order()
        )

    def _is_got_to_order(self):
        """Tell whether it is bought or made for each order, whatever is in stock."""
        rules = (self.route_ids | self.categ_id.total_route_ids).rule_ids
        return any(
            rule.location_dest_id.usage == "customer"
            and (rule.procure_method == "make_to_order" or rule.action == "buy")
            for rule in rules
        )
