# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

from ..logic.changes import TOLERANCE, Situation, compare
from ..logic.shortage import measure_shortage
from .sale_backorder import OPEN_STATES


# A file for each thing that a backorder does.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorder(models.Model):
    """How backorders open, change and close with what is true of the order lines."""

    _inherit = "sale.backorder"

    @api.model
    def _search_open(self, products):
        """Return the open backorders of products, with what an evaluation reads.

        In one query, where reading them as one goes takes one for each thousand.

        :rtype: sale.backorder
        """
        return self.search_fetch(
            Domain("state", "in", OPEN_STATES)
            & Domain("product_id", "in", products.ids),
            [
                name
                for name, field in self._fields.items()
                if field.store and field.column_type and field.prefetch is True
            ],
        )

    def _open(self, line_ids, demands):
        """Create a backorder for each line that cannot ship in full when it is due.

        :param set[int] line_ids: order lines that have none open
        :param dict[int, Demand] demands: by id of the line
        :return: the new backorders
        :rtype: sale.backorder
        """
        late = [
            line_id
            for line_id in sorted(line_ids)
            if measure_shortage(demands[line_id].pieces, demands[line_id].due).quantity
            > TOLERANCE
        ]
        if not late:
            return self.browse()
        shortages = {
            line_id: measure_shortage(demands[line_id].pieces) for line_id in late
        }
        reasons = self.env["sale.backorder.cause"]._get_reasons(shortages)
        vals_list = []
        for line in self.env["sale.order.line"].browse(late):
            demand, shortage = demands[line.id], shortages[line.id]
            vals_list.append(
                {
                    "order_line_id": line.id,
                    "product_id": line.product_id.id,
                    "due_date": demand.due,
                    "cause": shortage.cause,
                    "reason_id": reasons[line.id],
                    "silent": line.company_id._is_backorder_silent_for(line.order_id),
                    **self._prepare_situation(demand, shortage),
                    **self._prepare_figures(line, shortage.quantity),
                }
            )
        return self.with_context(mail_create_nolog=True).create(vals_list)

    def _update(self, demands):
        """Bring the open backorders up to date.

        :param dict[int, Demand] demands: by id of the order line
        :return: what happened, for those to which something did
        :rtype: dict[sale.backorder, Fact]
        """
        self._follow_due_dates(demands)
        shortages = {
            line.id: measure_shortage(demands[line.id].pieces)
            for line in self.order_line_id
        }
        reasons = self._find_reasons(shortages)
        facts = {}
        for backorder in self.with_context(tracking_disable=True):
            line_id = backorder.order_line_id.id
            demand, shortage = demands[line_id], shortages[line_id]
            now = Situation(
                demand.open, demand.shipped, shortage.quantity, shortage.expected
            )
            state, fact = compare(backorder.state, backorder._get_situation(), now)
            if fact:
                facts[backorder] = fact
            backorder._write_changes(
                self._prepare_situation(demand, shortage)
                | backorder._prepare_state(state, shortage.cause, reasons)
            )
        return facts

    def _get_situation(self):
        return Situation(
            self.open_quantity,
            self.shipped_quantity,
            self.quantity,
            self.expected_date or None,
        )

    def _get_dropped_quantity(self, still_open):
        """Return what was taken off the line since the last look at it.

        :param float still_open: what is to be shipped now, in the line's unit
        :rtype: float
        """
        self.ensure_one()
        shipped = self.order_line_id.qty_delivered - self.shipped_quantity
        dropped = self.open_quantity - still_open - max(shipped, 0.0)
        return dropped if dropped > TOLERANCE else 0.0

    def _prepare_situation(self, demand, shortage):
        return {
            "quantity": shortage.quantity,
            "open_quantity": demand.open,
            "shipped_quantity": demand.shipped,
            "expected_date": shortage.expected or False,
            "latest_date": shortage.latest or False,
            **demand.rank,
        }

    def _prepare_state(self, state, cause, reasons):
        """Prepare what depends on the new state.

        :param str cause: how what is missing is covered
        :param dict[int, int | bool] reasons: ids of new ones, by id of the order line
        """
        vals = {"state": state}
        if state == "waiting":
            vals["cause"] = cause
            if self.order_line_id.id in reasons:
                vals["reason_id"] = reasons[self.order_line_id.id]
            return vals
        if state == "ready" and self.state == "waiting":
            vals["expected_date"] = self.company_id._backorder_today()
        else:
            vals["expected_date"] = self.expected_date
        if state in ("done", "cancel"):
            vals["closed_date"] = fields.Datetime.now()
        return vals

    def _write_changes(self, vals):
        """Write only what differs: looking again must not touch the row.

        :param dict vals: many2one fields as ids
        """
        known = {name: self[name] for name in vals}
        known["reason_id"] = self.reason_id.id
        changes = dict(vals.items() - known.items())
        if changes:
            self.write(changes)
