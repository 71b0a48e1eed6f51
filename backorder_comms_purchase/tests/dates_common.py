# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.backorder_comms.tests.delivery_common import DeliveryCommon


class PurchaseDatesCommon(DeliveryCommon):
    """A vendor, and a buyer who may do no more than buy."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create(
            {"name": "Vic", "email": "vic@example.com"}
        )
        cls.buyer = new_test_user(cls.env, "bea", groups="purchase.group_purchase_user")

    def _request(self, quantity, days, **values):
        """Ask for desks that are to arrive in so many days.

        :rtype: purchase.order
        """
        line = {
            "product_id": self.desk.id,
            "product_qty": quantity,
            "date_planned": self._get_moment(days),
        }
        return (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "order_line": [Command.create(line)],
                    **values,
                }
            )
        )

    def _buy(self, quantity, days, **values):
        """Confirm a purchase of desks that are to arrive in so many days.

        :rtype: purchase.order
        """
        purchase = self._request(quantity, days, **values)
        purchase.button_confirm()
        return purchase

    def _get_moment(self, days):
        return fields.Datetime.now() + timedelta(days=days)

    def _order_and_buy(self):
        purchase = self._buy(10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        return order, purchase

    def assertExpected(self, order, days, **values):
        """Compare in how many days the order's only backorder can leave."""
        expected = days is not None and self._in_days(days)
        self.assertBackorder(order, "waiting", expected_date=expected, **values)
