# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime, timedelta

from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .promise_common import PromiseCommon

START = datetime(2030, 5, 6, 9, 0)


class SettlingCommon(PromiseCommon):
    """At a time of the test's own, which passes as the test says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.backorder_comms_settle_minutes = 15

    def setUp(self):
        super().setUp()
        frozen = freeze_time(START)
        self.clock = frozen.start()
        self.addCleanup(frozen.stop)
        self.today = self.company._backorder_today()
        self.order = self._create_promised_order(days=5)
        self._forget_triggers()

    def _forget_triggers(self):
        self._get_triggers().unlink()

    def _get_triggers(self):
        cron = self.env.ref("backorder_comms.ir_cron_communicate")
        return self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])

    def _move(self, shift, **delta):
        """Move the goods' arrival by days, let the jobs run, then let time pass."""
        self._postpone(shift)
        self._communicate()
        self.clock.tick(timedelta(**delta))
        self._communicate()

    def assertTold(self, *types):
        self.assertEqual(self._get_told(self.order), ["opened", *types])


@tagged("post_install", "-at_install")
class TestSettling(SettlingCommon):
    """A date that moves is told once it has come to rest."""

    def test_new_wait_is_told_at_once(self):
        self.assertTold()

    def test_date_that_still_may_move_is_not_told(self):
        self._move(4, minutes=14)
        self.assertTold()

    def test_date_that_has_settled_is_told(self):
        self._move(4, minutes=15)
        self.assertTold("later")

    def test_date_that_is_back_in_time_is_not_told(self):
        self._move(4, minutes=10)
        self._move(-4, minutes=60)
        self.assertTold()

    def test_each_move_prolongs_the_wait(self):
        self._move(4, minutes=10)
        self._move(1, minutes=10)
        self.assertTold()

    def test_date_that_moved_often_is_told_once(self):
        self._move(4, minutes=10)
        self._move(-2, minutes=10)
        self._move(3, minutes=15)
        self.assertTold("later")
        self.assertEqual(
            self.order.backorder_ids.promised_date, self.today + timedelta(days=10)
        )

    def test_job_is_woken_at_that_very_moment(self):
        self._postpone(4)
        self._communicate()
        self.assertEqual(
            max(self._get_triggers().mapped("call_at")), START + timedelta(minutes=15)
        )

    def test_looking_again_wakes_it_no_second_time(self):
        self._postpone(4)
        self._communicate()
        self._forget_triggers()
        self._communicate()
        self.assertFalse(self._get_triggers())

    def test_shipment_is_told_without_waiting(self):
        self._set_stock(self.desk, 4)
        self._communicate()
        self._postpone(4)
        self._process(self.order, "out")
        self.assertTold("partly_shipped")

    def test_date_that_another_message_told_is_not_told_again(self):
        self._set_stock(self.desk, 4)
        self._communicate()
        self._postpone(4)
        self._process(self.order, "out")
        self.clock.tick(timedelta(minutes=30))
        self._communicate()
        self.assertTold("partly_shipped")

    def test_goods_that_come_in_the_meantime_are_told_instead(self):
        self._move(4, minutes=5)
        self._validate(self.receipt)
        self._communicate()
        self.clock.tick(timedelta(minutes=30))
        self._communicate()
        self.assertTold("ready")

    def test_nothing_waits_where_dates_need_not_settle(self):
        self.company.backorder_comms_settle_minutes = 0
        self._postpone(4)
        self._communicate()
        self.assertTold("later")

    def test_risk_is_known_while_the_message_waits(self):
        self._postpone(4)
        self._communicate()
        self.assertTrue(self.order.backorder_ids.at_risk)


@tagged("post_install", "-at_install")
class TestShareOfTheWait(SettlingCommon):
    """What is little to whoever waits long is told when it begins to matter."""

    def setUp(self):
        super().setUp()
        self.company.write(
            {
                "backorder_comms_settle_minutes": 0,
                "backorder_comms_threshold_share": 10,
            }
        )
        self.desk = self._create_product(name="Desk")
        self.order = self._create_promised_order(days=100)
        self._forget_triggers()

    def test_small_move_is_not_told(self):
        self._move(3, days=1)
        self.assertTold()

    def test_large_move_is_told(self):
        self._move(10)
        self.assertTold("later")

    def test_small_moves_add_up(self):
        self._move(5)
        self._move(5)
        self.assertTold("later")

    def test_small_move_is_told_when_its_day_comes_near(self):
        self._move(3, days=70)
        self.assertTold("later")

    def test_small_move_that_is_undone_is_never_told(self):
        self._move(3, days=1)
        self._move(-3, days=80)
        self.assertTold()

    def test_job_is_woken_on_that_day(self):
        self.company.partner_id.tz = "America/New_York"
        self._postpone(3)
        self._communicate()
        self.assertEqual(
            max(self._get_triggers().mapped("call_at")),
            datetime(2030, 7, 15, 4, 0),
        )

    def test_share_of_zero_leaves_the_days_alone(self):
        self.company.backorder_comms_threshold_share = 0
        self._move(3)
        self.assertTold("later")

    def test_lost_date_is_told_however_far_away(self):
        self.receipt.action_cancel()
        self._communicate()
        self.assertTold("later")
