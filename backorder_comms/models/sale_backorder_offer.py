# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import api, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)


class Incomplete(Exception):
    """Not everything of a transfer could be reserved."""


class SaleBackorderOffer(models.AbstractModel):
    """Offer what became free to the customers who wait for it, after the commit.

    Core does so for receipts into the very location that waits, and else once a day.
    """

    _name = "sale.backorder.offer"
    _description = "Offer of Freed Goods"

    @api.model
    def _offer(self, products):
        """Hand out what is free of products, by place in the queue.

        Changes nothing when nothing can be handed out, so it may be repeated at any
        time. A product that cannot be handed out does not stop the others.

        :param product.product products:
        """
        products = products.filtered("is_storable")
        if not products or self._is_switched_off():
            return
        try:
            with self.env.cr.savepoint():
                self._hand_out(products)
        except psycopg2.OperationalError:
            raise  # a concurrent update: the caller tries again
        except Exception:
            if len(products) > 1:
                for product in products:
                    self._offer(product)
                return
            _logger.exception("Cannot hand out what is free of product %s", products.id)

    def _is_switched_off(self):
        """Tell whether core is not to reserve by itself when goods come in."""
        parameters = self.env["ir.config_parameter"].sudo()
        return bool(parameters.get_param("stock.picking_no_auto_reserve"))

    def _hand_out(self, products):
        whole = self._get_whole_transfers(products)
        self._release_incomplete(whole)
        # What such a transfer waited for may make it take its other goods, too.
        self._reserve_waiting(products | whole.move_ids.product_id)

    def _get_whole_transfers(self, products):
        """Return those that must ship complete and wait, be it for other products."""
        return self.env["stock.picking"].search(
            Domain("move_type", "=", "one")
            & Domain("state", "in", ("waiting", "confirmed"))
            & Domain("sale_id", "!=", False)
            & Domain("company_id.backorder_comms_release_incomplete", "=", True)
            & Domain("picking_type_id.reservation_method", "!=", "manual")
            & Domain("move_ids.product_id", "in", products.ids)
        )

    def _release_incomplete(self, pickings):
        """Free what they hold in vain, unless people have it in their hands."""
        holding = pickings.filtered(
            lambda picking: (
                not picking.printed
                and not any(picking.move_line_ids.mapped("picked"))
                and picking._get_reserved_from_stock()
            )
        )
        incomplete = self.env["sale.backorder.allocation"]._filter_incomplete(holding)
        incomplete._get_reserved_from_stock()._do_unreserve()

    def _reserve_waiting(self, products):
        """Give what is free to those for whom it is kept."""
        moves = self.env["stock.move"]
        allocation = self.env["sale.backorder.allocation"]._load(products, moves)
        moves = moves.browse(allocation.get_servable_ids())
        whole = moves.picking_id.filtered("backorder_ships_whole")
        if single := moves - whole.move_ids:
            single._action_assign()
        for picking in whole:
            self._reserve_whole(picking)

    def _reserve_whole(self, picking):
        """Reserve a transfer that must ship complete, or leave it without anything."""
        try:
            with self.env.cr.savepoint():
                picking.move_ids._filter_from_stock()._action_assign()
                if picking.state != "assigned":
                    raise Incomplete
        except Incomplete:
            picking._get_reserved_from_stock()._do_unreserve()
