# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, models
from odoo.tools import split_every
from odoo.tools.misc import format_date

from ..logic.effects import LATER, SAME, SOONER, Outcome, find_effects, number
from ..logic.shortage import STOCK, measure_shortage

BATCH_SIZE = 100
MAX_ROWS = 200

DIRECTIONS = (LATER, SOONER, SAME)


class SaleBackorderPriorityEffect(models.AbstractModel):
    """What would be if something were otherwise: asks the forecast, changes nothing."""

    _name = "sale.backorder.priority.effect"
    _description = "Effect of a Change of Priority"

    @api.model
    def _find(self, products, revise):
        """Return what a change would mean for the order lines that wait for products.

        :param product.product products:
        :param revise: function of a list of `OpenMove` that returns them as they would
            be
        :return: for the lines for which it would be otherwise
        :rtype: dict[int, Effect], by id of the line
        """
        effects = {}
        for ids in split_every(BATCH_SIZE, products.ids):
            batch = products.browse(ids)
            effects |= find_effects(
                self._get_outcomes(batch), self._get_outcomes(batch, revise)
            )
        return effects

    def _get_outcomes(self, products, revise=list):
        """Return how things stand, or would, for the lines that wait for products.

        :rtype: dict[int, Outcome], by id of the line
        """
        outlook = self.env["sale.backorder.forecast"]._get_outlook(products, revise)
        positions = number(self._get_queues(outlook).values())
        demands = self.env["sale.backorder.evaluation"]._get_demands(outlook, [])
        companies = {move.line_id: move.company_id for move in outlook.moves}
        outcomes = {}
        for line_id, demand in demands.items():
            shortage = measure_shortage(demand.pieces)
            if shortage.quantity:
                outcomes[line_id] = Outcome(positions.get(line_id), shortage.expected)
            else:
                outcomes[line_id] = Outcome(None, self._get_today(companies[line_id]))
        return outcomes

    def _get_today(self, company_id):
        """Return the day on which goods can leave that are there."""
        return self.env["res.company"].browse(company_id)._backorder_today()

    def _get_queues(self, outlook):
        """Return who waits, by product and warehouse: places, each with its line."""
        to_place = self.env["sale.backorder.queue"]._to_place
        queues = defaultdict(list)
        for move in outlook.moves:
            pieces = outlook.pieces.get(move.id, ())
            if any(piece.cause != STOCK for piece in pieces):
                warehouse = outlook.map.warehouses.get(move.source)
                queues[move.product_id, warehouse].append(
                    (to_place(move), move.line_id)
                )
        return queues

    # === IN WORDS === #

    @api.model
    def _render(self, effects):
        """Say whom it would push back, who would come sooner, and by how many days.

        Of orders that the user may not read, he sees the days and no names.

        :param dict[int, Effect] effects: by id of the order line
        :rtype: Markup
        """
        lines = self.env["sale.order.line"].browse(effects)
        lines = lines.sudo().filtered(
            lambda line: line.company_id in self.env.companies
        )
        directions = [effects[line.id].direction for line in lines]
        lines = lines.sorted(
            lambda line: (
                DIRECTIONS.index(effects[line.id].direction),
                -abs(effects[line.id].days),
            )
        )
        shown = lines[:MAX_ROWS]
        known = shown.order_id.sudo(False)._filtered_access("read")
        return self.env["ir.qweb"]._render(
            "backorder_comms.sale_backorder_priority_effects",
            {
                "rows": [
                    self._prepare_row(line, effects[line.id], line.order_id in known)
                    for line in shown
                ],
                "more": len(lines - shown),
                "later": directions.count(LATER),
                "sooner": directions.count(SOONER),
            },
        )

    def _prepare_row(self, line, effect, is_known):
        """Prepare what a row shows of an order line.

        :param sale.order.line line: as superuser
        :param Effect effect:
        :param bool is_known: whether the user may read its order
        """
        order = line.order_id
        return {
            "url": is_known and f"/odoo/sales/{order.id}",
            "order": order.name if is_known else self.env._("Another order"),
            "partner": is_known and order.partner_id.display_name,
            "product": line.product_id.display_name,
            "direction": effect.direction,
            "days": effect.days,
            "positions": [effect.before.position, effect.after.position],
            "dates": [
                format_date(self.env, outcome.day)
                if outcome.day
                else self.env._("No date yet")
                for outcome in (effect.before, effect.after)
            ],
        }
