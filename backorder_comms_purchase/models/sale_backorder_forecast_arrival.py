# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from functools import partial
from typing import NamedTuple

from odoo import api, models

from odoo.addons.backorder_comms.logic.news import find_occasion
from odoo.addons.backorder_comms.logic.shortage import TOLERANCE, measure_shortage

from ..logic.arrivals import rearrange


class Effect(NamedTuple):
    """A waiting customer whose date would move.

    :param sale.order.line line:
    :param date | None old: None when unknown, or when nobody waited yet
    :param date | None new: None when unknown
    :param bool is_told: whether it is news for the customer
    :param set[int] moves: ids of the incoming moves that would bring the goods
    """

    line: models.BaseModel
    old: date | None
    new: date | None
    is_told: bool
    moves: set


# A file for each thing that is asked of the forecast.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderForecast(models.AbstractModel):
    """Whom it would hurt if goods came on other days; nothing is written."""

    _inherit = "sale.backorder.forecast"

    @api.model
    def _get_effects(self, products, wishes, company):
        """Return the customers whose dates would move.

        :param dict wishes: see `rearrange`
        :rtype: list[Effect]
        """
        if not products:
            return []
        forecast = self.sudo()
        origins = {}
        outlook = forecast._get_outlook(
            products, partial(forecast._revise, wishes, origins)
        )
        demands = self.env["sale.backorder.evaluation"].sudo()._get_demands(outlook, [])
        open_ones = self.env["sale.backorder"].sudo()._search_open(products)
        known = open_ones.grouped("order_line_id")
        effects = []
        for line in self.env["sale.order.line"].sudo().browse(demands):
            if line.company_id == company:
                backorder = known.get(line, open_ones.browse())
                effect = forecast._get_effect(line, demands[line.id], backorder)
                effects += [self._trace(effect, origins)] if effect else []
        return effects

    def _revise(self, wishes, origins, moves):
        rearranged, parts = rearrange(moves, wishes)
        origins.update(parts)
        return rearranged

    def _trace(self, effect, origins):
        return effect._replace(moves={origins.get(move, move) for move in effect.moves})

    def _get_effect(self, line, demand, backorder):
        """Return what would happen to an order line, None when nothing.

        :param Demand demand: as it would be
        :param sale.backorder backorder: the line's open one, if any
        """
        shortage = measure_shortage(demand.pieces, None if backorder else demand.due)
        old = backorder.expected_date or None
        if shortage.quantity <= TOLERANCE or backorder and shortage.expected == old:
            return None
        supplies = {piece.supply for piece in demand.pieces if piece.supply}
        is_told = self._is_news(line, backorder, shortage.expected)
        return Effect(line, old, shortage.expected, is_told, supplies)

    def _is_news(self, line, backorder, expected):
        """Tell whether the customer would hear of it, as far as rules allow."""
        company = line.company_id
        if not company.backorder_comms_active:
            return False
        if not backorder:
            return not company._is_backorder_silent_for(line.order_id)
        if backorder.silent:
            return False
        told = backorder._get_told()._replace(state="waiting", expected=expected)
        return bool(find_occasion("later", told, company._get_backorder_threshold()))
