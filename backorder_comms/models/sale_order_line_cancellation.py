# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from math import floor

from odoo import models
from odoo.exceptions import UserError

from .stock_move_cancellation import CANCELLING


# A file for each thing that a line does.
# pylint: disable=consider-merging-classes-inherited
class SaleOrderLine(models.Model):
    """How a part of a confirmed line that has not left is taken back."""

    _inherit = "sale.order.line"

    def _get_backorder_cancellable_quantity(self):
        """Return how much of the line nobody has in hand yet, in its unit.

        Nothing where transfers and order differ, by what was closed short or returned
        for a refund: core would even that out with it, and a person has to decide.
        Whole ones only where goods are sold in another unit than they are kept in: a
        part of a dozen is rounded, and would leave a part of a piece to be shipped.

        :rtype: float
        """
        self.ensure_one()
        if self.product_uom_id.compare(
            self._get_qty_procurement(), self.product_uom_qty
        ):
            return 0.0
        moves = self.move_ids.filtered(lambda move: move.product_id == self.product_id)
        open_moves = moves._filter_backorder_open()
        untouched = open_moves.filtered(lambda move: move._is_backorder_untouched())
        quantity = min(
            self._sum_backorder_moves(untouched),
            self._sum_backorder_moves(open_moves) - self._get_under_way(moves),
            self.product_uom_qty - self.qty_delivered,
        )
        if self.product_uom_id != self.product_id.uom_id:
            quantity = floor(quantity)
        return max(self.product_uom_id.round(quantity), 0.0)

    def _get_under_way(self, moves):
        """Return what left the shelf and is on its way through the building."""
        done = moves.filtered(
            lambda move: move.state == "done" and not move.origin_returned_move_id
        )
        taken = done.filtered(lambda move: not move.move_orig_ids & moves)
        shipped = done._filter_shipped_to_customer()
        under_way = self._sum_backorder_moves(taken, "quantity")
        return max(under_way - self._sum_backorder_moves(shipped, "quantity"), 0.0)

    def _sum_backorder_moves(self, moves, field="product_uom_qty"):
        return sum(
            move.product_uom._compute_quantity(
                move[field], self.product_uom_id, round=False
            )
            for move in moves
        )

    def _cancel_backorder_quantity(self, quantity):
        """Take back a part of what is still to be shipped, as a salesperson would.

        Core finds out itself which transfers shrink. If it does not find what the
        customer waits for, it would make him return goods: then nothing may happen.

        :param float quantity: in the line's unit, all that is asked for
        :raise UserError: when so much is not there to be taken back
        """
        self.ensure_one()
        line = self.sudo()
        cancellable = line._get_backorder_cancellable_quantity()
        if line.product_uom_id.compare(quantity, cancellable) > 0 or quantity <= 0:
            raise UserError(self._get_not_cancellable_words())
        moves = line.move_ids
        left = line._sum_backorder_moves(moves._filter_backorder_open()) - quantity
        line.with_context(**{CANCELLING: True})._write_lower_quantity(quantity)
        open_moves = line.move_ids._filter_backorder_open()
        is_wrong = line.product_uom_id.compare(
            line._sum_backorder_moves(open_moves), left
        )
        if is_wrong or line.move_ids - moves:
            raise UserError(self._get_not_cancellable_words())

    def _get_not_cancellable_words(self):
        product = self.product_id.with_context(display_default_code=False)
        return self.env._(
            "%(product)s cannot be cancelled here any more: it is being packed, or the "
            "order was changed meanwhile. Please contact us.",
            product=product.display_name,
        )

    def _write_lower_quantity(self, quantity):
        locked = self.order_id.locked
        if locked:
            self.order_id.action_unlock()
        self.product_uom_qty = self.product_uom_id.round(
            self.product_uom_qty - quantity
        )
        if locked:
            self.order_id.action_lock()
