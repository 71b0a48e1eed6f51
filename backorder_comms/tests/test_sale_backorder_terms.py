# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import Form, tagged

from .common import BackorderCommsCommon


class TermsCommon(BackorderCommsCommon):
    def setUp(self):
        super().setUp()
        self._set_stock(self.desk, 6)

    def _agree(self, policy, days=0):
        self.partner.write(
            {"backorder_delivery_policy": policy, "backorder_cancel_days": days}
        )

    def _create_quotation(self, **values):
        return self.env["sale.order"].create({"partner_id": self.partner.id, **values})


@tagged("post_install", "-at_install")
class TestTermsOfOrders(TermsCommon):
    """What a customer agreed on once is how his orders are shipped."""

    def test_order_is_shipped_as_its_customer_wants_it(self):
        for policy, shipped in (
            ("partial", "direct"),
            ("complete", "one"),
            ("partial_free", "one"),
            ("partial_cancel", "direct"),
            ("cancel_after", "direct"),
        ):
            with self.subTest(policy):
                self._agree(policy)
                order = self._create_quotation()
                self.assertEqual(order.backorder_delivery_policy, policy)
                self.assertEqual(order.picking_policy, shipped)

    def test_order_without_terms_is_shipped_as_the_company_does(self):
        self.env["ir.default"].set("sale.order", "picking_policy", "one")
        order = self._create_quotation()
        self.assertEqual(order.picking_policy, "one")
        self.assertFalse(order.backorder_is_policy_chosen)

    def test_what_is_said_of_the_order_goes_before_the_terms(self):
        self._agree("complete")
        order = self._create_quotation(picking_policy="direct")
        self.assertEqual(order.picking_policy, "direct")

    def test_salesperson_sees_the_terms_and_can_do_otherwise(self):
        self._agree("complete")
        with Form(self.env["sale.order"].with_user(self.sale_user)) as form:
            form.partner_id = self.partner
            self.assertEqual(form.picking_policy, "one")
            form.picking_policy = "direct"
        self.assertEqual(form.record.picking_policy, "direct")

    def test_contacts_of_a_company_buy_on_its_terms(self):
        self.partner.is_company = True
        contact = self.env["res.partner"].create(
            {"name": "Bob", "parent_id": self.partner.id}
        )
        self._agree("complete")
        order = self._create_quotation(partner_id=contact.id)
        self.assertEqual(order.picking_policy, "one")
        self.assertEqual(contact.backorder_delivery_policy, "complete")

    def test_segment_has_terms_that_are_not_the_customers_own(self):
        self.partner.category_id = self.env["res.partner.category"].create(
            {"name": "Retail", "backorder_delivery_policy": "complete"}
        )
        order = self._create_quotation()
        self.assertEqual(order.picking_policy, "one")
        self.assertFalse(order.backorder_is_policy_chosen)
        self._agree("partial")
        self.assertEqual(self._create_quotation().picking_policy, "direct")

    def test_own_terms_are_kept_to_the_letter(self):
        self._agree("complete")
        order = self._create_order({self.desk: 10})
        self.assertTrue(order.picking_ids.backorder_waits_for_all)

    def test_several_parcels_are_fine_where_they_cost_no_more(self):
        self.patch(
            type(self.env["sale.backorder.parcels"]),
            "_is_split_free",
            lambda _self, _order: True,
        )
        self._agree("partial_free")
        self.assertEqual(self._create_quotation().picking_policy, "direct")

    def test_confirmed_order_keeps_the_terms_that_it_had(self):
        order = self._create_order({self.desk: 10})
        self._agree("complete")
        order.partner_id = self.partner.copy()
        self.assertFalse(order.backorder_is_policy_chosen)


@tagged("post_install", "-at_install")
class TestCancellingByTerms(TermsCommon):
    """What a customer does not want any more by his terms is cancelled by us."""

    def _get_quantity(self, order):
        return order.order_line.mapped("product_uom_qty")

    def test_first_shipment_is_the_last_one(self):
        self._agree("partial_cancel")
        order = self._create_order({self.desk: 10, self.lamp: 2})
        self._communicate()
        self.assertEqual(self._get_quantity(order), [10, 2])
        self._validate(order.picking_ids)
        self.assertEqual(self._get_quantity(order), [10, 2])  # not meanwhile
        self._communicate()
        self.assertEqual(self._get_quantity(order), [6, 0])
        self.assertEqual(set(order.picking_ids.mapped("state")) - {"cancel"}, {"done"})

    def test_what_is_cancelled_by_terms_leaves_a_trace(self):
        self._agree("partial_cancel")
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._validate(order.picking_ids)
        self._communicate()
        self.assertRecordValues(
            order.backorder_decision_ids,
            [
                {
                    "kind": "cancel",
                    "option": "cancel",
                    "quantity": 4,
                    "origin": "policy",
                    "state": "done",
                }
            ],
        )
        effect = order.backorder_decision_ids.effect
        self.assertIn(effect, "".join(order.message_ids.mapped("body")))

    def test_customer_is_told_once_that_the_rest_is_cancelled(self):
        self._agree("partial_cancel")
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._validate(order.picking_ids)
        self._communicate()
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "cancelled"])

    def test_what_is_reserved_is_still_shipped(self):
        self._set_stock(self.lamp, 2)
        self._agree("partial_cancel")
        order = self._create_order({self.desk: 10, self.lamp: 2})
        self._validate(order.picking_ids, {self.desk: 6})
        self._communicate()
        self.assertEqual(self._get_quantity(order), [6, 2])

    def test_late_goods_are_cancelled_when_the_days_are_over(self):
        self._agree("cancel_after", days=3)
        order = self._create_order({self.desk: 10, self.lamp: 2})
        self._communicate()
        order.backorder_ids.due_date = self._in_days(-3)
        self._run_cron("reconcile")
        self.assertEqual(self._get_quantity(order), [10, 2])
        order.backorder_ids.due_date = self._in_days(-4)
        self._run_cron("reconcile")
        self.assertEqual(self._get_quantity(order), [6, 0])
        self.assertEqual(
            order.backorder_decision_ids.mapped("origin"), ["policy", "policy"]
        )

    def test_what_is_being_packed_is_not_cancelled(self):
        self._agree("cancel_after")
        order = self._create_order({self.desk: 10})
        self._communicate()
        order.backorder_ids.due_date = self._in_days(-4)
        order.picking_ids.printed = True
        self._run_cron("reconcile")
        self.assertEqual(self._get_quantity(order), [10])

    def test_others_are_left_alone(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        order.backorder_ids.due_date = self._in_days(-40)
        self._validate(order.picking_ids)
        self._run_cron("reconcile")
        self._communicate()
        self.assertEqual(self._get_quantity(order), [10])
