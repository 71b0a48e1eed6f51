# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from urllib.parse import urlencode

from odoo import models


# A file for how an order is shipped: at once or as its goods come.
# pylint: disable=consider-merging-classes-inherited
class SaleOrder(models.Model):
    _inherit = "sale.order"

    def write(self, vals):
        """Override of `sale` to let the transfers follow how the order is shipped."""
        res = super().write(vals)
        if "picking_policy" in vals:
            self._follow_shipping_policy()
        return res

    # === BUSINESS METHODS === #

    def _choose_shipping_policy(self, policy):
        """Ship the whole order as its customer wishes, whatever he wished of its lines.

        :param str policy: as `picking_policy`
        """
        self.order_line.filtered("backorder_picking_policy").write(
            {"backorder_picking_policy": False}
        )
        self.write({"picking_policy": policy, "backorder_is_policy_chosen": True})

    def _is_shipped_at_once(self):
        """Tell whether all of it is to leave at once, whoever wants it so."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line.display_type)
        return bool(lines) and all(
            line._get_shipping_policy() == "one" for line in lines
        )

    def _follow_shipping_policy(self):
        """Sort what is to be shipped by what leaves together, and look at its dates."""
        moves = self.sudo().order_line.move_ids._filter_unpacked()
        moves.filtered("sale_line_id.order_id.backorder_is_policy_chosen")._sort_out()
        self.env["sale.backorder.signal"]._notice(products=moves.product_id)

    def _get_quotation_choices(self):
        """Return how the customer can have it shipped, before he confirms.

        :rtype: list[Choice]
        """
        self.ensure_one()
        if self.state not in ("draft", "sent"):
            return []
        return self._get_backorder_choices()[False]

    def _get_backorder_back_path(self, access_token=None):
        """Return the path of the page from which the customer came to decide.

        :param str | None access_token: for those who come by a link
        :rtype: str
        """
        self.ensure_one()
        if self.state not in ("draft", "sent"):
            return self._get_backorder_path(access_token=access_token)
        query = urlencode({"access_token": access_token} if access_token else {})
        return f"{self.access_url}?{query}"
