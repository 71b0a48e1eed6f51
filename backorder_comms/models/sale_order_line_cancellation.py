# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from math import floor

from odoo import models
from odoo.exceptions import UserError

from ..logic.shortage import TOLERANCE
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
        moves = self.move_ids.filtered(lambda move: move.product_id == self.product_id)
        open_moves = moves._filter_backorder_open()
        open_quantity = self._sum_backorder_moves(open_moves)
        done = moves.filtered(lambda move: move.state == "done")
        shipped = self._sum_backorder_moves(done._filter_shipped_to_customer())
        refunded = self._sum_backorder_moves(moves._filter_backorder_refunded())
        ordered = self.product_uom_qty
        if self.product_uom_id.compare(open_quantity + shipped - refunded, ordered):
            return 0.0
        taken = self._sum_backorder_moves(done._filter_backorder_first_step())
        untouched = open_moves.filtered(lambda move: move._is_backorder_untouched())
        quantity = min(
            self._sum_backorder_moves(untouched),
            open_quantity - max(taken - shipped, 0.0),  # is in the building
            ordered - self.qty_delivered,
        )
        return max(self._round_backorder_quantity(quantity), 0.0)

    def _round_backorder_quantity(self, quantity):
        if self.product_uom_id != self.product_id.uom_id:
            quantity = floor(quantity + TOLERANCE)
        return self.product_uom_id.round(quantity)

    def _sum_backorder_moves(self, moves):
        """Return what was moved, or is to be, in the line's unit."""
        return sum(
            self._to_backorder_unit(move._get_backorder_quantity()) for move in moves
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

    def _describe_backorder_quantity(self, quantity):
        """Return a part of what was ordered in words.

        :rtype: dict[str, str]
        """
        to_text = self.env["sale.backorder.content"]._format_quantity
        return {
            "quantity": to_text(quantity),
            "ordered": to_text(self.product_uom_qty),
            "unit": self.product_uom_id.name,
        }

    def _get_backorder_credit(self, quantity):
        """Return what the customer was charged for a part that is to be cancelled.

        Without an invoice, that is what he paid for the order beyond what is left.

        :param float quantity: in the line's unit
        :return: the amount with taxes, and whether it is paid
        :rtype: tuple[float, bool]
        """
        price = self.price_total / (self.product_uom_qty or 1.0)
        left = self.product_uom_qty - quantity
        if (invoiced := min(self.qty_invoiced - left, quantity)) > 0:
            invoices = self.invoice_lines.move_id.filtered(
                lambda move: move.state == "posted" and move.move_type == "out_invoice"
            )
            states = set(invoices.mapped("payment_state"))
            is_paid = bool(states) and states <= {"paid", "in_payment"}
            return self.currency_id.round(invoiced * price), is_paid
        order = self.order_id
        payments = order.transaction_ids.filtered(lambda tx: tx.state == "done")
        unused = sum(payments.mapped("amount")) - order.amount_total + quantity * price
        credit = self.currency_id.round(max(min(unused, quantity * price), 0.0))
        return credit, bool(credit)

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
