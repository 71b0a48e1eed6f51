# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

# Of a message that may not have arrived, a customer would say that nobody told him.
TOLD_STATES = ("queued", "sent")


# A file for each part of a page.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderContent(models.AbstractModel):
    """What the customer was told of an order's delivery, and when."""

    _inherit = "sale.backorder.content"

    @api.model
    def _get_portal_history(self, order):
        """Return what was said and agreed on, the newest first.

        :param sale.order order:
        :return: dicts with `day`, `news` in words, and `dates`: a list of dicts with
            `name`, `date`, `latest` (where the date was unsure) and `previous`, texts
        :rtype: list[dict]
        """
        if not order.company_id.backorder_comms_active:
            return []
        told = order.backorder_message_ids.filtered(
            lambda message: (
                message.audience == "customer" and message.state in TOLD_STATES
            )
        )
        promises = order.backorder_ids.filtered(lambda b: not b.silent).promise_ids
        entries = [
            (
                min(messages.mapped("create_date")),
                self._get_headline(messages[0].event_type),
                promises.filtered(lambda p, told=messages: p.message_id in told),
            )
            for messages in told.grouped("occasion").values()
        ]
        agreed = promises.filtered(lambda promise: promise.cause == "agreed")
        entries += [
            (moment, self.env._("A date agreed on with you"), dates)
            for moment, dates in agreed.grouped("made_date").items()
        ]
        return [
            {
                "day": self._format_day(order.company_id._to_backorder_day(moment)),
                "news": news,
                "dates": [self._prepare_told_date(promise) for promise in dates],
            }
            for moment, news, dates in sorted(
                entries, key=lambda entry: entry[0], reverse=True
            )
        ]

    def _prepare_told_date(self, promise):
        product = promise.product_id.with_context(display_default_code=False)
        return {
            "name": product.display_name,
            "date": self._format_day(promise.date),
            "latest": self._format_day(promise.latest_date),
            "previous": self._format_day(promise.previous_date),
        }
