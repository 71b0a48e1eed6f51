# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.backorder_comms.tests.delivery_common import DeliveryCommon


class ImpactCommon(DeliveryCommon):
    """Two vendors, a buyer who may do no more than buy, and some customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor, cls.other_vendor = cls.env["res.partner"].create(
            [{"name": "Vic"}, {"name": "Vera"}]
        )
        cls.buyer = new_test_user(cls.env, "bea", groups="purchase.group_purchase_user")
        cls.bob, cls.cleo = cls.env["res.partner"].create(
            [
                {"name": "Bob", "email": "bob@example.com"},
                {"name": "Cleo", "email": "cleo@example.com"},
            ]
        )

    def _buy(self, quantity, days, product=None, vendor=None, **values):
        """Confirm a purchase that is to arrive in so many days.

        :rtype: purchase.order
        """
        line = {
            "product_id": (product or self.desk).id,
            "product_qty": quantity,
            "date_planned": fields.Datetime.now() + timedelta(days=days),
        }
        purchase = (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": (vendor or self.vendor).id,
                    "order_line": [Command.create(line)],
                    **values,
                }
            )
        )
        purchase.button_confirm()
        return purchase

    def _wait(self, quantity, product=None, customer=None):
        """Confirm an order that has to wait, and tell its customer.

        :rtype: sale.order
        """
        order = self._create_order(
            {product or self.desk: quantity},
            partner_id=(customer or self.partner).id,
        )
        self._communicate()
        return order

    def _get_impacts(self):
        return self.env["purchase.backorder.impact"].with_user(self.buyer).search([])

    def _put_off(self, purchase, days):
        purchase.order_line.date_planned = fields.Datetime.now() + timedelta(days=days)
        self._evaluate()
