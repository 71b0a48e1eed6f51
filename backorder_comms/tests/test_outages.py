# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BackorderCommsCommon

OURS = ("evaluate", "communicate", "reconcile", "check")


@tagged("post_install", "-at_install")
class TestOutages(BackorderCommsCommon):
    """What comes of it when jobs were off, clocks wrong or single records broken.

    F31 clocks, F32 jobs that were off, F33 poison, F34 jobs that never fail.
    """

    def _get_failures(self):
        """Return how often each of our jobs failed, by the scheduler's own count."""
        jobs = [self.env.ref(f"backorder_comms.ir_cron_{name}") for name in OURS]
        return sum(job.failure_count for job in jobs)

    # === JOBS THAT WERE OFF === #

    def test_three_weeks_without_jobs_end_in_one_reminder(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        with freeze_time(fields.Datetime.now() + timedelta(weeks=3)):
            for _hour in range(3):
                self._run_cron("reconcile")
            self._communicate()
            self.assertEqual(self._get_told(order), ["opened", "still_waiting"])

    def test_three_weeks_without_jobs_end_in_what_is_true_now(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        for days in (30, 40, 50):
            receipt.scheduled_date = fields.Datetime.now() + timedelta(days=days)
            self._evaluate()
        with freeze_time(fields.Datetime.now() + timedelta(weeks=3)):
            self._communicate()
            self.assertEqual(self._get_told(order), ["opened", "later"])

    # === CLOCKS === #

    def test_clock_that_goes_back_says_nothing_twice(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        with freeze_time(fields.Datetime.now() - timedelta(hours=1)):
            for _run in range(2):
                self._run_cron("reconcile")
                self._communicate()
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])

    def test_clock_two_days_ahead_reminds_nobody_early_and_nobody_twice(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        order.backorder_ids.next_update_date = self.today + timedelta(days=1)
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            self._run_cron("reconcile")
            self._communicate()
        self._run_cron("reconcile")
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "still_waiting"])

    def test_promised_day_comes_once_though_clocks_change_that_night(self):
        self.company.partner_id.tz = "Europe/Brussels"
        with freeze_time("2030-10-20 09:00:00"):
            order = self._create_order({self.desk: 10})
            self._communicate()
            order.backorder_ids.next_update_date = "2030-10-27"
        for moment in ("2030-10-26 22:30:00", "2030-10-27 00:30", "2030-10-27 01:30"):
            with freeze_time(moment):
                self._run_cron("reconcile")
                self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "still_waiting"])

    def test_leap_day_is_a_day_like_any_other(self):
        with freeze_time("2028-02-22 09:00:00"):
            order = self._create_order({self.desk: 10})
            self._communicate()
            self.assertEqual(
                order.backorder_ids.next_update_date, fields.Date.to_date("2028-02-29")
            )
        with freeze_time("2028-02-29 09:00:00"):
            self._run_cron("reconcile")
            self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "still_waiting"])

    # === POISON === #

    @mute_logger("odoo.addons.backorder_comms.models.sale_backorder_signal")
    def test_product_that_cannot_be_looked_at_stops_nobody_and_fails_no_job(self):
        evaluation = self.registry["sale.backorder.evaluation"]
        look = evaluation._evaluate

        def stumble(records, products, *args):
            if self.desk in products:
                raise ValueError("poison")
            return look(records, products, *args)

        order = self._create_order({self.desk: 10})
        other = self._create_order({self.lamp: 10})
        with patch.object(evaluation, "_evaluate", stumble):
            for _run in range(6):
                self._communicate()
        self.assertEqual(
            (self._get_told(order), self._get_told(other)), ([], ["opened"])
        )
        self.assertEqual(self._get_failures(), 0)
        check = self.env.ref("backorder_comms.health_signals")
        check._refresh()
        self.assertEqual(check.state, "problem")

    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    @mute_logger("odoo.addons.backorder_comms.models.sale_backorder_message_delivery")
    def test_message_that_cannot_be_written_is_given_up_and_fails_no_job(self):
        template = self.env.ref("backorder_comms.mail_template_opened")
        template.body_html = "<p t-out=\"1 / (object.client_order_ref != 'poison')\"/>"
        poison = self._create_order({self.desk: 10}, client_order_ref="poison")
        others = [self._create_order({self.lamp: 10}) for _number in range(3)]
        for _run in range(4):
            self._communicate()
        self.assertEqual(poison.backorder_message_ids.state, "failed")
        self.assertEqual([self._get_told(order) for order in others], [["opened"]] * 3)
        self.assertEqual(self._get_failures(), 0)
