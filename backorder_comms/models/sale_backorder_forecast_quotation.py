# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models

from .sale_backorder_forecast import OpenMove

# Behind the ids of all moves that there are.
LAST_ID = 2**62


# A file for each thing that is asked of the forecast.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderForecast(models.AbstractModel):
    """What would cover a quotation if it were confirmed now."""

    _inherit = "sale.backorder.forecast"

    @api.model
    def _get_quotation_pieces(self, lines):
        """Peg lines of a quotation, behind those who wait already.

        :param sale.order.line lines: of one order, served from stock
        :return: in the product's unit
        :rtype: dict[sale.order.line, list[Piece]]
        """
        forecast = self.sudo()
        if not lines:
            return {}
        scores = self.env["sale.backorder.priority"]._get_scores(lines)
        wished = [
            forecast._prepare_wish(line)._replace(score=scores.get(line.id, 0))
            for line in lines
        ]
        moves = forecast._load_moves(lines.product_id) + wished
        quantities = forecast._load_quantities({move.product_id for move in moves})
        atlas = forecast._load_map(moves, quantities)
        pieces = forecast._peg(forecast._load_chains(moves), quantities, atlas)
        return {line: pieces.get(LAST_ID + line.id, []) for line in lines}

    def _prepare_wish(self, line):
        """Return the move that would ship a line."""
        order = line.order_id
        now = fields.Datetime.now()
        due = order.commitment_date or now + timedelta(days=line.customer_lead)
        quantity = line.product_uom_id._compute_quantity(
            line.product_uom_qty, line.product_id.uom_id, round=False
        )
        return OpenMove(
            score=0,
            ordered=now,
            due=due,
            id=LAST_ID + line.id,
            ahead_days=order.company_id.backorder_comms_ahead_days,
            product_id=line.product_id.id,
            company_id=order.company_id.id,
            source=line.warehouse_id.lot_stock_id.id,
            destination=order.partner_shipping_id.property_stock_customer.id,
            final=None,
            quantity=quantity,
            reserved=None,
            has_origins=False,
            date=due,
            whole_id=None,
            gave_way=False,
            is_return=False,
            line_id=line.id,
            line_product_id=line.product_id.id,
            line_quantity=line.product_uom_qty,
            line_unit=1.0,
            line_shipped=0.0,
        )
