# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..logic.causes import RECENT_DAYS, USUAL_DAYS, Evidence, find_causes

# How goods are covered: looked at each time, where evidence takes a query.
SUPPLY_CAUSES = [
    ("none", "Nothing is on its way"),
    ("late", "Supply is overdue"),
    ("incoming", "Supply is on its way"),
]


# A file for each thing that a backorder does.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorder(models.Model):
    """Why goods are missing: found when it begins, when their supply is another, and
    as far as other apps know more, when they come later.
    """

    _inherit = "sale.backorder"

    cause = fields.Selection(
        selection=SUPPLY_CAUSES,
        string="Supply",
        readonly=True,
        help="How what is missing is covered.",
    )

    def _find_reasons(self, shortages):
        """Return the reasons of those that may have another one now.

        What people chose stays, and so does what was found for the same supply.

        :param dict[int, Shortage] shortages: by id of the order line
        :return: ids of the reasons, False where there is none, by id of the order line
        :rtype: dict[int, int | bool]
        """
        known = self.env["sale.backorder.reason"]._get_by_cause()
        changed, delayed = {}, {}
        for backorder in self:
            line_id = backorder.order_line_id.id
            shortage = shortages[line_id]
            if backorder._is_reason_open(shortage.cause, known):
                changed[line_id] = shortage
            elif backorder._is_reason_delayed(shortage):
                delayed[line_id] = shortage
        causes = self.env["sale.backorder.cause"]
        return causes._get_reasons(changed) | causes._get_reasons_of_delay(delayed)

    def _is_reason_delayed(self, shortage):
        """Tell whether goods come later than known, for a reason that was found."""
        return bool(
            shortage.cause
            and self.expected_date
            and shortage.expected
            and shortage.expected > self.expected_date
            and self.reason_id.id not in self.reason_id._get_chosen_ids()
        )

    def _is_reason_open(self, cause, known):
        """Tell whether to look for the reason of a backorder with this supply."""
        if not cause or self.reason_id.id in self.reason_id._get_chosen_ids():
            return False
        return cause != self.cause or (not self.reason_id and cause in known)


class SaleBackorderCause(models.AbstractModel):
    """Finds why goods are missing: loads the evidence, for all lines in one query."""

    _name = "sale.backorder.cause"
    _description = "Cause of Backorders"

    @api.model
    def _get_reasons(self, shortages):
        """Return the first reason that applies, in the order that people gave them.

        :param dict[int, Shortage] shortages: by id of the order line
        :return: ids of reasons, False where none applies
        :rtype: dict[int, int | bool]
        """
        known = self.env["sale.backorder.reason"]._get_by_cause()
        found = self._find(shortages)
        return {
            line_id: next(
                (
                    reason
                    for cause, reason in known.items()
                    if cause == shortage.cause or cause in found[line_id]
                ),
                False,
            )
            for line_id, shortage in shortages.items()
        }

    @api.model
    def _get_reasons_of_delay(self, shortages):
        """Return the reasons of those that come later, where these are new.

        :param dict[int, Shortage] shortages: by id of the order line
        :return: ids of reasons by id of the order line, of those that have one
        :rtype: dict[int, int]
        """
        known = self.env["sale.backorder.reason"]._get_by_cause()
        return {
            line_id: known[cause]
            for line_id, cause in self._find_delay(shortages).items()
            if cause in known
        }

    @api.model
    def _find_delay(self, shortages):
        """Return the cause of a later date, where there is evidence: a hook.

        :param dict[int, Shortage] shortages: by id of the order line
        :rtype: dict[int, str], by id of the order line
        """
        return {}

    @api.model
    def _find(self, shortages):
        """Return the causes that there is evidence for: a hook for other apps.

        :param dict[int, Shortage] shortages: by id of the order line
        :rtype: dict[int, set[str]], by id of the line, of all of them
        """
        evidence = self._load_evidence(list(shortages))
        return {
            line_id: find_causes(
                shortage.quantity * evidence[line_id][0], evidence[line_id][1]
            )
            for line_id, shortage in shortages.items()
        }

    def _load_evidence(self, line_ids):
        """Return how many of the product's units a line's is, and what is known.

        :rtype: dict[int, tuple[float, Evidence]], by id of the line
        """
        if not line_ids:
            return {}
        self._flush()
        rows = self.env.execute_query(
            SQL(
                """
                WITH waiting AS (%s), wanted AS (
                    SELECT DISTINCT product_id, warehouse_id FROM waiting
                ), held AS (%s), correction AS (%s), served AS (%s), demand AS (%s)
                SELECT waiting.id, waiting.ratio, COALESCE(held.quantity, 0),
                       (SELECT COALESCE(SUM(quantity), 0)
                          FROM correction
                         WHERE correction.product_id = waiting.product_id
                           AND correction.warehouse_id = waiting.warehouse_id
                           AND correction.date >= waiting.date_order),
                       COALESCE(served.date_order > waiting.date_order, FALSE),
                       COALESCE(demand.recent, 0), COALESCE(demand.earlier, 0),
                       COALESCE(demand.orders, 0)
                  FROM waiting
                  LEFT JOIN held USING (product_id, warehouse_id)
                  LEFT JOIN served USING (product_id, warehouse_id)
                  LEFT JOIN demand USING (product_id, warehouse_id)
                """,
                self._get_waiting_query(line_ids),
                self._get_held_query(),
                self._get_correction_query(),
                self._get_served_query(),
                self._get_demand_query(),
            )
        )
        return {line_id: (ratio, Evidence(*values)) for line_id, ratio, *values in rows}

    def _flush(self):
        """Let the database know what the query reads."""
        self.env["sale.order"].flush_model(["date_order", "state", "warehouse_id"])
        self.env["sale.order.line"].flush_model(["product_id", "product_uom_qty"])
        self.env["stock.move"].flush_model(["date", "quantity", "state"])
        self.env["stock.quant"].flush_model(["quantity"])

    def _get_waiting_query(self, line_ids):
        return SQL(
            """
            SELECT line.id, line.product_id, sale.warehouse_id, sale.date_order,
                   line_unit.factor / unit.factor AS ratio
              FROM sale_order_line AS line
              JOIN sale_order AS sale ON sale.id = line.order_id
              JOIN product_product AS product ON product.id = line.product_id
              JOIN product_template AS template ON template.id = product.product_tmpl_id
              JOIN uom_uom AS unit ON unit.id = template.uom_id
              JOIN uom_uom AS line_unit ON line_unit.id = line.product_uom_id
             WHERE line.id = ANY(%s)
            """,
            line_ids,
        )

    def _get_held_query(self):
        """Return what is in the warehouses where nobody takes goods for orders.

        That is outside of their stock and of the places where goods are on their way
        in or out: where their quality is checked, or where somebody put them aside.
        """
        return SQL(
            """
            SELECT quant.product_id, location.warehouse_id,
                   SUM(quant.quantity) AS quantity
              FROM stock_quant AS quant
              JOIN stock_location AS location ON location.id = quant.location_id
              JOIN stock_warehouse AS warehouse ON warehouse.id = location.warehouse_id
             WHERE (quant.product_id, location.warehouse_id) IN (SELECT * FROM wanted)
               AND location.usage = 'internal'
               AND NOT EXISTS (
                   SELECT FROM stock_location AS place
                    WHERE place.id IN (
                              warehouse.lot_stock_id, warehouse.wh_input_stock_loc_id,
                              warehouse.wh_pack_stock_loc_id,
                              warehouse.wh_output_stock_loc_id
                          )
                      AND location.parent_path LIKE place.parent_path || '%%'
               )
          GROUP BY quant.product_id, location.warehouse_id
            """
        )

    def _get_correction_query(self):
        """Return what inventories and scrap took away from the warehouses."""
        return SQL(
            """
            SELECT move.product_id, COALESCE(
                       source.warehouse_id, destination.warehouse_id
                   ) AS warehouse_id, move.date,
                   CASE WHEN destination.usage = 'inventory' THEN 1 ELSE -1 END
                       * move.quantity * move_unit.factor / unit.factor AS quantity
              FROM stock_move AS move
              JOIN stock_location AS source ON source.id = move.location_id
              JOIN stock_location AS destination
                ON destination.id = move.location_dest_id
              JOIN product_product AS product ON product.id = move.product_id
              JOIN product_template AS template ON template.id = product.product_tmpl_id
              JOIN uom_uom AS unit ON unit.id = template.uom_id
              JOIN uom_uom AS move_unit ON move_unit.id = move.product_uom
             WHERE move.product_id IN (SELECT product_id FROM wanted)
               AND move.state = 'done'
               AND move.date >= (SELECT MIN(date_order) FROM waiting)
               AND (source.usage = 'inventory') <> (destination.usage = 'inventory')
            """
        )

    def _get_served_query(self):
        """Return when the last of those came who hold goods, or were sent some."""
        return SQL(
            """
            SELECT move.product_id, location.warehouse_id,
                   MAX(other.date_order) AS date_order
              FROM stock_move AS move
              JOIN stock_location AS location ON location.id = move.location_id
              JOIN sale_order_line AS line ON line.id = move.sale_line_id
              JOIN sale_order AS other ON other.id = line.order_id
             WHERE move.product_id IN (SELECT product_id FROM wanted)
               AND move.state IN ('assigned', 'partially_available', 'done')
               AND move.quantity > 0
               AND move.origin_returned_move_id IS NULL
               AND location.usage = 'internal'
               AND other.date_order > (SELECT MIN(date_order) FROM waiting)
          GROUP BY move.product_id, location.warehouse_id
            """
        )

    def _get_demand_query(self):
        """Return what was ordered lately, and in the time before."""
        now = fields.Datetime.now()
        return SQL(
            """
            SELECT line.product_id, sale.warehouse_id,
                   SUM(line.product_uom_qty * line_unit.factor / unit.factor)
                       FILTER (WHERE sale.date_order >= %(recent)s) AS recent,
                   SUM(line.product_uom_qty * line_unit.factor / unit.factor)
                       FILTER (WHERE sale.date_order < %(recent)s) AS earlier,
                   COUNT(*) FILTER (WHERE sale.date_order < %(recent)s) AS orders
              FROM sale_order_line AS line
              JOIN sale_order AS sale ON sale.id = line.order_id
              JOIN product_product AS product ON product.id = line.product_id
              JOIN product_template AS template ON template.id = product.product_tmpl_id
              JOIN uom_uom AS unit ON unit.id = template.uom_id
              JOIN uom_uom AS line_unit ON line_unit.id = line.product_uom_id
             WHERE (line.product_id, sale.warehouse_id) IN (SELECT * FROM wanted)
               AND sale.state = 'sale'
               AND sale.date_order >= %(since)s
          GROUP BY line.product_id, sale.warehouse_id
            """,
            recent=now - timedelta(days=RECENT_DAYS),
            since=now - timedelta(days=USUAL_DAYS),
        )
