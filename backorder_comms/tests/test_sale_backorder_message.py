# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BackorderCommsCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderMessage(BackorderCommsCommon):
    def test_short_order_is_told_about_once(self):
        order = self._create_order({self.desk: 10, self.lamp: 1})
        self._communicate()
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])

    def test_complete_order_is_told_nothing(self):
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._validate(self._get_deliveries(order))
        self._communicate()
        self.assertFalse(order.backorder_message_ids)

    def test_message_is_in_the_mail_queue_for_the_customer(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertMailMail(
            self.partner,
            "outgoing",
            fields_values={
                "subject": f"Your order {order.name}: some items are delayed"
            },
        )

    def test_large_delay_is_told(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        receipt.scheduled_date += timedelta(days=4)
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "later"])

    def test_small_delay_is_not_told(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        receipt.scheduled_date += timedelta(days=1)
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])

    def test_small_delays_add_up(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        for _day in range(2):
            receipt.scheduled_date += timedelta(days=1)
            self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "later"])

    def test_date_that_moves_there_and_back_is_not_told(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        receipt.scheduled_date += timedelta(days=9)
        self._evaluate()
        receipt.scheduled_date -= timedelta(days=9)
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])

    def test_earlier_date_is_told(self):
        receipt = self._create_receipt(self.desk, 10, days=9)
        order = self._create_order({self.desk: 10})
        self._communicate()
        receipt.scheduled_date -= timedelta(days=4)
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "earlier"])

    def test_first_date_is_good_news(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._create_receipt(self.desk, 10, days=5)
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "earlier"])

    def test_first_promise_is_never_overwritten(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        receipt.scheduled_date += timedelta(days=4)
        self._communicate()
        self.assertRecordValues(
            order.backorder_ids,
            [
                {
                    "first_promised_date": self.today + timedelta(days=5),
                    "promised_date": self.today + timedelta(days=9),
                }
            ],
        )

    def test_partial_shipment_is_told(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._validate(self._get_deliveries(order), {self.desk: 6})
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "partly_shipped"])

    def test_shipment_of_another_line_is_told_to_whoever_waits(self):
        self._set_stock(self.lamp, 1)
        order = self._create_order({self.desk: 10, self.lamp: 1})
        self._communicate()
        self._validate(self._get_deliveries(order), {self.lamp: 1})
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "partly_shipped"])

    def test_arrival_and_last_shipment_are_told(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._set_stock(self.desk, 10)
        self._communicate()
        self._validate(self._get_deliveries(order))
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "ready", "shipped"])

    def test_cancelled_line_is_told(self):
        order = self._create_order({self.desk: 10, self.lamp: 1})
        self._communicate()
        order.order_line[1].product_uom_qty = 0
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "cancelled"])

    def test_goods_that_arrive_before_the_notice_make_it_needless(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self._set_stock(self.desk, 10)
        self._communicate()
        self.assertFalse(order.backorder_message_ids)

    def test_news_by_sms_where_the_customer_wants_it(self):
        self.partner.write({"backorder_by_mail": False, "backorder_by_sms": True})
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertEqual(
            (self._get_told(order), self._get_told(order, "sms")), ([], ["opened"])
        )

    def test_customer_without_email_hears_by_sms(self):
        self.partner.email = False
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertEqual(self._get_told(order, "sms"), ["opened"])

    def test_customer_who_wants_no_news_gets_none(self):
        self.partner.backorder_by_mail = False
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertFalse(order.backorder_message_ids)

    def test_unreachable_customer_becomes_one_task_of_the_salesperson(self):
        self.partner.write({"email": False, "phone": False})
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        receipt.scheduled_date += timedelta(days=9)
        self._communicate()
        self.assertEqual(set(order.backorder_message_ids.mapped("state")), {"failed"})
        self.assertEqual(len(order.activity_ids), 1)

    def test_archived_customer_becomes_one_task_of_the_salesperson(self):
        order = self._create_order({self.desk: 10})
        self.partner.active = False
        for _run in range(2):
            self._communicate()
        self.assertRecordValues(
            order.backorder_message_ids,
            [
                {
                    "state": "failed",
                    "reason": f"{self.partner.display_name} is archived.",
                }
            ],
        )
        self.assertEqual(len(order.activity_ids), 1)

    def test_occasion_cannot_be_told_twice(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            order.backorder_message_ids.copy()

    def test_replayed_events_tell_nothing_again(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        order.backorder_ids.told_date = False
        order.backorder_event_ids.handled = False
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])

    def test_switched_off_company_tells_nothing(self):
        self.company.backorder_comms_active = False
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertFalse(order.backorder_message_ids)

    def test_promised_news_comes_even_if_there_is_none(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        order.backorder_ids.next_update_date = self.today
        self._run_cron("reconcile")
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "still_waiting"])

    @freeze_time("2030-05-01 20:00:00")
    def test_promised_day_begins_where_the_company_is(self):
        self.company.partner_id.tz = "Asia/Tokyo"
        order = self._create_order({self.desk: 10})
        self._communicate()
        order.backorder_ids.next_update_date = "2030-05-02"
        self._run_cron("reconcile")
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "still_waiting"])

    def test_news_is_promised_by_the_day_where_it_is_known(self):
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10, self.lamp: 1})
        self._communicate()
        self.assertEqual(
            order.backorder_ids.sorted("id").mapped("next_update_date"),
            [self.today + timedelta(days=5), self.today + timedelta(days=7)],
        )

    def test_customer_reads_his_own_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.partner.lang = "fr_FR"
        template = self.env.ref("backorder_comms.mail_template_opened")
        template.with_context(lang="fr_FR").subject = "Commande {{ object.name }}"
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertEqual(
            order.backorder_message_ids.mail_message_id.subject,
            f"Commande {order.name}",
        )

    def test_message_is_on_the_order_for_the_customer_to_see(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        message = order.backorder_message_ids.mail_message_id
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))
        self.assertEqual((message.model, message.res_id), ("sale.order", order.id))

    def test_names_are_printed_as_they_are(self):
        self.desk.name = "<script>{{7*7}}</script>"
        order = self._create_order({self.desk: 10})
        self._communicate()
        body = order.backorder_message_ids.mail_message_id.body
        self.assertIn("&lt;script&gt;{{7*7}}&lt;/script&gt;", body)

    # === WHEN SOMETHING GOES WRONG === #

    def _break_template(self, order):
        """Make the template of new backorders fail for one order only."""
        template = self.env.ref("backorder_comms.mail_template_opened")
        template.body_html = "<p t-out=\"1 / (object.client_order_ref != 'broken')\"/>"
        order.client_order_ref = "broken"

    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    @mute_logger("odoo.addons.backorder_comms.models.sale_backorder_message_delivery")
    def test_broken_template_is_tried_again_and_ends_as_a_task(self):
        order = self._create_order({self.desk: 10})
        self._break_template(order)
        for _attempt in range(3):
            self._communicate()
        self.assertRecordValues(
            order.backorder_message_ids,
            [{"state": "failed", "attempts": 3, "reason": "division by zero"}],
        )
        self.assertEqual(len(order.activity_ids), 1)

    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    @mute_logger("odoo.addons.backorder_comms.models.sale_backorder_message_delivery")
    def test_broken_message_does_not_stop_the_others(self):
        order = self._create_order({self.desk: 10})
        other = self._create_order({self.lamp: 10})
        self._break_template(order)
        self._communicate()
        self.assertEqual(
            (self._get_told(order), self._get_told(other)), ([], ["opened"])
        )

    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    @mute_logger("odoo.addons.backorder_comms.models.sale_backorder_message_delivery")
    def test_message_that_is_no_longer_true_is_dropped(self):
        order = self._create_order({self.desk: 10})
        self._break_template(order)
        self._communicate()
        self._set_stock(self.desk, 10)
        self._communicate()
        self.assertEqual(order.backorder_message_ids.mapped("state"), ["dropped"])

    def test_message_whose_rule_is_deleted_meanwhile_becomes_a_task(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.env["sale.backorder.message"]._plan(order)
        order.backorder_message_ids.rule_id.unlink()
        self._communicate()
        self.assertEqual(order.backorder_message_ids.state, "failed")
        self.assertEqual(len(order.activity_ids), 1)

    def test_used_template_cannot_be_deleted(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.ref("backorder_comms.mail_template_opened").unlink()

    # === RESULTS === #

    def _get_notification(self, order):
        return order.backorder_message_ids.mail_message_id.notification_ids

    def test_sent_mail_is_noted(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._get_notification(order).notification_status = "sent"
        self._communicate()
        self.assertEqual(order.backorder_message_ids.state, "sent")

    def test_bounced_mail_becomes_a_task(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._get_notification(order).write(
            {"notification_status": "bounce", "failure_type": "mail_bounce"}
        )
        self._communicate()
        self.assertEqual(order.backorder_message_ids.state, "failed")
        self.assertEqual(len(order.activity_ids), 1)

    def test_mail_without_a_trace_is_unknown(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        order.backorder_message_ids.mail_message_id.unlink()
        self._communicate()
        self.assertEqual(order.backorder_message_ids.state, "unknown")

    def _run_out_of_time(self):
        """Let the job stop after the first results; return when it runs again."""
        cron = self.registry["ir.cron"]
        with (
            patch.object(cron, "_commit_progress", return_value=0),
            self.capture_triggers("backorder_comms.ir_cron_communicate") as capture,
        ):
            self.env["sale.backorder.message"]._read_results()
        return capture.records

    def test_results_for_which_there_was_no_time_are_read_at_once(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._get_notification(order).notification_status = "sent"
        self.assertTrue(self._run_out_of_time())

    def test_results_that_are_not_there_are_not_asked_for_again_and_again(self):
        self._create_order({self.desk: 10})
        self._communicate()
        self.assertFalse(self._run_out_of_time())
