# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.fields import Command

from .common import BackorderCommsCommon


class LimitCommon(BackorderCommsCommon):
    """Quotations that would wait for goods, and limits to that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.limits = cls.env["sale.backorder.limit"]
        # What the demo data limits is none of ours.
        cls.limits.search([]).action_archive()

    @classmethod
    def _create_limit(cls, **values):
        """Refuse more than five per order, unless `values` say otherwise."""
        return cls.limits.create(
            {"name": "Five", "maximum": 5, "policy": "refuse", **values}
        )

    def _create_quotation(self, quantities, **values):
        """Write a quotation to the test's customer, by the test's salesperson.

        :param dict[product.product, float] quantities:
        :rtype: sale.order
        """
        lines = [
            Command.create({"product_id": product.id, "product_uom_qty": quantity})
            for product, quantity in quantities.items()
        ]
        return self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "user_id": self.sale_user.id,
                "order_line": lines,
                **values,
            }
        )

    def _get_excesses(self, *quotations):
        """Return by how much the quotations together would exceed limits.

        :return: pairs of limit and what would wait
        """
        orders = self.env["sale.order"].union(*quotations)
        excesses = self.env["sale.backorder.confirmation"]._get_excesses(orders)
        return [(limit, excess.total) for limit, excess in excesses]
