# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import formatLang

from .sale_order import OPEN_MOVE_STATES


# A file for what ships together because the customer wants it so.
# pylint: disable=consider-merging-classes-inherited
class StockMove(models.Model):
    _inherit = "stock.move"

    def _key_assign_picking(self):
        """Override of `stock`: what ships together has transfers of its own."""
        return super()._key_assign_picking() + (self._get_chosen_policy(),)

    def _search_picking_for_assignation_domain(self):
        """Override of `stock`: what ships together has transfers of its own."""
        domain = super()._search_picking_for_assignation_domain()
        if policy := self._get_chosen_policy():
            # Other addons make a `Domain` of core's list.
            domain = [*domain, ("move_type", "=", policy)]
        return domain

    def _get_chosen_policy(self):
        """Return how the customer wants it shipped; nothing if he was not asked."""
        line = self.sale_line_id.sudo()  # who ships need not see the order
        return line.order_id.backorder_is_policy_chosen and line._get_shipping_policy()

    # === SORTING === #

    def _filter_unpacked(self):
        """Keep what people have not begun to pick, anywhere on its way to customers."""
        return self.filtered(
            lambda move: (
                move.state in OPEN_MOVE_STATES
                and move.picking_id
                and move.location_id.usage not in ("customer", "supplier")
                and not move.origin_returned_move_id
            )
        ).filtered(lambda move: not move.picking_id._is_backorder_begun())

    def _sort_out(self):
        """Put what ships together into transfers of its own, one for each step."""
        together = self.filtered(
            lambda move: move.sale_line_id._is_backorder_held_together()
        )
        steps = together.grouped(lambda move: move._key_assign_picking())
        for moves in steps.values():
            moves._gather()

    def _gather(self):
        """Bring moves of one step together, without any others beside them."""
        transfers = self.picking_id
        shared = transfers.filtered(
            lambda transfer: transfer.move_ids.filtered("sale_line_id") - self
        )
        home = (transfers - shared)[:1]
        movers = self - home.move_ids
        if not movers:
            return
        movers.picking_id = home
        if not home:
            movers._assign_picking()
        movers.move_line_ids.picking_id = movers.picking_id
        transfers.filtered(lambda transfer: not transfer.move_ids).action_cancel()

    # === LEAVING === #

    def _filter_leaving(self):
        """Keep what leaves for the customer when its transfer is validated now."""
        outgoing = self.location_dest_id._filter_backorder_outgoing()
        return self._filter_customer_bound().filtered(
            lambda move: (
                move.location_dest_id in outgoing
                and move.state in ("draft", *OPEN_MOVE_STATES)
                and move.picked
                and move.product_uom.compare(move._get_picked_quantity(), 0) > 0
            )
        )

    def _filter_staying(self, pickings):
        """Keep what has not left when the transfers have.

        What lies ready to leave in another transfer leaves as well, as far as we can
        know: whoever ships from two warehouses could never begin otherwise.
        """
        outgoing = self.location_dest_id._filter_backorder_outgoing()
        return self.filtered(
            lambda move: (
                not move._leaves_whole()
                if move.picking_id in pickings
                else move.state != "assigned" or move.location_dest_id not in outgoing
            )
        )

    def _describe_staying(self, pickings):
        """List what stays behind when the transfers leave, a line each.

        :rtype: str
        """
        lines = []
        for move in self:
            quantity = move.product_uom_qty
            if move.picking_id in pickings and move.picked:
                quantity -= move._get_picked_quantity()
            amount = formatLang(
                self.env, quantity, digits=0 if quantity % 1 == 0 else 2
            )
            name = move.product_id.display_name
            lines.append(f"- {amount} {move.product_uom.name} {name}")
        return "\n".join(lines)

    def _leaves_whole(self):
        quantity = self._get_picked_quantity() if self.picked else 0.0
        return self.product_uom.compare(quantity, self.product_uom_qty) >= 0
