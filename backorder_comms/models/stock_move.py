# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import api, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# What a change must touch to be worth a look: who gets the goods, how many, and when.
SIGNAL_FIELDS = frozenset(
    {"date", "date_deadline", "product_uom_qty", "quantity", "state"}
)

ALLOCATION = "backorder_comms_allocation"
SKIP_PROTECTION = "backorder_comms_skip_protection"
# No client can send it: a manager was asked, and gave a reason.
ALLOWED = object()


class StockMove(models.Model):
    _inherit = "stock.move"

    def write(self, vals):
        """Override of `stock` to notice moves that change supply or demand."""
        res = super().write(vals)
        if not SIGNAL_FIELDS.isdisjoint(vals):
            self.env["sale.backorder.signal"]._notice(products=self.product_id)
        return res

    # === RESERVATION === #

    def _action_assign(self, force_qty=False):
        """Override of `stock` to serve customers by place, and nobody before his turn.

        Core prefers moves that share a reference with what came in, such as the order
        that made a reordering rule buy. That gives a newcomer the goods which others
        wait for longer, and whom the dates promised them to; so it does not count here.
        What is really bought or made for a move is chained to it and not shared out.

        What people force is not touched.
        """
        moves = self if force_qty else self._queue_up()
        return super(StockMove, moves)._action_assign(force_qty)

    def _queue_up(self):
        """Return the moves in the order in which they are served.

        If we fail at that, it is core's order: nobody is to wait for us to mend it.
        """
        try:
            return self._queue_by_place()
        except psycopg2.Error:
            raise  # the transaction is over: core tries again where that helps
        except Exception:
            _logger.exception("Goods are reserved without their queue")
            return self

    def _queue_by_place(self):
        queue = self._filter_open()._filter_from_stock()
        if not queue:
            return self
        allocations = self.env["sale.backorder.allocation"]
        awaited, scarce = allocations._get_contested_products(queue)
        if not awaited and not scarce:
            return self
        if awaited or queue.picking_id._may_give_way():
            return (self - queue)._add_by_allocation(queue, awaited | scarce)
        get_place = self.env["sale.backorder.queue"]._get_place
        return (self - queue).concat(queue.sorted(get_place))

    def _add_by_allocation(self, queue, products):
        """Add moves in the order in which they are served.

        :param stock.move queue:
        :param product.product products: those of which others wait for something
        :return: with what is kept for the others in their context
        """
        allocation = self.env["sale.backorder.allocation"]._load(products, queue)
        moves = self.concat(queue.sorted(lambda move: allocation.get_rank(move.id)))
        if self.env.context.get(SKIP_PROTECTION) is ALLOWED:
            return moves
        return moves.with_context(**{ALLOCATION: allocation})

    def _update_reserved_quantity(
        self,
        need,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=True,
    ):
        """Override of `stock` to leave what customers further ahead are owed."""
        allocation = self.env.context.get(ALLOCATION)
        if allocation:
            need = allocation.get_allowance(self.id, need)
            if self.product_id.uom_id.compare(need, 0) <= 0:
                return 0.0
        taken = super()._update_reserved_quantity(
            need, location_id, lot_id, package_id, owner_id, strict
        )
        if allocation:
            allocation.take(self.id, taken)
        return taken

    def _filter_from_stock(self):
        """Keep the moves that take what is free, not what comes for them in a chain."""
        return self.filtered(
            lambda move: (
                move.procure_method == "make_to_stock"
                and not move.move_orig_ids
                and not move._should_bypass_reservation()
            )
        )

    def _filter_open(self):
        """Keep the moves for which core reserves, as `_action_assign` does."""
        return self.filtered(
            lambda move: (
                move.state in ("waiting", "confirmed", "partially_available")
                and not move.picked
            )
        )

    def _are_short(self, free):
        """Tell whether place decides who of these gets what is free of their product.

        :param dict[str, float] free: by path of the location
        """
        if len(self) == 1 or not self.sale_line_id or max(free.values()) <= 0:
            return False
        reach = min(
            sum(free[path] for path in free if path.startswith(location.parent_path))
            for location in self.location_id
        )
        need = sum(move.product_qty for move in self)
        return self.product_id.uom_id.compare(need, reach) > 0

    def _get_backorder_losses(self):
        """Return who would lose what if moves took what is kept for others.

        :return: by taking move: quantity by losing move, in the product's unit
        :rtype: dict[stock.move, dict[stock.move, float]]
        """
        if not self:
            return {}
        allocation = self.env["sale.backorder.allocation"]._load(self.product_id, self)
        taken = {move: allocation.take_all(move.id) for move in self}
        return {
            move: {self.browse(loser): part for loser, part in losses.items()}
            for move, losses in taken.items()
            if losses
        }

    # === WHO GETS WHAT === #

    def _get_locations(self):
        return self.location_id | self.location_dest_id | self.location_final_id

    def _filter_customer_bound(self):
        """Keep the moves that count as still to be shipped to a customer.

        Wherever the goods are now, each unit is in exactly one of them: in chains, it
        is the step whose *final* destination is the customer. Goods coming back, and
        those that a vendor ships directly, do not count.
        """
        outgoing = self._get_locations()._filter_backorder_outgoing()
        return self.filtered(
            lambda move: (
                (move.location_final_id or move.location_dest_id) in outgoing
                and move.location_id not in outgoing
                and move.location_id.usage != "supplier"
                and not move.origin_returned_move_id
            )
        )

    def _filter_shipped_to_customer(self):
        """Keep the done moves that left for a customer, whoever shipped them."""
        outgoing = self._get_locations()._filter_backorder_outgoing()
        return self.filtered(
            lambda move: (
                move.location_dest_id in outgoing and move.location_id not in outgoing
            )
        )

    @api.model
    def _get_backorder_shipped_condition(self):
        """Return whether `stock_move AS move` left for a customer, for queries.

        :rtype: SQL
        """
        locations = self.env["stock.location"]
        locations.flush_model(["parent_path", "usage"])
        is_outgoing = locations._get_backorder_outgoing_condition
        return SQL(
            """
            (
                move.state = 'done'
                AND EXISTS (
                    SELECT FROM stock_location AS source, stock_location AS destination
                     WHERE source.id = move.location_id
                       AND destination.id = move.location_dest_id
                       AND %s AND NOT %s
                )
            )
            """,
            is_outgoing(SQL.identifier("destination")),
            is_outgoing(SQL.identifier("source")),
        )
