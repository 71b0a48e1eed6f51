# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .impact_common import ImpactCommon


@tagged("post_install", "-at_install")
class TestDigestOfPurchases(ImpactCommon):
    def _get_late(self):
        """Return what the buyer's digest says of late purchases."""
        digest = self.env["sale.backorder.digest"]
        return digest._get_sections(self.company, self.buyer)[-1].items

    def test_buyer_reads_which_late_purchase_customers_wait_for(self):
        purchase = self._buy(10, days=5)
        self._wait(10)
        self._put_off(purchase, days=12)
        [late] = self._get_late()
        self.assertEqual(late.record, purchase)
        self.assertIn("late by 7 days, 1 waiting", late.text)

    def test_purchase_in_time_is_no_news(self):
        self._buy(10, days=5)
        self._wait(10)
        self.assertEqual(self._get_late(), [])

    def test_buyer_of_a_late_purchase_gets_a_digest(self):
        purchase = self._buy(10, days=5)
        self._wait(10)
        self._put_off(purchase, days=12)
        users = self.env["sale.backorder.digest"]._get_users(self.company)
        self.assertIn(self.buyer, users)
