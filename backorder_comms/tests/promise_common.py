# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields

from .delivery_common import DeliveryCommon


class PromiseCommon(DeliveryCommon):
    """A customer who was told a date, and what may become of it."""

    def _create_promised_order(self, days=5, **values):
        """Tell the customer that ten desks come in so many days.

        :rtype: sale.order
        """
        self.receipt = self._create_receipt(self.desk, 10, days=days)
        order = self._create_order({self.desk: 10}, **values)
        self._communicate()
        return order

    def _postpone(self, days):
        """Let the vendor put the goods off."""
        self.receipt.scheduled_date += timedelta(days=days)

    def _agree(self, order, days):
        """Change the order's delivery date as staff does after a call."""
        order.commitment_date = fields.Datetime.now() + timedelta(days=days)

    def _receive_and_ship(self, order):
        self._validate(self.receipt)
        self._communicate()
        self._process(order, "out")

    def assertPromises(self, order, *rows):
        """Compare the promises made to the order's customer: (day, cause)."""
        promises = order.backorder_ids.promise_ids.sorted("id")
        self.assertEqual(
            [(promise.date, promise.cause) for promise in promises], list(rows)
        )
