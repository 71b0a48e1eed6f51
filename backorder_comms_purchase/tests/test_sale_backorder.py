# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .impact_common import ImpactCommon


@tagged("post_install", "-at_install")
class TestSaleBackorder(ImpactCommon):
    """A backorder knows whose goods it waits for, buyers see it."""

    def setUp(self):
        super().setUp()
        self.purchase = self._buy(6, days=5)
        self.smaller = self._buy(4, days=3, vendor=self.other_vendor)
        self.backorder = self._wait(10).backorder_ids

    def _receive(self, purchase):
        self._validate(purchase.picking_ids.with_env(self.env))

    def _group_by_vendor(self, user):
        return (
            self.env["sale.backorder"]
            .with_user(user)
            .formatted_read_group(
                [("id", "=", self.backorder.id)], ["vendor_id"], ["__count"]
            )
        )

    def test_vendor_of_the_largest_part_counts(self):
        self.assertEqual(self.backorder.vendor_id, self.vendor)

    def test_vendor_who_brings_nothing_any_more_does_not_count(self):
        self.purchase.button_cancel()
        self._evaluate()
        self.assertEqual(self.backorder.vendor_id, self.other_vendor)
        self.smaller.button_cancel()
        self._evaluate()
        self.assertFalse(self.backorder.vendor_id)

    def test_vendor_who_is_still_to_deliver_goes_before_one_who_did(self):
        self._receive(self.purchase)
        self._evaluate()
        self.assertEqual(self.backorder.vendor_id, self.other_vendor)

    def test_vendor_stays_known_when_everything_is_there(self):
        self._receive(self.purchase)
        self._receive(self.smaller)
        self._evaluate()
        self.assertEqual(self.backorder.state, "ready")
        self.assertEqual(self.backorder.vendor_id, self.vendor)

    def test_buyer_groups_by_vendor(self):
        [group] = self._group_by_vendor(self.buyer)
        self.assertEqual(group["vendor_id"][0], self.vendor.id)

    def test_salesperson_does_not_see_the_vendor(self):
        with self.assertRaises(AccessError):
            self._group_by_vendor(self.sale_user)
        backorder = self.backorder.with_user(self.sale_user)
        with self.assertRaises(AccessError):
            backorder.read(["vendor_id"])
        views = backorder.get_views([(False, "search"), (False, "list")])
        for view in views["views"].values():
            self.assertNotIn("vendor_id", view["arch"])
