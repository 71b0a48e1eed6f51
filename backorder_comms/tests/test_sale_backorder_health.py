# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import mute_logger

from .common import BackorderCommsCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderHealth(BackorderCommsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(cls.env, "keeper", groups="base.group_system")
        cls.company.email = "shop@example.com"
        cls.checks = cls.env["sale.backorder.health"]
        cls.now = fields.Datetime.now()
        # The scheduler of a test's database does not run.
        cls.checks._get_jobs().nextcall = cls.now

    def _check(self, code):
        """Look at one thing.

        :rtype: sale.backorder.health
        """
        check = self.env.ref(f"backorder_comms.health_{code}")
        check._refresh()
        return check

    def _get_state(self, code):
        return self._check(code).state

    def _fix(self, code):
        self._check(code).with_user(self.administrator).action_fix()

    def _get_calls(self, check):
        return check.activity_ids.filtered(lambda a: a.user_id == self.administrator)

    def _age(self, records, field, **delta):
        """Have records be so old."""
        records.flush_recordset()
        self.env.cr.execute(
            f"UPDATE {records._table} SET {field} = %s WHERE id = ANY(%s)",
            [self.now - timedelta(**delta), records.ids],
        )
        records.invalidate_recordset()

    # === THE PAGE === #

    def test_page_says_that_everything_is_in_order(self):
        action = self.checks.with_user(self.administrator).action_open()
        self.assertIn("Everything is in order", action["help"])

    def test_page_looks_before_it_shows(self):
        self.env.ref("backorder_comms.ir_cron_reconcile").active = False
        self.checks.with_user(self.administrator).action_open()
        self.assertEqual(self.env.ref("backorder_comms.health_jobs").state, "problem")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_administrators_see_and_fix(self):
        check = self._check("jobs")
        for user in (self.sale_user, self.sale_manager):
            with self.subTest(user.login):
                self.assertFalse(check.with_user(user).has_access("read"))
                for act in ("action_open", "action_fix", "action_show"):
                    with self.assertRaises(AccessError):
                        getattr(check.with_user(user), act)()

    def test_each_check_says_what_to_do(self):
        for check in self.checks.search([]):
            with self.subTest(check.code):
                check._refresh()
                self.assertTrue(check.advice)
                self.assertTrue(check.checked_date)

    @mute_logger("odoo.addons.backorder_comms.models.sale_backorder_health")
    def test_check_that_fails_does_not_hide_the_others(self):
        self.env.ref("backorder_comms.ir_cron_reconcile").active = False
        with patch.object(
            self.registry["sale.backorder.health"],
            "_check_outbox",
            side_effect=ValueError("broken"),
        ):
            self.checks._cron_check()
        self.assertEqual(
            self.env.ref("backorder_comms.health_outbox").details, "broken"
        )
        self.assertEqual(self.env.ref("backorder_comms.health_jobs").state, "problem")

    # === CALLING ADMINISTRATORS === #

    def test_problem_calls_administrators_once_and_until_it_is_solved(self):
        job = self.env.ref("backorder_comms.ir_cron_reconcile")
        job.active = False
        for _night in range(2):
            check = self._check("jobs")
        self.assertEqual(len(self._get_calls(check)), 1)
        job.active = True
        self.assertFalse(self._get_calls(self._check("jobs")))

    def test_warning_calls_nobody(self):
        self.company.email = False
        check = self._check("senders")
        self.assertEqual(check.state, "warning")
        self.assertFalse(self._get_calls(check))

    def test_problem_remembers_since_when(self):
        self.env.ref("backorder_comms.ir_cron_reconcile").active = False
        check = self._check("jobs")
        since = self.now - timedelta(days=2)
        check.since = since
        self.assertEqual(self._check("jobs").since, since)

    # === WHAT IS LOOKED AT === #

    def test_job_that_is_off_is_switched_on(self):
        for xmlid in (
            "backorder_comms.ir_cron_communicate",
            "mail.ir_cron_mail_scheduler_action",
            "sms.ir_cron_sms_scheduler_action",
        ):
            job = self.env.ref(xmlid)
            job.active = False
            with self.subTest(xmlid):
                self.assertIn(f"{job.name}: switched off", self._check("jobs").details)
                self._fix("jobs")
                self.assertTrue(job.active)
                self.assertEqual(self._get_state("jobs"), "ok")

    def test_job_that_is_late_is_a_problem(self):
        job = self.env.ref("backorder_comms.ir_cron_evaluate")
        job.nextcall = self.now - timedelta(hours=3)
        self.assertEqual(self._check("jobs").since, job.nextcall)

    def test_signal_that_was_given_up_is_tried_again(self):
        signal = self.env["sale.backorder.signal"].create(
            {"product_id": self.desk.id, "attempts": 5}
        )
        self.assertIn("Desk", self._check("signals").details)
        self._fix("signals")
        self.assertEqual(signal.attempts, 0)

    def test_event_that_nobody_handles_is_a_problem(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertEqual(self._get_state("events"), "ok")
        order.backorder_event_ids.date = self.now - timedelta(hours=3)
        self.assertIn(order.name, self._check("events").details)

    def test_message_that_does_not_go_out_is_a_problem(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        messages = order.backorder_message_ids
        messages.state = "pending"
        self._age(messages, "create_date", hours=3)
        self.assertIn(order.name, self._check("messages").details)
        messages.send_after = self.now + timedelta(hours=3)
        self.assertEqual(self._get_state("messages"), "ok")

    def test_news_that_was_promised_and_did_not_go_out_is_a_problem(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        order.backorder_ids.next_update_date = self.today - timedelta(days=3)
        self.assertIn(order.name, self._check("updates").details)

    def test_failures_of_the_week_are_shown(self):
        self.partner.write({"email": False, "phone": False})
        order = self._create_order({self.desk: 10})
        self._communicate()
        check = self._check("failures")
        self.assertIn(order.name, check.details)
        action = check.with_user(self.administrator).action_show()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertIn(order.backorder_message_ids, found)

    def test_providers_that_fail_again_and_again_are_a_problem(self):
        for code, kind, failure in (
            ("mail", "email", "mail_smtp"),
            ("sms", "sms", "sms_credit"),
        ):
            values = {"res_partner_id": self.partner.id, "notification_type": kind}
            for number in range(5):
                with self.subTest(code, failures=number):
                    self.assertEqual(self._get_state(code), "ok")
                values["mail_message_id"] = self.partner.message_post(body="Hi").id
                self.env["mail.notification"].create(
                    {
                        **values,
                        "notification_status": "exception",
                        "failure_type": failure,
                    }
                )
            with self.subTest(code):
                self.assertEqual(self._get_state(code), "problem")

    def test_event_whose_rules_were_deleted_is_a_warning(self):
        rules = self.env["sale.backorder.rule"].search([("event_type", "=", "later")])
        rules.active = False
        self.assertEqual(self._get_state("rules"), "ok")
        rules.unlink()
        self.assertIn("Later", self._check("rules").details)

    # === THE SELF-TEST === #

    def test_books_add_up_after_a_whole_story(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._set_stock(self.desk, 10)
        self._communicate()
        self._validate(self._get_deliveries(order))
        self._communicate()
        self.assertEqual(self._get_state("books"), "ok")

    def test_customer_who_was_forgotten_is_found(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        order.backorder_event_ids.handled = True
        self.assertEqual(self._get_state("books"), "ok")
        order.backorder_ids.opened_date = self.now - timedelta(days=2)
        self.assertIn(order.name, self._check("books").details)

    def test_customer_who_wants_no_news_is_not_forgotten(self):
        self.partner.backorder_by_mail = False
        order = self._create_order({self.desk: 10})
        self._communicate()
        order.backorder_ids.opened_date = self.now - timedelta(days=2)
        self.assertEqual(self._get_state("books"), "ok")

    def test_message_without_an_end_is_found(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._age(order.backorder_message_ids, "create_date", days=4)
        self.assertIn(order.name, self._check("books").details)

    def test_message_that_core_lost_is_found(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        order.backorder_message_ids.mail_message_id.unlink()
        self._age(order.backorder_message_ids, "write_date", days=2)
        self.assertIn(order.name, self._check("books").details)

    def test_event_that_would_be_told_again_is_found(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        order.backorder_event_ids.handled = False
        self.assertIn(order.name, self._check("books").details)

    def test_message_about_nothing_is_found(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        order.backorder_event_ids.unlink()
        self.assertIn(order.name, self._check("books").details)

    def test_night_looks_at_everything(self):
        self._run_cron("check")
        self.assertNotIn(False, self.checks.search([]).mapped("checked_date"))
