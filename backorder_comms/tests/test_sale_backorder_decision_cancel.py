# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.sale_backorder_decision_making import StaleChoice
from .delivery_common import DeliveryCommon
from .test_topologies import BuyToOrderCommon


class DecisionCancelCommon(DeliveryCommon):
    def _get_choice(self, order, product=None):
        """Return the choice to cancel a line, None when it is not offered."""
        line = order.order_line.filtered(
            lambda line: line.product_id == (product or self.desk)
        )[:1]
        choices = order._get_backorder_choices()[line.id]
        return next((c for c in choices if c.option == "cancel"), None)

    def _cancel(self, order, quantity=0.0, **details):
        decision = order._backorder_decide(
            "cancel",
            line=order.order_line[:1],
            quantity=quantity,
            origin="link",
            by=self.partner,
            **details,
        )
        self._communicate()
        return decision

    def _get_activities(self, order, name="cancelled"):
        return order.activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id
                == self.env.ref(f"backorder_comms.mail_activity_type_{name}")
            )
        )

    def _order_six_of_ten(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._communicate()
        return order


@tagged("post_install", "-at_install")
class TestCancelPolicy(DecisionCancelCommon):
    """When it is offered, and how much of it."""

    def test_what_is_missing_can_be_cancelled(self):
        choice = self._get_choice(self._order_six_of_ten())
        self.assertEqual((choice.max_quantity, choice.unit), (4, "Units"))

    def test_what_is_there_can_be_cancelled_until_it_is_packed(self):
        self.company.backorder_cancel_until = "packed"
        self.assertEqual(self._get_choice(self._order_six_of_ten()).max_quantity, 10)

    def test_what_arrived_can_be_cancelled_until_it_is_packed(self):
        self.company.backorder_cancel_until = "packed"
        order = self._order_six_of_ten()
        self._set_stock(self.desk, 10)
        self._communicate()
        self.assertEqual(order.backorder_ids.state, "ready")
        self.assertEqual(self._get_choice(order).max_quantity, 10)

    def test_what_arrived_is_not_cancelled_while_it_waits_no_more(self):
        order = self._order_six_of_ten()
        self._set_stock(self.desk, 10)
        self._communicate()
        self.assertFalse(self._get_choice(order))

    def test_what_is_being_packed_is_not_offered(self):
        order = self._order_six_of_ten()
        order.picking_ids.printed = True
        self.assertFalse(self._get_choice(order))

    def test_company_may_never_allow_it(self):
        self.company.backorder_cancel_until = "never"
        self.assertFalse(self._get_choice(self._order_six_of_ten()))

    def test_product_may_be_excepted(self):
        self.desk.backorder_no_cancel = True
        self.assertFalse(self._get_choice(self._order_six_of_ten()))

    def test_delay_may_have_to_be_long_enough(self):
        self.company.backorder_cancel_days = 10
        for days, is_offered in ((3, False), (30, True)):
            with self.subTest(days=days):
                product = self._create_product(name=f"Shelf {days}")
                self._create_receipt(product, 5, days=days)
                order = self._create_order({product: 5})
                self._communicate()
                self.assertEqual(bool(self._get_choice(order, product)), is_offered)

    def test_goods_without_a_date_are_late_enough(self):
        self.company.backorder_cancel_days = 10
        self.assertTrue(self._get_choice(self._order_six_of_ten()))

    def test_lines_that_do_not_wait_are_not_offered(self):
        self._set_stock(self.lamp, 1)
        order = self._create_order({self.desk: 10, self.lamp: 1})
        self._communicate()
        self.assertFalse(self._get_choice(order, self.lamp))

    def test_choice_says_what_will_happen(self):
        choice = self._get_choice(self._order_six_of_ten())
        self.assertEqual(
            choice.consequences,
            (
                "Up to 4 of 10 Units will not be sent, as many as you choose.",
                "The rest of your order stays as it is.",
                "You do not pay for what you cancel.",
                "You can cancel what has not arrived yet. What is bought or made just "
                "for you is excepted.",
            ),
        )

    def test_choice_says_it_in_the_words_of_the_company(self):
        self.company.backorder_cancel_policy = "Ask Ann."
        choice = self._get_choice(self._order_six_of_ten())
        self.assertEqual(choice.consequences[-1], "Ask Ann.")

    def test_mail_says_what_may_be_cancelled(self):
        order = self._order_six_of_ten()
        self.assertIn(
            "You can cancel what has not arrived yet.", order.backorder_message_ids.body
        )

    def test_mail_about_goods_that_are_excepted_does_not(self):
        self.desk.backorder_no_cancel = True
        order = self._order_six_of_ten()
        self.assertNotIn("You can cancel", order.backorder_message_ids.body)

    def test_more_lines_take_no_more_queries(self):
        products = [self._create_product(name=f"Shelf {n}") for n in range(9)]
        small = self._create_order(dict.fromkeys(products[:2], 1))
        large = self._create_order(dict.fromkeys(products, 1))
        self._communicate()
        counts = []
        for order in (small, small, large):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            choices = order._get_backorder_choices()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(all(choices[line.id] for line in order.order_line))
        self.assertLessEqual(counts[2], counts[1])


@tagged("post_install", "-at_install")
class TestDecisionCancel(DecisionCancelCommon):
    """What it does."""

    def test_missing_part_is_not_sent(self):
        order = self._order_six_of_ten()
        decision = self._cancel(order)
        self.assertRecordValues(
            decision,
            [
                {
                    "kind": "cancel",
                    "quantity": 4,
                    "state": "done",
                    "effect": "4 of 10 Units will not be sent. You do not pay for what "
                    "you cancel.",
                }
            ],
        )
        self.assertEqual(order.order_line.product_uom_qty, 6)
        self.assertEqual(order.picking_ids.move_ids.product_uom_qty, 6)

    def test_customer_gets_exactly_one_mail_about_it(self):
        order = self._order_six_of_ten()
        self._cancel(order)
        self.assertStory(order, "opened cancelled")
        notified = order.message_ids.notification_ids.filtered(
            lambda one: one.res_partner_id == self.partner
        )
        self.assertEqual(len(notified), 2)

    def test_customer_gets_one_mail_when_the_rest_still_waits(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._cancel(order, 4)
        self.assertStory(order, "opened cancelled")
        self.assertBackorder(order, "waiting", quantity=6, open_quantity=6)

    def test_what_is_left_is_shipped_as_a_whole(self):
        order = self._order_six_of_ten()
        self._cancel(order)
        self._process(order, "out")
        self.assertBackorder(order, "done", shipped_quantity=6)

    def test_cancelled_line_waits_no_more(self):
        order = self._create_order({self.desk: 10, self.lamp: 1})
        self._communicate()
        self._cancel(order)
        self.assertEqual(order.backorder_ids.mapped("state"), ["cancel", "waiting"])
        self.assertFalse(self._get_activities(order))

    def test_what_was_cancelled_is_not_offered_before_anyone_looked_at_it_again(self):
        order = self._order_six_of_ten()
        order._backorder_decide("cancel", line=order.order_line, quantity=3)
        self.assertEqual(self._get_choice(order).max_quantity, 1)
        order._backorder_decide("cancel", line=order.order_line, quantity=1)
        self.assertFalse(self._get_choice(order))

    def test_portal_shows_at_once_that_less_waits(self):
        order = self._order_six_of_ten()
        order._backorder_decide("cancel", line=order.order_line, quantity=3)
        [row] = self.env["sale.backorder.content"]._get_portal_rows(order)
        self.assertEqual(row["waits"][0]["quantity"], "1 Units")
        self.assertEqual(row["rest"], "6 Units")

    def test_more_than_is_missing_is_refused(self):
        order = self._order_six_of_ten()
        with self.assertRaises(UserError):
            self._cancel(order, 5)

    def test_page_opened_before_goods_came_is_stale(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        seen = self._get_choice(order).digest()
        self._set_stock(self.desk, 6)
        self._communicate()
        with self.assertRaises(StaleChoice):
            self._cancel(order, 3, seen=seen)
        self.assertEqual(order.order_line.product_uom_qty, 10)

    def test_order_of_which_nothing_is_left_is_for_the_salesperson(self):
        order = self._create_order({self.desk: 10}, user_id=self.sale_user.id)
        self._communicate()
        self._cancel(order)
        self.assertEqual(order.state, "sale")
        activity = self._get_activities(order)
        self.assertEqual(activity.user_id, self.sale_user)
        self.assertIn("Nothing is left", activity.note)

    def test_activity_goes_to_whom_its_type_names(self):
        self.env.ref(
            "backorder_comms.mail_activity_type_cancelled"
        ).default_user_id = self.sale_manager
        order = self._create_order({self.desk: 10}, user_id=self.sale_user.id)
        self._communicate()
        self._cancel(order)
        self.assertEqual(self._get_activities(order).user_id, self.sale_manager)


@tagged("post_install", "-at_install")
class TestCancelMoney(DecisionCancelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk.write({"invoice_policy": "order", "taxes_id": [Command.clear()]})
        cls.company.backorder_cancel_refund_days = 0

    def _order_and_invoice(self):
        order = self._order_six_of_ten()
        order._create_invoices().action_post()
        return order

    def _pay(self, invoice):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()

    def _get_money(self, order):
        return self._get_choice(order).consequences[2]

    def test_invoice_is_corrected(self):
        order = self._order_and_invoice()
        self.assertEqual(
            self._get_money(order),
            "$\xa0400.00 of it is on an invoice already: we correct that.",
        )

    def test_paid_invoice_is_refunded(self):
        order = self._order_and_invoice()
        self._pay(order.invoice_ids)
        self.assertEqual(
            self._get_money(order), "You have paid $\xa0400.00 for it: we refund it."
        )

    def test_refund_has_the_time_that_the_company_promises(self):
        self.company.backorder_cancel_refund_days = 14
        order = self._order_and_invoice()
        self._pay(order.invoice_ids)
        self.assertIn("we refund it within 14 days", self._get_money(order))

    def test_part_that_is_not_invoiced_costs_nothing(self):
        self.desk.invoice_policy = "delivery"
        order = self._order_six_of_ten()
        self._process(order, "out")
        order._create_invoices().action_post()
        self.assertEqual(self._get_money(order), "You do not pay for what you cancel.")

    def test_refund_is_somebodys_activity(self):
        order = self._order_and_invoice()
        self._cancel(order, 3)
        self.assertIn("Refund or credit", self._get_activities(order).note)
        self.assertIn("300.00", self._get_activities(order).note)
        self.assertEqual(len(order.invoice_ids), 1)

    def test_refund_is_an_activity_though_its_type_was_deleted(self):
        order = self._order_and_invoice()
        self.env.ref("backorder_comms.mail_activity_type_cancelled").unlink()
        self._cancel(order, 3)
        self.assertIn("Refund or credit", order.activity_ids.note)

    def test_credit_note_is_drafted(self):
        self.company.backorder_cancel_money = "credit_note"
        order = self._order_and_invoice()
        self._cancel(order, 3)
        credit_note = order.invoice_ids.filtered(lambda m: m.move_type == "out_refund")
        self.assertRecordValues(
            credit_note, [{"state": "draft", "amount_total": 300.0}]
        )
        self.assertIn("draft credit note", self._get_activities(order).note)

    def test_payment_without_an_invoice_is_refunded(self):
        order = self._order_six_of_ten()
        provider = self.env["payment.provider"].search([], limit=1)
        methods = self.env["payment.method"].with_context(active_test=False)
        self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": methods.search([], limit=1).id,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "reference": "paid",
                "state": "done",
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        self.assertIn("You have paid $\xa0400.00", self._get_money(order))


@tagged("post_install", "-at_install")
class TestCancelMadeToOrder(DecisionCancelCommon, BuyToOrderCommon):
    def _order_chairs(self):
        order = self._create_order({self.chair: 10})
        self._communicate()
        return order

    def test_goods_bought_for_the_order_are_excepted(self):
        self.assertFalse(self._get_choice(self._order_chairs(), self.chair))

    def test_company_may_allow_it_and_somebody_looks_after_the_goods(self):
        self.company.backorder_cancel_mto = True
        order = self._order_chairs()
        self.assertTrue(self._get_choice(order, self.chair))
        self._cancel(order, 4)
        self.assertIn("may still come", self._get_activities(order).note)
