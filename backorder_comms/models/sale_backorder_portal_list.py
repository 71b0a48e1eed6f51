# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools.misc import limited_field_access_token

from .sale_backorder_event import EVENT_TYPES

PICTURE = "image_128"


# A file for each page.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderContent(models.AbstractModel):
    """What the customer's list of all that waits shows, row by row."""

    _inherit = "sale.backorder.content"

    @api.model
    def _get_portal_list(self, backorders):
        """Return a row for each backorder, in as many queries for one as for many.

        :param sale.backorder backorders: open ones that the customer may see
        :return: dicts with `picture` and `url`, addresses; `order`, its name; `ordered`
            and `shipped`, texts; `wait`, see `_get_portal_rows`; `news` and `news_day`,
            what changed last and when; `is_asked`, whether the customer is to decide
        :rtype: list[dict]
        """
        self._load_listed(backorders)
        last_events = self._get_last_events(backorders)
        asked = self._get_asked(backorders)
        return [
            {
                **self._prepare_listed(backorder),
                **self._prepare_last_news(backorder, last_events.get(backorder)),
                "is_asked": backorder in asked,
            }
            for backorder in backorders
        ]

    def _load_listed(self, backorders):
        lines = backorders.order_line_id
        lines.fetch(["product_uom_id", "product_uom_qty", "qty_delivered"])
        products = backorders.product_id
        products.with_context(display_default_code=False).mapped("display_name")
        lines.product_uom_id.mapped("name")

    def _get_last_events(self, backorders):
        """Return what happened last of what concerns customers.

        :rtype: dict[sale.backorder, sale.backorder.event]
        """
        events = self.env["sale.backorder.event"].search_fetch(
            [
                ("backorder_id", "in", backorders.ids),
                ("type", "in", [event_type for event_type, _label in EVENT_TYPES]),
            ],
            ["backorder_id", "date", "new_value", "old_value", "type"],
            order="id",
        )
        return {event.backorder_id: event for event in events}

    def _get_asked(self, backorders):
        """Return those about which, or about whose whole order, there is a question."""
        questions = self.env["sale.backorder.decision"].search_fetch(
            [("order_id", "in", backorders.order_id.ids), ("state", "=", "asked")],
            ["order_id", "order_line_id"],
        )
        whole = questions.filtered(lambda question: not question.order_line_id)
        return backorders.filtered(
            lambda backorder: (
                backorder.order_id in whole.order_id
                or backorder.order_line_id in questions.order_line_id
            )
        )

    def _prepare_listed(self, backorder):
        line = backorder.order_line_id
        ordered = self._prepare_line(
            backorder.product_id, line.product_uom_qty, line.product_uom_id
        )
        return {
            "picture": self._get_picture_url(backorder.product_id),
            "order": backorder.order_id.name,
            "url": backorder.order_id._get_backorder_path(),
            "ordered": ordered["quantity"],
            "shipped": self._format_quantity(line.qty_delivered),
            "wait": self._prepare_portal_wait(
                backorder, self._get_listed_quantity(backorder)
            ),
        }

    def _get_listed_quantity(self, backorder):
        """Return what waits, less what was cancelled since it was looked at.

        Of components of a kit only the moves know, which would be read for this alone.
        """
        line = backorder.order_line_id
        if backorder.product_id != line.product_id:
            return self._get_waiting_quantity(backorder)
        still_open = max(line.product_uom_qty - line.qty_delivered, 0.0)
        return self._get_waiting_quantity(backorder, still_open)

    def _get_picture_url(self, product):
        """Return an address that shows the picture to whoever sees the page only."""
        token = limited_field_access_token(product, PICTURE, scope="binary")
        return f"/web/image/product.product/{product.id}/{PICTURE}?access_token={token}"

    def _prepare_last_news(self, backorder, event):
        if not event:
            return {"news": "", "news_day": ""}
        day = backorder.company_id._to_backorder_day(event.date)
        return {"news": self._describe_event(event), "news_day": self._format_day(day)}

    def _describe_event(self, event):
        """Say to the customer in a few words what happened."""
        if event.type not in ("later", "earlier"):
            return self._get_headline(event.type)
        no_date = self.env._("no date yet")
        return self.env._(
            "The date changed from %(old)s to %(new)s",
            old=self._format_day(event.old_value) or no_date,
            new=self._format_day(event.new_value) or no_date,
        )

    def _get_headline(self, occasion):
        """Say in a few words, beside a line of an order, what is new about it."""
        if occasion == "partly_shipped":
            return self.env._("A part of your order is on its way")
        words = self._get_news(occasion)
        return words[:1].upper() + words[1:]
