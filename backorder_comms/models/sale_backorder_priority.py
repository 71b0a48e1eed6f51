# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import api, models
from odoo.tools import SQL

from .sale_order import OPEN_MOVE_STATES

_logger = logging.getLogger(__name__)


class SaleBackorderPriority(models.AbstractModel):
    """Score the order lines that wait, whole sets of them in one query.

    Points are written in transactions of the jobs, never in a user's. Lines that a user
    is just changing are left for the next look.
    """

    _name = "sale.backorder.priority"
    _description = "Backorder Priority"

    # === KEEPING THE SCORES === #

    @api.model
    def _schedule(self):
        """Score everything soon: the rules are not what they were."""
        self.env["sale.backorder.signal"]._trigger("backorder_comms.ir_cron_reconcile")

    @api.model
    def _refresh(self, products):
        """Score whoever waits for products, before goods and dates go by it.

        What goes wrong with it must not keep anybody from hearing: the scores stay as
        they were until the next look.

        :param product.product products:
        :return: whether any score changed
        :rtype: bool
        """
        rules = self.env["sale.backorder.priority.rule"]
        if not products or not rules._is_anything_scored():
            return False
        try:
            with self.env.cr.savepoint():
                return self._update_scores(products)
        except psycopg2.OperationalError:
            return False  # a user was faster: the next look finds out
        except Exception:
            _logger.exception("Cannot score who waits for products %s", products.ids)
            return False

    def _update_scores(self, products):
        found = self._load(self._get_waiting_condition(products))
        changed = {
            line_id: priority.score
            for line_id, priority in found.items()
            if priority.score != priority.old_score
        }
        return bool(changed) and self._write_scores(changed)

    def _write_scores(self, scores):
        """Write scores past the ORM: nothing else of the lines changes.

        :param dict[int, int] scores: by id of the order line
        :return: whether any was written
        :rtype: bool
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE sale_order_line AS line
                   SET backorder_score = scored.score
                  FROM UNNEST(%s::int[], %s::int[]) AS scored (id, score)
                 WHERE line.id = scored.id
                   AND line.id IN (
                       SELECT id FROM sale_order_line
                        WHERE id = ANY(%s)
                          FOR NO KEY UPDATE SKIP LOCKED
                   )
                """,
                list(scores),
                list(scores.values()),
                list(scores),
            ),
            log_exceptions=False,
        )
        written = self.env.cr.rowcount
        lines = self.env["sale.order.line"]
        lines.invalidate_model(["backorder_score"], flush=False)
        return bool(written)

    @api.model
    def _forget(self):
        """Take the points from what does not wait any more, or from all without rules.

        Else they would count when somebody raises a quantity after years.
        """
        is_scored = self.env["sale.backorder.priority.rule"]._is_anything_scored()
        waiting = SQL("sale_line_id = line.id AND state IN %s", OPEN_MOVE_STATES)
        lines = self.env.execute_query(
            SQL(
                """
                SELECT line.id
                  FROM sale_order_line AS line
                 WHERE line.backorder_score <> 0
                   AND NOT (%s AND EXISTS (SELECT FROM stock_move WHERE %s))
                """,
                is_scored,
                waiting,
            )
        )
        try:
            with self.env.cr.savepoint():
                self._write_scores({line_id: 0 for [line_id] in lines})
        except psycopg2.OperationalError:
            return  # a user was faster: the next time will do

    def _get_waiting_condition(self, products):
        """Return whether `sale_order_line AS line` waits for any of the products."""
        self.env["stock.move"].flush_model(["product_id", "sale_line_id", "state"])
        return SQL(
            """
            line.id IN (
                SELECT sale_line_id FROM stock_move
                 WHERE product_id IN %s AND state IN %s
            )
            """,
            products._ids,
            OPEN_MOVE_STATES,
        )

    # === SCORING === #

    @api.model
    def _get_scores(self, lines):
        """Return what the score of order lines is, or would be once they are confirmed.

        :param sale.order.line lines:
        :rtype: dict[int, int], by id of the line
        """
        found = {}
        if lines and self.env["sale.backorder.priority.rule"]._is_anything_scored():
            found = self._load(SQL("line.id IN %s", lines._ids))
        return {line_id: priority.score for line_id, priority in found.items()}
