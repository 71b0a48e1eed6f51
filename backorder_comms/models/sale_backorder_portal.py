# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class SaleBackorderContent(models.AbstractModel):
    """What the order's page in the portal shows, line by line."""

    _inherit = "sale.backorder.content"

    @api.model
    def _get_portal_rows(self, order):
        """Return what is shipped, waiting and still to come of each line of goods.

        :param sale.order order:
        :return: for each line `line_id`, `name`, the texts `ordered`, `shipped` and
            `rest` (what is to be shipped and not among the waits), `is_complete`, and
            `waits`, a list of dicts with `state`, `quantity`, `date`, `latest`,
            `next_update` and `reason`; nothing as long as the company does not write
            about backorders
        :rtype: list[dict]
        """
        if order.state != "sale" or not order.company_id.backorder_comms_active:
            return []
        backorders = order._get_open_backorders().filtered(lambda b: not b.silent)
        by_line = backorders.grouped("order_line_id")
        lines = order.order_line.filtered(
            lambda line: line.product_id.type == "consu" and line.product_uom_qty > 0
        )
        moves = self._get_open_moves(order)
        nothing = backorders.browse()
        return [
            self._prepare_portal_row(line, moves[line], by_line.get(line, nothing))
            for line in lines
        ]

    def _prepare_portal_row(self, line, moves, backorders):
        uom = line.product_uom_id
        still_open = self._get_open_quantity(line, moves)
        if moves.product_id - line.product_id:
            # Components of a kit: only the line itself counts kits.
            still_open = max(line.product_uom_qty - line.qty_delivered, 0.0)
        waiting = {b: self._get_waiting_quantity(b, still_open) for b in backorders}
        rest = uom.round(still_open - sum(waiting.values()))
        line_values = self._prepare_line(line.product_id, line.product_uom_qty, uom)
        return {
            "line_id": line.id,
            "name": line_values["name"],
            "ordered": line_values["quantity"],
            "shipped": self._format_quantity(line.qty_delivered),
            "rest": f"{self._format_quantity(rest)} {uom.name}" if rest > 0 else "",
            "is_complete": not still_open
            and line.qty_delivered >= line.product_uom_qty,
            "waits": [self._prepare_portal_wait(b, q) for b, q in waiting.items() if q],
        }

    def _prepare_portal_wait(self, backorder, quantity):
        """Prepare what is known now; a day that has passed is not known any more."""
        today = backorder.company_id._backorder_today()
        description = self._describe(backorder, quantity)
        expected, next_update = backorder.expected_date, backorder.next_update_date
        return {
            **description,
            "state": backorder.state,
            "date": description["date"] if expected and expected >= today else "",
            "next_update": self._format_day(next_update)
            if next_update and next_update >= today
            else "",
        }

    def _get_waiting_quantity(self, backorder, still_open=None):
        """Return what waits, less what was cancelled since it was looked at.

        :param float | None still_open: what is to be shipped now, if that is known
        """
        is_ready = backorder.state == "ready"
        quantity = backorder.open_quantity if is_ready else backorder.quantity
        if still_open is None:
            return quantity
        return max(quantity - backorder._get_dropped_quantity(still_open), 0.0)
