# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from .sale_order import OPEN_MOVE_STATES

CANCELLING = "backorder_comms_cancelling"


# A file for each thing that a move does.
# pylint: disable=consider-merging-classes-inherited
class StockMove(models.Model):
    """Which moves can be taken back when a customer does without the goods."""

    _inherit = "stock.move"

    def _filter_backorder_open(self):
        """Keep what is still to be shipped to a customer, each unit once."""
        return self.filtered(
            lambda move: move.state in OPEN_MOVE_STATES
        )._filter_customer_bound()

    def _filter_backorder_refunded(self):
        """Keep what came back, or is to, and is not sent once more."""
        return self.filtered(
            lambda move: (
                move.origin_returned_move_id
                and move.to_refund
                and move.state != "cancel"
            )
        )

    def _filter_backorder_first_step(self):
        """Keep the moves that took goods off the shelf."""
        return self.filtered(
            lambda move: (
                not move.origin_returned_move_id
                and not move.move_orig_ids.sale_line_id & move.sale_line_id
            )
        )

    def _is_backorder_untouched(self):
        """Tell whether nobody has begun with the move, or with what comes for it.

        A step of which all goods come from steps that are done is under way, though
        nobody has touched the step itself.
        """
        self.ensure_one()
        steps = self._get_backorder_steps_before()
        waiting = steps.filtered(lambda move: move.state in OPEN_MOVE_STATES)
        is_begun = any(
            move.picked or move.picking_id.printed for move in self | waiting
        )
        return not is_begun and bool(waiting or not steps)

    def _get_backorder_steps_before(self):
        """Return the steps that these wait for or follow, of the same order line."""
        before = self.move_orig_ids.filtered(
            lambda move: move.sale_line_id in self.sale_line_id
        )
        return before and before | before._get_backorder_steps_before()

    def _get_backorder_quantity(self):
        """Return what was moved, or else is to be, in the product's unit."""
        self.ensure_one()
        quantity = self.quantity if self.state == "done" else self.product_uom_qty
        return self.product_uom._compute_quantity(
            quantity, self.product_id.uom_id, round=False
        )

    def _get_backorder_returnable(self):
        """Return what of a shipment did not come back, in the product's unit."""
        self.ensure_one()
        returned = self.returned_move_ids.filtered(lambda move: move.state != "cancel")
        return self._get_backorder_quantity() - sum(
            move._get_backorder_quantity() for move in returned
        )

    def _update_candidate_moves_list(self, candidate_moves_set):
        """Override of `stock` to find what waits in whatever transfer it is.

        Core looks in one open transfer of the order; split ones it would not see. One
        by one, as those of a set are merged with each other.
        """
        res = super()._update_candidate_moves_list(candidate_moves_set)
        if self.env.context.get(CANCELLING):
            moves = self.sale_line_id.move_ids._filter_backorder_open()
            candidate_moves_set.update(
                move for move in moves if move._is_backorder_untouched()
            )
        return res

    @api.model
    def _prepare_merge_negative_moves_excluded_distinct_fields(self):
        """Override of `stock` to take cancelled goods from the move that waits.

        Purchases move its deadline; core would not know it any more and would make the
        customer return goods that he never got.
        """
        fields = super()._prepare_merge_negative_moves_excluded_distinct_fields()
        if self.env.context.get(CANCELLING):
            fields = [*fields, "date_deadline"]
        return fields
