# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from odoo.addons.backorder_comms.tests.test_topologies import ForeignSupplyCommon


@tagged("post_install", "-at_install")
class TestDropships(ForeignSupplyCommon):
    """With `stock_dropshipping`: what vendors send to customers, where it is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._require("stock_dropshipping")
        cls.company.backorder_comms_tell_dropships = True
        cls.buyer = new_test_user(cls.env, "bea", groups="purchase.group_purchase_user")
        cls.chair = cls._create_bought_product(
            cls.env.ref("stock_dropshipping.route_drop_shipping"), name="Chair"
        )

    def setUp(self):
        super().setUp()
        self.order = self._create_order({self.chair: 10})
        self.purchase = self.order.order_line.purchase_line_ids.order_id
        self.line = self.purchase.order_line.with_user(self.buyer)
        self.line.date_planned = self._get_moment(5)

    def _get_moment(self, days):
        return fields.Datetime.now() + timedelta(days=days)

    def _confirm(self):
        self.purchase.button_confirm()
        self._communicate()

    def _ship(self, quantity, **values):
        dropship = self.purchase.picking_ids.filtered(lambda one: one.state != "done")
        self._validate(dropship, {self.chair: quantity}, **values)
        self._communicate()

    def assertWaiting(self, days, quantity=10):
        expected = days is not None and self._in_days(days)
        self.assertBackorder(
            self.order, "waiting", expected_date=expected, quantity=quantity
        )

    def test_nothing_is_said_before_the_purchase_is_confirmed(self):
        self._communicate()
        self.assertSilent(self.order)

    def test_customer_hears_when_the_vendor_sends_it(self):
        self._confirm()
        self.assertWaiting(days=5)
        self.assertStory(self.order, "opened")

    def test_customer_hears_when_it_is_put_off(self):
        self._confirm()
        self.line.date_planned = self._get_moment(25)
        self._communicate()
        self.assertWaiting(days=25)
        self.assertStory(self.order, "opened later")

    def test_later_of_both_dates_counts(self):
        self._confirm()
        self.purchase.picking_ids.scheduled_date = self._get_moment(9)
        self._communicate()
        self.assertWaiting(days=9)

    def test_overdue_dropship_has_no_date(self):
        self._confirm()
        self.purchase.picking_ids.scheduled_date = self._get_moment(-3)
        self.line.date_planned = self._get_moment(-3)
        self._communicate()
        self.assertWaiting(days=None)

    def test_customer_hears_of_each_part_that_was_sent(self):
        self._confirm()
        self._ship(6)
        self.assertWaiting(days=5, quantity=4)
        self._ship(4)
        self.assertBackorder(self.order, "done")
        self.assertStory(self.order, "opened partly_shipped shipped")

    def test_stock_is_not_for_what_the_vendor_sends(self):
        self._set_stock(self.chair, 10)
        self._confirm()
        self.assertWaiting(days=5)

    def test_purchase_that_is_cancelled_is_no_order_that_is(self):
        self._confirm()
        self.purchase.button_cancel()
        self._communicate()
        self.assertWaiting(days=None)
        self.assertStory(self.order, "opened later")

    def test_what_the_vendor_does_not_send_is_still_owed(self):
        self._confirm()
        self._ship(6, backorder=False)
        self.assertWaiting(days=None, quantity=4)
        self.assertNotIn("cancelled", self._get_told(self.order))

    def test_order_that_is_cancelled_is_cancelled(self):
        self._confirm()
        self.order._action_cancel()
        self._communicate()
        self.assertBackorder(self.order, "cancel")

    def test_who_was_told_hears_how_it_goes_on_though_no_more_is_told(self):
        self._confirm()
        self.company.backorder_comms_tell_dropships = False
        self.line.date_planned = self._get_moment(25)
        self._communicate()
        self.assertStory(self.order, "opened later")

    def test_purchase_shows_whom_it_hurts(self):
        self._confirm()
        impact = self.env["purchase.backorder.impact"].search(
            [("purchase_line_id", "=", self.line.id)]
        )
        self.assertRecordValues(impact, [{"customer_count": 1, "quantity": 10}])

    def test_backorder_says_what_it_waits_for_and_nothing_of_a_queue(self):
        self._confirm()
        explanation = self.order.backorder_ids.explanation
        self.assertIn("can leave on", explanation)
        self.assertNotIn("queue", explanation)
