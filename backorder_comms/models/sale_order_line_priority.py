# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


# A file for what concerns the priority of a line.
# pylint: disable=consider-merging-classes-inherited
class SaleOrderLine(models.Model):
    """What it would mean if a line were more urgent than it is."""

    _inherit = "sale.order.line"

    def _get_rush_effects(self):
        """Return what the star on the line's transfers would mean for who waits.

        It is for whole transfers: what else is in them hurries, too.

        :rtype: dict[int, Effect], by id of the order line
        """
        # Salespeople do not read transfers.
        transfers = self.sudo()._get_backorder_transfers()
        hurried = transfers.filtered(lambda transfer: transfer.priority != "1")
        gains = {
            move.id: move.company_id.backorder_comms_urgent_days
            for move in hurried.move_ids
        }
        return self.env["sale.backorder.priority.effect"]._find(
            hurried.move_ids.product_id,
            lambda moves: [
                move._replace(score=move.score + gains.get(move.id, 0))
                for move in moves
            ],
        )
