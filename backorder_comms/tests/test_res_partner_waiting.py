# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import new_test_user, tagged

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestResPartnerWaiting(PromiseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env, "sal", groups="sales_team.group_sale_salesman_all_leads"
        )
        cls.customer = cls.partner.with_user(cls.seller)

    def test_customer_without_backorders_has_no_record(self):
        self.assertEqual(
            (self.customer.backorder_open_count, self.customer.backorder_kept_rate),
            (0, -1),
        )

    def test_colleague_of_who_ordered_sees_what_the_company_waits_for(self):
        colleague = self.env["res.partner"].create(
            {"name": "Cal", "parent_id": self.partner.id}
        )
        self._create_order({self.desk: 10})
        self._evaluate()
        self.assertEqual(colleague.backorder_open_count, 1)

    def test_promises_that_were_kept_count(self):
        order = self._create_promised_order()
        self._receive_and_ship(order)
        self.assertEqual(self.customer.backorder_kept_rate, 1.0)

    def test_button_opens_what_the_customer_waits_for(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        action = self.customer.action_view_backorders()
        found = self.env["sale.backorder"].search(action["domain"])
        self.assertEqual(found, order.backorder_ids)
