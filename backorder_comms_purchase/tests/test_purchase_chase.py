# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools.misc import mute_logger

from .chase_common import ChaseCommon

MODEL = (
    "odoo.addons.backorder_comms_purchase.models.purchase_chase_taking.PurchaseChase"
)


@tagged("post_install", "-at_install")
class TestPurchaseChase(ChaseCommon):
    """What is done on which day."""

    def test_month_of_a_vendor_with_three_late_lines_over_two_orders(self):
        chair = self._create_product(name="Chair")
        first = self._buy_awaited(self.desk, self.lamp)
        second = self._buy_awaited(chair, day=2, quantity=30)
        self._chase(*range(-7, 24))
        self.assertEqual(
            self._get_story(),
            [
                (-3, "confirm", first),
                (-1, "confirm", second),
                (1, "late", first),
                (3, "late", second),
                (3, "call", first),
                (5, "urgent", first),
                (5, "call", second),
                (7, "urgent", second),
                (8, "vendors", first),
                (10, "vendors", second),
                (12, "manager", first),
                (14, "manager", second),
            ],
        )
        self.assertEqual(
            [letter.res_id for letter in self._get_letters()],
            [first.id, second.id, first.id, second.id, first.id, second.id],
        )

    def test_mail_names_all_that_is_late(self):
        chair = self._create_product(name="Chair")
        first = self._buy_awaited(self.desk, self.lamp)
        second = self._buy_awaited(chair)
        self._chase(1)
        self.assertCountEqual(
            self._get_story(), [(1, "late", first), (1, "late", second)]
        )
        letter = self._get_letters().ensure_one()
        for word in ("Desk", "Lamp", "Chair", first.name, second.name, "1 day late"):
            self.assertIn(word, letter.body)

    def test_line_that_is_late_is_taken_along_by_a_mail_about_another(self):
        self.steps["late"].days = 3
        late = self._buy_awaited(self.desk)
        later = self._buy_awaited(self.lamp, day=2)
        self._chase(3, 4)
        self.assertCountEqual(
            self._get_story(), [(3, "late", late), (3, "late", later)]
        )

    def test_mail_never_tells_who_waits_or_what_it_costs(self):
        self._buy_awaited()
        self._chase(1, 3, 5)
        urgent = self._get_text()
        self.assertIn("Our customers wait for 7 Units", urgent)
        self.assertNotIn(self.partner.name, urgent)
        self.assertNotIn("100", urgent)

    def test_vendors_are_written_to_only_if_the_company_says_so(self):
        self.company.backorder_chase_mail = False
        purchase = self._buy_awaited()
        self._chase(*range(-7, 24))
        self.assertEqual(
            self._get_story(),
            [
                (3, "call", purchase),
                (8, "vendors", purchase),
                (12, "manager", purchase),
            ],
        )
        self.assertFalse(self._get_letters())

    def test_nobody_is_written_to_by_an_installation(self):
        company = self.env["res.company"].create({"name": "New"})
        self.assertFalse(company.backorder_chase_mail)
        self.assertFalse(company.backorder_chase_unawaited)

    def test_what_nobody_waits_for_is_not_chased(self):
        self._buy(self.desk)
        self._chase(-3, 1, 3, 5, 8, 12)
        self.assertEqual(self._get_story(), [])

    def test_what_nobody_waits_for_is_chased_by_setting_where_no_harm_is_asked(self):
        self.company.backorder_chase_unawaited = True
        purchase = self._buy(self.desk)
        self._chase(-3, 1, 3, 5, 8, 12)
        self.assertEqual(
            self._get_story(),
            [(-3, "confirm", purchase), (1, "late", purchase), (3, "call", purchase)],
        )

    def test_buyer_takes_a_date_away_and_the_others_are_chased_on(self):
        undated = self._buy_awaited(self.lamp)
        purchase = self._buy_awaited(self.desk)
        undated.with_user(self.buyer).order_line.date_planned = False
        self.env.flush_all()
        self._chase(1)
        self.assertEqual(self._get_story(), [(1, "late", purchase)])

    def test_arrived_goods_are_not_chased(self):
        purchase = self._buy_awaited()
        self._chase(1, 3)
        self._validate(purchase.sudo().picking_ids)
        self._chase(4, 5, 8)
        self.assertEqual(len(self._get_story()), 2)
        self.assertResults(purchase, "over over")
        self.assertFalse(purchase.activity_ids)

    def test_part_that_did_not_arrive_is_chased(self):
        purchase = self._buy_awaited()
        self._validate(purchase.sudo().picking_ids, {self.desk: 4})
        self._evaluate()
        self._chase(1)
        self.assertIn("6 Units", self._get_text())

    def test_cancelled_purchase_is_not_chased(self):
        purchase = self._buy_awaited()
        purchase.button_cancel()
        self._chase(1, 3)
        self.assertEqual(self._get_story(), [])

    def test_request_for_quotation_is_not_chased(self):
        self.company.backorder_chase_unawaited = True
        purchase = self._buy(self.desk)
        purchase.button_cancel()
        purchase.button_draft()
        self._chase(1)
        self.assertEqual(self._get_story(), [])

    def test_acknowledged_purchase_is_not_asked_about_before_its_date(self):
        purchase = self._buy_awaited()
        purchase.action_acknowledge()
        self._chase(-3, -2, -1, 0, 1)
        self.assertEqual(self._get_story(), [(1, "late", purchase)])

    # === ONE MAIL A DAY === #

    def test_second_run_on_a_day_does_nothing(self):
        self._buy_awaited()
        self._chase(1, 1)
        self.assertEqual(len(self._get_story()), 1)

    def test_contacts_of_a_vendor_are_one(self):
        contact = self._create_vendor("Carl", parent_id=self.vendor.id)
        self._buy_awaited(self.desk)
        self._buy_awaited(self.lamp, vendor=contact)
        self._chase(1)
        self.assertEqual(len(self._get_letters()), 1)

    def test_vendor_who_was_written_to_today_waits_until_tomorrow(self):
        first = self._buy_awaited(self.desk)
        self._chase(1)
        second = self._buy_awaited(self.lamp)
        self._chase(1, 2)
        self.assertEqual(self._get_story(), [(1, "late", first), (2, "late", second)])

    def test_database_takes_no_second_mail_of_a_day(self):
        self._buy_awaited()
        self._chase(1)
        attempt = self.attempts.search([("is_letter", "=", True)], limit=1)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            attempt.copy({"step_id": self.steps["urgent"].id})

    def test_worker_that_comes_second_gives_way(self):
        purchase = self._buy_awaited()
        self._chase(1)
        chase = self.env["purchase.chase"]
        # It began before the first one was through: it does not see what was done.
        self.patch(
            type(self.attempts),
            "_get_of_lines",
            lambda _attempts, lines: dict.fromkeys(lines, ()),
        )
        self.patch(type(self.attempts), "_get_letter_of_today", lambda *_: False)
        with self._on_day(1), mute_logger("odoo.sql_db"):
            chase._chase_alone(self.company, self.vendor)
        self.assertEqual(self._get_story(), [(1, "late", purchase)])
        self.assertEqual(len(self._get_letters()), 1)

    # === FAILURES === #

    def test_vendor_without_address_is_called(self):
        self.vendor.email = False
        purchase = self._buy_awaited()
        self._chase(1, 2, 3, 4)
        self.assertResults(purchase, "failed failed failed activity")
        self.assertIn(
            "has no email address",
            purchase.sudo().backorder_chase_attempt_ids[-1:].reason,
        )

    def test_failure_of_one_vendor_is_no_other_s(self):
        broken = self._create_vendor("Bob", email=False)
        self._buy_awaited(self.lamp, vendor=broken)
        self._buy_awaited(self.desk)
        self._chase(1)
        self.assertEqual(len(self._get_letters()), 1)

    def test_error_is_documented(self):
        purchase = self._buy_awaited()
        with (
            patch(f"{MODEL}._write_letter", side_effect=ValueError("It is broken")),
            self.assertLogs("odoo.addons.backorder_comms_purchase", "WARNING"),
        ):
            self._chase(1)
        self.assertResults(purchase, "failed")
        attempt = purchase.sudo().backorder_chase_attempt_ids
        self.assertEqual(attempt.reason, "It is broken")
        self.assertIn("It is broken", purchase.message_ids[0].body)

    def test_mail_that_bounced_is_tried_again(self):
        purchase = self._buy_awaited()
        self._chase(1)
        self._get_letters().notification_ids.write(
            {"notification_status": "bounce", "failure_type": "mail_bounce"}
        )
        self._chase(2)
        self.assertResults(purchase, "failed sent")

    # === ACTIVITIES === #

    def test_buyer_gets_an_activity_with_what_is_late(self):
        purchase = self._buy_awaited()
        self._chase(1, 3)
        activity = purchase.activity_ids.ensure_one()
        self.assertEqual(activity.user_id, self.buyer)
        self.assertEqual(activity.summary, "Call the vendor")
        self.assertIn("Desk", activity.note)

    def test_manager_gets_the_last_activity(self):
        purchase = self._buy_awaited()
        self._chase(1, 3, 5, 8, 12)
        self.assertEqual(
            purchase.activity_ids.sorted("id").user_id, self.buyer | self.manager
        )

    def test_other_vendors_are_suggested_with_price_and_lead_time(self):
        other = self._create_vendor("Oda")
        self.env["product.supplierinfo"].create(
            {
                "partner_id": other.id,
                "product_tmpl_id": self.desk.product_tmpl_id.id,
                "price": 55.5,
                "delay": 4,
            }
        )
        purchase = self._buy_awaited()
        self._chase(1, 3, 5, 8)
        note = purchase.activity_ids.sorted("id")[-1:].note
        for word in ("Oda", "55.50", ">4<"):
            self.assertIn(word, note)
        self.assertNotIn("Vic", note)

    def test_vendor_s_buyer_stands_in_for_that_of_the_order(self):
        self.vendor.buyer_id = self.manager
        purchase = self._buy_awaited(user_id=False)
        self._chase(1, 3)
        self.assertEqual(purchase.activity_ids.user_id, self.manager)

    # === CORE'S REMINDER === #

    def _get_reminded(self, *purchases):
        orders = self.env["purchase.order"].union(*purchases).sudo()
        orders.receipt_reminder_email = True
        return orders._get_orders_to_remind() & orders

    def test_core_does_not_remind_of_what_the_ladder_asks_about(self):
        awaited, other = self._buy_awaited(), self._buy(self.lamp)
        self.assertEqual(self._get_reminded(awaited, other), other.sudo())

    def test_core_reminds_of_all_while_no_mails_are_sent(self):
        self.company.backorder_chase_mail = False
        awaited, other = self._buy_awaited(), self._buy(self.lamp)
        self.assertEqual(self._get_reminded(awaited, other), (awaited | other).sudo())

    # === LANGUAGE === #

    def test_mail_is_in_the_language_of_the_vendor(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.steps["late"].mail_template_id
        template.with_context(lang="fr_FR").body_html = "<p>Bonjour</p>"
        self.vendor.lang = "fr_FR"
        self._buy_awaited()
        self._chase(1)
        self.assertIn("Bonjour", self._get_letters().body)

    def test_dates_are_in_the_language_of_the_vendor(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.vendor.lang = "de_DE"
        self._buy_awaited()
        self._chase(1)
        self.assertIn(self.agreed.strftime("%d.%m.%Y"), self._get_letters().body)

    # === COMPANIES === #

    def test_company_chases_with_its_own_steps(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.steps["late"].company_id = other
        purchase = self._buy_awaited()
        self._chase(1, 3)
        self.assertEqual(self._get_story(), [(3, "call", purchase)])

    def _buy_for_other_company(self):
        """Have another company wait for the same vendor.

        :rtype: purchase.order
        """
        other = self.env["res.company"].create(
            {
                "name": "Other",
                "backorder_chase_mail": True,
                "backorder_chase_unawaited": True,
            }
        )
        (self.buyer | self.env.user).company_ids += other
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        return self._buy(
            self.desk,
            company_id=other.id,
            picking_type_id=warehouse.in_type_id.id,
        )

    def test_vendor_of_two_companies_gets_their_mails_on_two_days(self):
        first = self._buy_awaited()
        second = self._buy_for_other_company()
        self._chase(1, 2)
        self.assertEqual(self._get_story(), [(1, "late", first), (2, "late", second)])
        self.assertIn(first.name, self._get_letters()[0].body)
        self.assertNotIn(second.name, self._get_letters()[0].body)


@tagged("post_install", "-at_install")
class TestChaseOfCopies(ChaseCommon):
    """A copy of the database writes to no vendor."""

    def _copy(self):
        self.env.ref("backorder_comms.outbox").fingerprint = "another"

    def test_copy_chases_nobody(self):
        self._buy_awaited()
        self._copy()
        self._chase(1, 3)
        self.assertEqual(self._get_story(), [])

    def _get_mail(self):
        return self.env["mail.mail"].search(
            [("mail_message_id", "=", self._get_letters().id)]
        )

    def test_mail_in_the_queue_of_a_copy_is_held_until_it_is_released(self):
        self._buy_awaited()
        self._chase(1)
        self._copy()
        with self.mock_mail_gateway():
            self._get_mail().send()
        self.assertEqual(self._get_mail().state, "cancel")
        self.env.ref("backorder_comms.outbox").action_confirm()
        self.assertEqual(self._get_mail().state, "outgoing")

    def test_mail_that_the_original_may_have_sent_is_left_out(self):
        self._buy_awaited()
        self._chase(1)
        self._copy()
        with self.mock_mail_gateway():
            self._get_mail().send()
        with self._on_day(2):
            self.env.ref("backorder_comms.outbox").action_confirm_leaving_out()
        self.assertEqual(self._get_mail().state, "cancel")


@tagged("post_install", "-at_install")
class TestChasePerformance(ChaseCommon):
    def _count_queries(self):
        """Count what it takes to find out who is to be chased."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        with self._on_day(5):
            self.env["purchase.chase"]._get_due_vendors(self.company)
        return self.env.cr.sql_log_count - before

    def _buy_many(self, count):
        for number in range(count):
            vendor = self._create_vendor(f"Vendor{number}")
            self._buy_awaited(self._create_product(name="Chair"), vendor=vendor)

    def test_queries_do_not_grow_with_vendors_and_lines(self):
        self._buy_many(2)
        self._chase(1)
        self._count_queries()
        few = self._count_queries()
        self._buy_many(8)
        self._chase(2)
        self.assertLessEqual(self._count_queries(), few)
