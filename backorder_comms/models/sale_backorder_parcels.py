# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from math import ceil

from odoo import api, models

from ..logic.parcels import Portion
from ..logic.shortage import INCOMING, STOCK, TOLERANCE


class SaleBackorderParcels(models.AbstractModel):
    """In how many parcels an order leaves, and when, by what is known now."""

    _name = "sale.backorder.parcels"
    _description = "Parcels of an Order"

    @api.model
    def _get_portions(self, order):
        """Return what of each line leaves when it does not wait for others.

        :param sale.order order: as superuser
        :return: in items, by line; only of what is still to be shipped
        :rtype: dict[sale.order.line, list[Portion]]
        """
        if order.state in ("draft", "sent"):
            return self._get_quotation_portions(order)
        content = self.env["sale.backorder.content"]
        backorders = order._get_open_backorders().grouped("order_line_id")
        return {
            line: portions
            for line, moves in content._get_open_moves(order).items()
            if (portions := self._prepare_portions(line, moves, backorders.get(line)))
        }

    def _prepare_portions(self, line, moves, backorders):
        """Return what waits, by its date, and the rest, which is there or in time.

        Where some of a line waits, the rest does not: it is in stock, as is what should
        have left by now.
        """
        today = line.company_id._backorder_today()
        waiting = (backorders or line.backorder_ids.browse()).filtered(
            lambda backorder: backorder.state == "waiting"
        )
        portions = [
            self._prepare_portion(
                line, backorder.quantity, self._get_known_day(backorder, today)
            )
            for backorder in waiting
        ]
        rest = self._get_still_open(line, moves) - sum(waiting.mapped("quantity"))
        if rest > TOLERANCE:
            planned = line.company_id._to_backorder_day(min(moves.mapped("date")))
            is_reserved = all(move.state == "assigned" for move in moves)
            is_here = bool(backorders) or is_reserved or planned <= today
            day = max(planned, today)
            portions.insert(0, self._prepare_portion(line, rest, day, is_here))
        return portions

    def _get_known_day(self, backorder, today):
        """Return when to expect it; a day that has passed is not known any more."""
        expected = backorder.expected_date
        return expected if expected and expected >= today else None

    def _get_still_open(self, line, moves):
        if moves.product_id - line.product_id:  # only the line itself counts kits
            return max(line.product_uom_qty - line.qty_delivered, 0.0)
        return self.env["sale.backorder.content"]._get_open_quantity(line, moves)

    def _prepare_portion(self, line, quantity, day, is_here=False):
        return Portion(self._to_items(line, quantity), day, is_here)

    def _to_items(self, line, quantity):
        """Count what a customer would call an item; a cable of ten metres is one."""
        unit = self._get_unit()
        if not unit or not line.product_uom_id._has_common_reference(unit):
            return 1.0
        return line.product_uom_id._compute_quantity(quantity, unit, round=False)

    def _get_unit(self):
        """Return the unit of items, without a query for each line."""
        unit_id = self.env["ir.model.data"]._xmlid_to_res_id("uom.product_uom_unit")
        return self.env["uom.uom"].browse(unit_id)

    # === BEFORE THE CONFIRMATION === #

    def _get_quotation_portions(self, order):
        goods = order.order_line.filtered(
            lambda line: line.product_id.type == "consu" and line.product_uom_qty > 0
        )
        served = goods.filtered(
            self.env["sale.backorder.confirmation"]._is_served_from_stock
        )
        pieces = self.env["sale.backorder.forecast"]._get_quotation_pieces(served)
        return {
            line: self._prepare_quotation_portions(line, pieces.get(line))
            for line in goods
        }

    def _prepare_quotation_portions(self, line, pieces):
        """Return the portions of a line; all in time if stock says nothing about it."""
        order = line.order_id
        today = order.company_id._backorder_today()
        moment = order.commitment_date or line._expected_date()
        planned = max(order.company_id._to_backorder_day(moment), today)
        if not pieces:
            is_here = not line.product_id.is_storable
            portion = self._prepare_portion(
                line, line.product_uom_qty, planned, is_here
            )
            return [portion]
        return [
            self._prepare_portion(
                line,
                line._to_backorder_unit(piece.quantity),
                self._get_piece_day(piece, planned),
                piece.cause == STOCK,
            )
            for piece in pieces
        ]

    def _get_piece_day(self, piece, planned):
        if piece.cause == STOCK:
            return planned
        return max(piece.day, planned) if piece.cause == INCOMING else None

    # === WORDS === #

    @api.model
    def _describe(self, order, parcels):
        """Say in how many parcels an order leaves, and what is in each.

        :param list[Parcel] parcels: see `plan_parcels`
        :return: such as "2 parcels: 3 items today; 1 item about December 19, 2026"
        :rtype: str
        """
        contents = "; ".join(self._describe_parcel(order, one) for one in parcels)
        if len(parcels) == 1:
            return self.env._("1 parcel: %(contents)s", contents=contents)
        return self.env._(
            "%(count)s parcels: %(contents)s", count=len(parcels), contents=contents
        )

    def _describe_parcel(self, order, parcel):
        items = self._describe_items(parcel.quantity)
        if not parcel.day:
            return self.env._("%(items)s without a date yet", items=items)
        if parcel.is_here and parcel.day <= order.company_id._backorder_today():
            return self.env._("%(items)s now", items=items)
        day = self.env["sale.backorder.content"]._format_day(parcel.day)
        if parcel.is_here:
            return self.env._("%(items)s on %(day)s", items=items, day=day)
        return self.env._("%(items)s about %(day)s", items=items, day=day)

    def _describe_items(self, quantity):
        count = ceil(quantity - TOLERANCE)
        if count == 1:
            return self.env._("1 item")
        return self.env._("%(count)s items", count=count)

    @api.model
    def _get_parcel_cost(self, order, parcels):
        """Say what shipping in these parcels costs the customer: a hook.

        An addon that knows the carriers' prices overrides it. What it says is shown
        with the choice, before the customer confirms it.

        :param list[Parcel] parcels: see `plan_parcels`
        :return: a sentence; empty when it makes no difference, or nobody knows
        :rtype: str
        """
        return ""

    @api.model
    def _is_split_free(self, order):
        """Tell whether several parcels cost no more freight than one: a hook.

        An addon that knows the carriers' prices overrides it.
        """
        return False
