# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict
from datetime import date

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ..logic.news import find_occasion

EVENT_TYPES = [
    ("opened", "Opened"),
    ("later", "Later"),
    ("earlier", "Earlier"),
    ("partly_shipped", "Partly Shipped"),
    ("ready", "Ready"),
    ("shipped", "Shipped"),
    ("cancelled", "Cancelled"),
    ("still_waiting", "Still Waiting"),
    ("decision", "Needs Your Decision"),
]

# For the company only: no rule tells a customer about these.
INTERNAL_TYPES = [
    ("at_risk", "At Risk"),
    ("message_failed", "Message Failed"),
    ("answered", "Customer Answered"),
    ("unread", "No Reaction"),
]

# On record only: no rule tells anybody about these.
SILENT_TYPES = [("replaced", "Replaced")]


class SaleBackorderEvent(models.Model):
    """Append-only: what happened to a backorder, as found after the commit."""

    _name = "sale.backorder.event"
    _description = "Backorder Event"
    _order = "date desc, id desc"
    _rec_name = "type"

    backorder_id = fields.Many2one(
        "sale.backorder",
        index=True,
        ondelete="cascade",
        readonly=True,
        help="Empty when a shipment is told about though nothing is short.",
    )
    order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    type = fields.Selection(
        selection=EVENT_TYPES + INTERNAL_TYPES + SILENT_TYPES,
        required=True,
        readonly=True,
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    old_value = fields.Char(string="Before", readonly=True)
    new_value = fields.Char(string="After", readonly=True)
    picking_ids = fields.Many2many(
        "stock.picking",
        string="Shipments",
        readonly=True,
        help="Shipments of the order that are known since this event.",
    )
    must_tell = fields.Boolean(
        readonly=True,
        help="Core's message about the shipment was left out, ours has to replace it.",
    )
    handled = fields.Boolean(
        readonly=True, help="Whether it was decided what to tell about it, if anything."
    )

    summary = fields.Char(compute="_compute_summary")

    _unhandled = models.Index("(order_id) WHERE handled IS NOT TRUE")

    @api.depends("order_id.company_id")
    def _compute_company_id(self):
        """Take the order's, without a look at the order where it was given."""
        for event in self:
            event.company_id = event.order_id.company_id

    @api.depends("type", "old_value", "new_value", "picking_ids.name")
    @api.depends_context("lang")
    def _compute_summary(self):
        for event in self:
            if event.type in ("later", "earlier", "at_risk"):
                event.summary = self.env._(
                    "%(old)s → %(new)s",
                    old=event._format_value(event.old_value),
                    new=event._format_value(event.new_value),
                )
            elif event.type == "partly_shipped":
                event.summary = ", ".join(event.picking_ids.mapped("name"))
            else:
                event.summary = event.new_value

    def _format_value(self, value):
        """Write a date of a change for people.

        :param str | bool value: in ISO format; False when there was none
        """
        if not value:
            return self.env._("no date yet")
        return format_date(self.env, value)

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        if not all(events.mapped("handled")):
            self.env["sale.backorder.signal"]._trigger(
                "backorder_comms.ir_cron_communicate"
            )
        return events

    # === BUSINESS METHODS === #

    @api.model
    def _record(self, facts, risks, products, replacing):
        """Create the events of what happened to backorders and shipments.

        :param dict[sale.backorder, Fact] facts:
        :param sale.backorder risks: whose promise will be broken if nothing changes
        :param product.product products: those that were looked at
        :param stock.picking replacing: shipments to tell about in any case
        :rtype: sale.backorder.event
        """
        shipments = self._load_new_shipments(products, replacing)
        nothing = self.env["stock.picking"]
        vals_list = [self._prepare_risk(backorder) for backorder in risks]
        vals_list += [
            {
                "backorder_id": backorder.id,
                "company_id": backorder.company_id.id,
                "old_value": self._to_text(fact.old),
                "new_value": self._to_text(fact.new),
                **self._prepare_values(
                    backorder.order_id,
                    fact.type,
                    shipments.get(backorder.order_id, nothing),
                    nothing if fact.type == "opened" else replacing,
                ),
            }
            for backorder, fact in facts.items()
        ]
        types = defaultdict(dict)
        for backorder, fact in facts.items():
            types[backorder.order_id][backorder] = fact.type
        for order, pickings in shipments.items():
            vals_list += self._prepare_shipped(order, pickings, types[order], replacing)
        return self.create(vals_list)

    def _prepare_risk(self, backorder):
        """Prepare the event of a promise that is at risk: for customers no news."""
        return {
            "backorder_id": backorder.id,
            "order_id": backorder.order_id.id,
            "company_id": backorder.company_id.id,
            "type": "at_risk",
            "old_value": self._to_text(backorder.promised_date),
            "new_value": self._to_text(backorder.expected_date),
        }

    @api.model
    def _get_unhandled(self, orders=None):
        """Return the events of which nobody decided yet what to tell.

        :param sale.order orders: whose events, held ones included; otherwise all those
            that are not held
        """
        of_orders = orders and Domain("order_id", "in", orders.ids)
        return self.search(
            Domain("handled", "=", False) & (of_orders or self._get_released_domain())
        )

    def _get_occasions(self):
        """Return what there is to tell about each event now, if anything.

        :rtype: dict[sale.backorder.event, str | None]
        """
        return {
            event: event.type
            if event.must_tell
            else find_occasion(
                event.type,
                event.backorder_id._get_told(),
                event.company_id._get_backorder_threshold(),
            )
            for event in self
        }

    def _filter_still_true(self):
        """Keep the events, all for colleagues, that these still have to hear of."""
        return self.filtered(
            lambda event: event.type != "at_risk" or event.backorder_id.at_risk
        )

    def _load_new_shipments(self, products, replacing):
        """Return what left for the customers and that no event of the order knows of.

        When products leave, whoever waits for the rest of such an order is partly
        shipped, whatever he waits for.

        :rtype: dict[sale.order, stock.picking]
        """
        if not products and not replacing:
            return {}
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH orders AS (
                    SELECT backorder.order_id
                      FROM stock_move AS move
                      JOIN sale_order_line AS line ON line.id = move.sale_line_id
                      JOIN sale_backorder AS backorder
                        ON backorder.order_id = line.order_id
                       AND backorder.state IN ('waiting', 'ready')
                     WHERE move.product_id = ANY(%(products)s)
                     UNION
                    SELECT sale_id FROM stock_picking WHERE id = ANY(%(replacing)s)
                )
                SELECT line.order_id, ARRAY_AGG(DISTINCT move.picking_id)
                  FROM orders
                  JOIN sale_order_line AS line ON line.order_id = orders.order_id
                  JOIN stock_move AS move ON move.sale_line_id = line.id
                 WHERE %(is_shipped)s
                   AND NOT EXISTS (
                       SELECT 1
                         FROM sale_backorder_event AS event
                         JOIN sale_backorder_event_stock_picking_rel AS known
                           ON known.sale_backorder_event_id = event.id
                        WHERE event.order_id = line.order_id
                          AND known.stock_picking_id = move.picking_id)
              GROUP BY line.order_id
                """,
                products=products.ids,
                replacing=replacing.ids,
                is_shipped=self.env["stock.move"]._get_backorder_shipped_condition(),
            )
        )
        found = dict(self.env.cr.fetchall())
        pickings = replacing.browse(
            {picking_id for picking_ids in found.values() for picking_id in picking_ids}
        )
        return {
            order: pickings.browse(found[order.id]).with_prefetch(pickings.ids)
            for order in self.env["sale.order"].browse(found)
        }

    def _prepare_shipped(self, order, pickings, types, replacing):
        """Prepare what a shipment means to whoever still waits.

        For an order's first backorder, what left before it opened is no news.

        :param dict[sale.backorder, str] types: what happened to those of the order
        """
        waiting = order.backorder_ids.filtered(
            lambda backorder: backorder._is_open() and types.get(backorder) != "opened"
        )
        if waiting:
            values = self._prepare_values(order, "partly_shipped", pickings, replacing)
            return [{"backorder_id": backorder.id, **values} for backorder in waiting]
        if not pickings & replacing or not {"shipped", "cancelled"}.isdisjoint(
            types.values()
        ):
            return []
        event_type = "partly_shipped" if order._has_open_deliveries() else "shipped"
        return [
            self._prepare_values(order, event_type, pickings & replacing, replacing)
        ]

    def _prepare_values(self, order, event_type, pickings, replacing):
        return {
            "order_id": order.id,
            "type": event_type,
            "picking_ids": [Command.set(pickings.ids)],
            "must_tell": bool(pickings & replacing),
        }

    @api.model
    def _to_text(self, value):
        """Write a date as ISO does and a quantity without needless digits."""
        if value is None or value is False:
            return False
        return value.isoformat() if isinstance(value, date) else f"{value:g}"
