# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, models
from odoo.tools import formatLang
from odoo.tools.misc import format_date

from .sale_backorder_message import TEXT_KEY
from .sale_backorder_rule_rendering import PREVIEW_KEY


class SaleBackorderContent(models.AbstractModel):
    """What messages and the portal say about an order's goods, section by section.

    Only what is true and meant for customers: no vendors, no transfers, no past dates.
    """

    _name = "sale.backorder.content"
    _description = "Backorder Content"

    @api.model
    def _get_content(self, order, events):
        """Return the facts about an order, in the language of the environment.

        :param sale.order order:
        :param sale.backorder.event events: those that the message is about
        :return: sections `shipped`, `waiting`, `ready`, `unaffected` and `cancelled`,
            each a list of dicts with `name`, `quantity`, `date`, `latest` (where the
            date is unsure) and `reason`;
            `ships_together`, whether the whole order leaves at once; `next_update`,
            `summary` and `rest` (the same, never empty) as text
        :rtype: dict
        """
        backorders = order._get_open_backorders()
        waiting = backorders.filtered(lambda backorder: backorder.state == "waiting")
        ready = backorders - waiting
        cancelled = events.filtered(lambda event: event.type == "cancelled")
        content = {
            "shipped": self._get_shipped(order, events),
            "waiting": [self._describe_noted(b, b.quantity) for b in waiting],
            "ready": [self._describe_noted(b, b.open_quantity) for b in ready],
            "unaffected": self._get_unaffected(order, backorders),
            "cancelled": [
                self._describe(event.backorder_id, float(event.new_value))
                for event in cancelled
            ],
            "ships_together": order._is_shipped_at_once(),
            "next_update": self._format_day(self._get_next_update(order, waiting)),
            "has_dates": all(waiting.mapped("expected_date")),
        }
        summary = self._summarize(content["waiting"], content["next_update"])
        return content | {
            "summary": summary,
            "rest": summary or self.env._("the rest of your order"),
        }

    @api.model
    def _get_contents(self, events):
        """Return the facts about many orders, in as many queries as about one.

        :param dict[sale.order, sale.backorder.event] events: those that the messages
            about each order are about
        :rtype: dict[sale.order, dict], see `_get_content`
        """
        orders = self.env["sale.order"].union(*events)
        shared = self.env["sale.backorder.event"].union(*events.values())
        self._load(orders)
        return {
            order: self._get_content(
                order, events[order].with_env(self.env).with_prefetch(shared.ids)
            )
            for order in orders
        }

    def _load(self, orders):
        """Read at once what would be read for each order: parts of recordsets do not
        know of each other, and what is read on the way reads a thousand at most.
        """
        orders.fetch(["picking_policy"])
        orders.backorder_event_ids.mapped("picking_ids")
        lines = orders.order_line
        lines.fetch(
            [
                "backorder_picking_policy",
                "display_type",
                "order_id",
                "product_id",
                "product_uom_id",
                "product_uom_qty",
            ]
        )
        lines.move_ids._filter_customer_bound()
        products = lines.product_id | orders.backorder_ids.product_id
        products.with_context(display_default_code=False).mapped("display_name")
        products.mapped("is_storable")
        orders.backorder_ids.mapped("product_uom_id.name")

    @api.model
    def _merge_contents(self, occasions, contents):
        """Return the facts that a message about several orders states, at its top.

        :param dict[sale.order, str] occasions: what is new about each, the weightiest
            first, whose order gives the message its other words
        :param dict[sale.order, dict] contents: see `_get_content`
        :return: those of the first order; if there are others, `orders` has a dict for
            each, with `name`, `url`, `news` in words, and its `content`
        :rtype: dict
        """
        first = contents[next(iter(occasions))]
        if len(occasions) == 1:
            return first
        orders = self.env["sale.order"].union(*occasions)
        backorders = orders._get_open_backorders()
        waiting = backorders.filtered(lambda backorder: backorder.state == "waiting")
        return {
            **first,
            "waiting": [
                line for order in orders for line in contents[order]["waiting"]
            ],
            "next_update": self._format_day(self._get_next_update(orders, waiting)),
            "orders": [
                {
                    "name": order.name,
                    "url": order._get_backorder_url(),
                    "news": self._get_news(occasions[order]),
                    "content": contents[order],
                }
                for order in orders
            ],
        }

    # === SECTIONS === #

    def _get_shipped(self, order, events):
        """What is in the parcels that the events are about."""
        shipments = events.filtered(lambda event: event.type != "opened").picking_ids
        moves = shipments.move_ids.filtered(
            lambda move: move.state == "done" and move.sale_line_id.order_id == order
        )._filter_shipped_to_customer()
        return [
            self._prepare_line(
                product,
                sum(
                    move.product_uom._compute_quantity(move.quantity, product.uom_id)
                    for move in product_moves
                ),
                product.uom_id,
            )
            for product, product_moves in moves.grouped("product_id").items()
        ]

    def _get_unaffected(self, order, backorders):
        """What else is to be shipped, by lines whose goods we can tell about."""
        short = {
            backorder.order_line_id: backorder.open_quantity
            if backorder.state == "ready"
            else backorder.quantity
            for backorder in backorders
        }
        moves = self._get_open_moves(order)
        lines = []
        for line in order.order_line.filtered(lambda line: line.product_id.is_storable):
            open_quantity = self._get_open_quantity(line, moves[line])
            quantity = line.product_uom_id.round(open_quantity - short.get(line, 0.0))
            if quantity > 0:
                lines.append(
                    self._prepare_line(line.product_id, quantity, line.product_uom_id)
                )
        return lines

    def _get_open_moves(self, order):
        """Return what is still to be shipped of each line of an order.

        :rtype: dict[sale.order.line, stock.move]
        """
        moves = order.order_line.move_ids.filtered(
            lambda move: move.state not in ("draft", "done", "cancel")
        )
        by_line = moves._filter_customer_bound().grouped("sale_line_id")
        return defaultdict(moves.browse, by_line)

    def _get_open_quantity(self, line, moves):
        """Return what is still to be shipped of the line's product, in its unit."""
        return sum(
            line._to_backorder_unit(move.product_qty)
            for move in moves
            if move.product_id == line.product_id
        )

    # === WORDS === #

    def _get_news(self, occasion):
        """Say in a few words what is new about one order among others."""
        words = {
            "opened": self.env._("some items are delayed"),
            "later": self.env._("a new date"),
            "earlier": self.env._("good news about its date"),
            "partly_shipped": self.env._("a part of it is on its way"),
            "ready": self.env._("the missing items are here"),
            "shipped": self.env._("the missing items are on their way"),
            "cancelled": self.env._("some items were cancelled"),
            "still_waiting": self.env._("we are still on it"),
            "decision": self.env._("we need your decision"),
        }
        return words.get(occasion, "")

    def _describe(self, backorder, quantity):
        return self._prepare_line(
            backorder.product_id,
            quantity,
            backorder.product_uom_id,
            date=self._format_day(backorder.expected_date),
            latest=self._format_day(backorder.latest_date),
            reason=backorder.reason_id.customer_text or "",
        )

    def _describe_noted(self, backorder, quantity):
        """Describe it with what somebody has to say beside, in the next mail."""
        note = backorder.customer_note or ""
        return {**self._describe(backorder, quantity), "note": note}

    def _prepare_line(self, product, quantity, uom, **words):
        return {
            "name": product.with_context(display_default_code=False).display_name,
            "quantity": f"{self._format_quantity(uom.round(quantity))} {uom.name}",
            "date": "",
            "latest": "",
            "reason": "",
            "note": "",
            **words,
        }

    def _format_quantity(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return formatLang(self.env, quantity, digits=0 if quantity % 1 == 0 else digits)

    def _format_day(self, day):
        """Write a day so that nobody takes the month for the day."""
        length = "medium" if self.env.context.get(TEXT_KEY) else "long"
        return format_date(self.env, day, date_format=length) if day else ""

    def _get_next_update(self, order, waiting):
        """Return by when there will be news of what is missing.

        Whoever only looks at a message sees the day that it would promise.
        """
        days = waiting.mapped("next_update_date")
        if self.env.context.get(PREVIEW_KEY):
            contact = order._get_backorder_contact()
            days = [backorder._get_news_day_for(contact) for backorder in waiting]
        return min(filter(None, days), default=False)

    def _summarize(self, waiting, next_update):
        """Name the first line that waits, and count the others: for an SMS."""
        if not waiting:
            return ""
        first, *others = waiting
        date = first["date"] or self.env._("no date yet")
        if next_update and not first["date"]:
            date = self.env._("no date yet, news by %(day)s", day=next_update)
        if first["latest"]:
            date += f" - {first['latest']}"
        summary = f"{first['quantity']} {first['name']}: {date}"
        if others:
            summary += " " + self.env._("(and %(count)s more)", count=len(others))
        return summary
