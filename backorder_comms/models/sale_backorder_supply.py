# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL


class SaleBackorderSupply(models.Model):
    """What is to arrive for a backorder, as the evaluation found it last.

    What did arrive is kept: it tells what brought the goods, and how late.
    """

    _name = "sale.backorder.supply"
    _description = "Supply of a Backorder"
    _order = "is_arrived desc, date, id"
    _rec_name = "source"
    _log_access = False

    backorder_id = fields.Many2one(
        "sale.backorder", required=True, ondelete="cascade", readonly=True
    )
    order_id = fields.Many2one(related="backorder_id.order_id")
    partner_id = fields.Many2one(related="backorder_id.partner_id")
    company_id = fields.Many2one(related="backorder_id.company_id")
    product_uom_id = fields.Many2one(related="backorder_id.product_uom_id")
    move_id = fields.Many2one(
        "stock.move",
        string="Stock Move",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
        groups="stock.group_stock_user",
    )
    quantity = fields.Float(
        readonly=True,
        help="How much of it is for this backorder, in the unit of the order line.",
    )
    date = fields.Date(
        string="Can Leave",
        readonly=True,
        help="The day on which these goods can leave. Empty: nobody knows yet.",
    )
    is_arrived = fields.Boolean(string="Arrived", readonly=True)
    source = fields.Char(compute="_compute_source")
    has_document = fields.Boolean(
        compute="_compute_source",
        help="Whether the user may open the document that brings the goods.",
    )

    _backorder_move_unique = models.UniqueIndex(
        "(backorder_id, move_id)", "A move is noted once for each backorder."
    )

    @api.depends_context("uid", "lang")
    @api.depends("move_id")
    def _compute_source(self):
        for supply in self:
            document = supply._get_document()
            supply.has_document = bool(document)
            supply.source = document.display_name if document else supply._get_kind()

    # === ACTIONS === #

    def action_open_document(self):
        self.ensure_one()
        self.check_access("read")
        document = self._get_document()
        return document._get_records_action() if document else False

    # === BUSINESS METHODS === #

    def _get_document(self):
        """Return the document that brings the goods, None where the user sees none.

        :rtype: models.Model | None
        """
        for document in self.sudo()._get_documents():
            if document and document.sudo(False).has_access("read"):
                return document.sudo(False)
        return None

    def _get_documents(self):
        """Return the documents that bring the goods, the best to open first: a hook.

        Salespeople are shown none: a receipt names the vendor.
        """
        self.ensure_one()
        if self.env.user.has_group("stock.group_stock_user"):
            return [self.move_id.picking_id]
        return []

    def _get_kind(self):
        """Say what brings the goods to whoever sees no document: a hook.

        :rtype: str
        """
        kinds = {
            "production": self.env._("Production"),
            "supplier": self.env._("Receipt"),
        }
        usage = self.sudo().move_id.location_id.usage
        return kinds.get(usage, self.env._("Transfer"))

    @api.model
    def _update(self, backorders, demands):
        """Note what is to arrive for backorders, and what did: in one query.

        :param sale.backorder backorders: that are open, or were until now
        :param dict[int, Demand] demands: by id of the order line
        """
        if not backorders:
            return
        rows = [
            (backorder.id, move_id, quantity, day)
            for backorder in backorders
            for move_id, quantity, day in _sum_up(
                demands[backorder.order_line_id.id].pieces
            )
        ]
        columns = [list(column) for column in zip(*rows, strict=True)] or [[]] * 4
        self.env.cr.execute(self._get_update_query(backorders.ids, columns))
        self.env["sale.backorder"].invalidate_model(["supply_ids"], flush=False)
        self.invalidate_model(flush=False)

    def _get_update_query(self, backorder_ids, columns):
        """Return the query that makes the table say what is true now.

        Touches only what differs. What is not to arrive any more arrived if its move is
        done: as much as that brought, less what the backorder now gets from others.
        """
        return SQL(
            """
            WITH %(compared)s, %(gone)s,
            arrived AS (
                UPDATE sale_backorder_supply AS supply
                   SET is_arrived = TRUE, quantity = gone.arrived
                  FROM gone
                 WHERE gone.id = supply.id AND gone.arrived > 0
            ),
            dropped AS (
                DELETE FROM sale_backorder_supply AS supply
                 USING gone
                 WHERE gone.id = supply.id AND gone.arrived <= 0
            )
            INSERT INTO sale_backorder_supply
                        (backorder_id, move_id, quantity, date, is_arrived)
            SELECT backorder_id, move_id, quantity, date, FALSE
              FROM compared
             WHERE quantity IS NOT NULL
               AND (quantity, date) IS DISTINCT FROM (known_quantity, known_date)
       ON CONFLICT (backorder_id, move_id) DO UPDATE
               SET quantity = EXCLUDED.quantity, date = EXCLUDED.date,
                   is_arrived = FALSE
            """,
            compared=self._get_compared_query(backorder_ids, columns),
            gone=self._get_gone_query(),
        )

    def _get_compared_query(self, backorder_ids, columns):
        """Return what is true beside what is known; either may be missing."""
        return SQL(
            """
            compared AS (
                SELECT known.id, backorder_id, move_id,
                       wanted.quantity, wanted.date,
                       known.quantity AS known_quantity, known.date AS known_date
                  FROM UNNEST(%s::int[], %s::int[], %s::float8[], %s::date[])
                       AS wanted (backorder_id, move_id, quantity, date)
                  FULL JOIN (
                       SELECT *
                         FROM sale_backorder_supply
                        WHERE backorder_id = ANY(%s) AND NOT is_arrived
                  ) AS known USING (backorder_id, move_id)
            )
            """,
            *columns,
            backorder_ids,
        )

    def _get_gone_query(self):
        return SQL(
            """
            gone AS (
                SELECT compared.id,
                       CASE WHEN move.state = 'done' THEN LEAST(
                           compared.known_quantity - GREATEST(others.gained, 0),
                           move.quantity * move_unit.factor / line_unit.factor
                       ) ELSE 0 END AS arrived
                  FROM compared
                  JOIN stock_move AS move ON move.id = compared.move_id
                  JOIN uom_uom AS move_unit ON move_unit.id = move.product_uom
                  JOIN sale_backorder AS backorder
                    ON backorder.id = compared.backorder_id
                  JOIN sale_order_line AS line ON line.id = backorder.order_line_id
                  JOIN uom_uom AS line_unit ON line_unit.id = line.product_uom_id
                  LEFT JOIN (
                       SELECT backorder_id,
                              SUM(quantity - COALESCE(known_quantity, 0)) AS gained
                         FROM compared
                        WHERE quantity IS NOT NULL
                        GROUP BY backorder_id
                  ) AS others ON others.backorder_id = compared.backorder_id
                 WHERE compared.quantity IS NULL
            )
            """
        )


def _sum_up(pieces):
    """Return what each move brings: its id, how much, and the day of the last of it.

    Goods in the building, and those that nothing is planned to bring yet, have no move.
    """
    by_move = defaultdict(list)
    for piece in pieces:
        if piece.supply and piece.supply > 0:
            by_move[piece.supply].append(piece)
    for move_id, brought in by_move.items():
        days = [piece.day for piece in brought]
        day = None if None in days else max(days)
        yield move_id, sum(piece.quantity for piece in brought), day
