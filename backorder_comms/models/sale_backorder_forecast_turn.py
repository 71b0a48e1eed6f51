# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..logic.completeness import find_complete_days
from .sale_order import OPEN_MOVE_STATES


# A file for each thing that is asked of the forecast.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderForecast(models.AbstractModel):
    """Who gives way to others, and until when: as the goods are handed out.

    A transfer that must leave as a whole holds nothing before it can. From when it can
    is found by place, with all others in theirs, so that what comes out for a product
    does not depend on which others are looked at with it.
    """

    _inherit = "sale.backorder.forecast"

    def _get_turn_columns(self):
        """Return the transfer of `stock_move AS move` that must leave as a whole, and
        whether people took its goods away by hand today.
        """
        return SQL(
            """
            CASE WHEN picking.move_type = 'one'
                  AND move.sale_line_id IS NOT NULL
                  AND company.backorder_comms_release_incomplete
                 THEN picking.id END,
            move.sale_line_id IS NOT NULL
            AND COALESCE(picking.backorder_gave_way_date = %s, FALSE)
            """,
            fields.Date.today(),
        )

    def _flush_turns(self):
        """Let the database know what the columns are read from."""
        self.env["stock.picking"].flush_model(["backorder_gave_way_date", "move_type"])
        self.env["res.company"].flush_model(["backorder_comms_release_incomplete"])

    def _load_companions(self, moves):
        """Return all that is to leave with moves that must leave as a whole.

        :param list[OpenMove] moves:
        :return: ids of the products by id of the transfer
        :rtype: dict[int, set[int]]
        """
        whole_ids = {move.whole_id for move in moves} - {None}
        if not whole_ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT picking_id, ARRAY_AGG(DISTINCT product_id)
                  FROM stock_move
                 WHERE picking_id = ANY(%s) AND state IN %s
              GROUP BY picking_id
                """,
                list(whole_ids),
                OPEN_MOVE_STATES,
            )
        )
        return {picking_id: set(product_ids) for picking_id, product_ids in rows}

    def _get_turns(self, moves, pieces):
        """Return until when moves give way, by their ids.

        :param list[OpenMove] moves:
        :param dict[int, list[Piece]] pieces: of those that leave a warehouse, by place
        :rtype: dict[int, date]
        """
        transfers = defaultdict(list)
        for move in moves:
            if move.whole_id and move.id in pieces:
                transfers[move.whole_id].append(move.id)
        complete = find_complete_days(transfers, pieces)
        tomorrow = fields.Date.today() + timedelta(days=1)
        turns = {move.id: tomorrow for move in moves if move.gave_way}
        for transfer, day in complete.items():
            turns |= dict.fromkeys(transfers[transfer], max(day, tomorrow))
        return turns

    def _put_behind(self, chains, turns, product_ids):
        """Return the moves of some products again, if any of them gives way.

        :param dict[int, list[Move]] chains: by product
        :rtype: dict[int, list[Move]], by product
        """
        return {
            product_id: [
                move._replace(gives_way_until=turns.get(move.id)) for move in moves
            ]
            for product_id, moves in chains.items()
            if product_id in product_ids and any(move.id in turns for move in moves)
        }
