# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import nullcontext

from odoo.tests import HttpCase, tagged

from .impact_common import ImpactCommon


@tagged("post_install", "-at_install")
class TestTours(HttpCase, ImpactCommon):
    def enter_registry_test_mode(self):
        """Override of `odoo`: an `HttpCase` is in it from beginning to end."""
        return nullcontext()

    def test_buyer_finds_out_whom_a_late_purchase_hurts(self):
        purchase = self._buy(15, days=5)
        self._wait(5)
        self._wait(5, customer=self.bob)
        self._put_off(purchase, 8)
        self.start_tour(
            "/odoo/action-purchase.purchase_form_action",
            "backorder_comms_purchase_impact",
            login=self.buyer.login,
        )
