# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.backorder_comms.tests.delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestPurchaseDates(DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Vic"})
        cls.buyer = new_test_user(cls.env, "bea", groups="purchase.group_purchase_user")

    def _buy(self, quantity, days):
        """Confirm a purchase of desks that are to arrive in so many days.

        :rtype: purchase.order
        """
        purchase = (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.desk.id,
                                "product_qty": quantity,
                                "date_planned": self._get_moment(days),
                            }
                        )
                    ],
                }
            )
        )
        purchase.button_confirm()
        return purchase

    def _get_moment(self, days):
        return fields.Datetime.now() + timedelta(days=days)

    def _order_and_buy(self):
        purchase = self._buy(10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        return order, purchase

    def assertExpected(self, order, days):
        expected = self.today + timedelta(days=days)
        self.assertBackorder(order, "waiting", expected_date=expected)

    def test_purchase_gives_the_date(self):
        order, _purchase = self._order_and_buy()
        self.assertExpected(order, days=5)

    def test_customer_hears_when_the_buyer_moves_the_expected_arrival(self):
        order, purchase = self._order_and_buy()
        purchase.order_line.date_planned = self._get_moment(25)
        self._communicate()
        self.assertExpected(order, days=25)
        self.assertStory(order, "opened later")

    def test_customer_hears_when_the_vendor_moves_it_in_the_portal(self):
        order, purchase = self._order_and_buy()
        line = purchase.sudo().order_line
        purchase.sudo()._update_date_planned_for_lines([(line, self._get_moment(25))])
        self._communicate()
        self.assertStory(order, "opened later")

    def test_receipt_that_is_planned_later_than_the_purchase_gives_the_date(self):
        order, purchase = self._order_and_buy()
        purchase.sudo().picking_ids.scheduled_date = self._get_moment(9)
        self._communicate()
        self.assertExpected(order, days=9)

    def test_purchase_that_moves_does_not_move_what_the_customer_was_promised(self):
        order, purchase = self._order_and_buy()
        purchase.order_line.date_planned = self._get_moment(25)
        self._evaluate()
        self.assertBackorder(
            order, "waiting", promised_date=self.today + timedelta(days=5)
        )

    def test_overdue_purchase_is_no_date(self):
        purchase = self._buy(10, days=5)
        purchase.sudo().picking_ids.scheduled_date = self._get_moment(-3)
        purchase.order_line.date_planned = self._get_moment(-3)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertBackorder(order, "waiting", expected_date=False)
