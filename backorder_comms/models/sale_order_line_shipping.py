# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


# A file for how a line is shipped: with others or as its goods come.
# pylint: disable=consider-merging-classes-inherited
class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    backorder_picking_policy = fields.Selection(
        selection=[("direct", "As soon as possible"), ("one", "Together")],
        string="Shipping",
        copy=False,
        help="How the customer wants this line shipped, if otherwise than the order. "
        "Lines that ship together leave at once, when the last of them is there.",
        groups="base.group_user",
    )

    def write(self, vals):
        """Override of `sale` to let the transfers follow how the lines are shipped."""
        res = super().write(vals)
        if "backorder_picking_policy" in vals:
            self._note_shipping_choice()
            self.order_id._follow_shipping_policy()
        return res

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sale` to keep apart what is to be shipped apart."""
        lines = super().create(vals_list)
        lines.filtered("backorder_picking_policy")._note_shipping_choice()
        return lines

    def _note_shipping_choice(self):
        """Who chooses how a line is shipped, chooses for its order."""
        self.order_id.filtered(
            lambda order: not order.backorder_is_policy_chosen
        ).backorder_is_policy_chosen = True

    def _get_shipping_policy(self):
        """Return how the line is shipped, as the order's `picking_policy`."""
        self.ensure_one()
        return self.backorder_picking_policy or self.order_id.picking_policy

    def _is_backorder_held_together(self):
        """Tell whether the customer wants it to leave only with all the others."""
        self.ensure_one()
        return (
            self.order_id.backorder_is_policy_chosen
            and self._get_shipping_policy() == "one"
        )

    def _get_backorder_missing_quantity(self):
        """Return how much is neither shipped nor reserved and can be cancelled.

        :return: in the line's unit
        :rtype: float
        """
        self.ensure_one()
        moves = self.move_ids._filter_backorder_open()
        missing = sum(
            move.product_uom._compute_quantity(
                move.product_uom_qty - move.quantity, self.product_uom_id, round=False
            )
            for move in moves
        )
        return min(missing, self._get_backorder_cancellable_quantity())
