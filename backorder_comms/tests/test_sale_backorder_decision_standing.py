# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.tests import tagged

from .substitution_common import SubstitutionCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderDecisionStanding(SubstitutionCommon):
    """Customers who accept substitutes get them without being asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.commercial_partner_id.backorder_accepts_substitutes = True

    def _get_quantities(self, order):
        return order.order_line.mapped("product_uom_qty")

    def test_substitute_is_sent_at_once(self):
        order = self._create_waiting_order()
        self.assertEqual(self._get_quantities(order), [0, 10])
        self.assertRecordValues(
            order.backorder_decision_ids, [{"option": "swap", "origin": "policy"}]
        )

    def test_customer_is_told_of_it_once_and_of_no_delay(self):
        order = self._create_waiting_order()
        mails = self.env["mail.message"].search(
            [
                ("res_id", "=", order.id),
                ("model", "=", "sale.order"),
                ("message_type", "=", "user_notification"),
            ]
        )
        self.assertIn("instead of Desk", mails.body)
        self.assertEqual(mails.notified_partner_ids, self.partner)
        self.assertFalse(self._get_told(order))

    def test_substitute_that_costs_more_is_asked_for(self):
        self.company.backorder_comms_substitute_price = "list"
        self.table.list_price = 120
        order = self._create_waiting_order()
        self.assertEqual(self._get_quantities(order), [10])
        self.assertOffered(order, self.table)

    def test_others_are_asked(self):
        self.partner.commercial_partner_id.backorder_accepts_substitutes = False
        order = self._create_waiting_order()
        self.assertEqual(self._get_quantities(order), [10])

    def test_failure_leaves_the_delay_to_be_told(self):
        substitution = type(self.env["sale.backorder.substitution"])
        with (
            patch.object(substitution, "_swap", side_effect=ValueError),
            self.assertLogs("odoo.addons.backorder_comms", "ERROR"),
        ):
            order = self._create_waiting_order()
        self.assertEqual(self._get_told(order), ["opened"])
