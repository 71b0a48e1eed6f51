# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time, tagged

from .delivery_common import DeliveryCommon


class RetentionCommon(DeliveryCommon):
    def _create_told_order(self, **values):
        order = self._create_order({self.desk: 10}, **values)
        self._communicate()
        order.backorder_message_ids.state = "sent"
        return order

    def _get_words(self, order):
        """Return all that is left of what was written to the customer."""
        post = order.backorder_message_ids.mail_message_id
        mails = self.env["mail.mail"].search([("mail_message_id", "=", post.id)])
        texts = self.env["sms.sms"].search([("mail_message_id", "=", post.id)])
        words = [post.body, post.subject, *mails.mapped("body_html")]
        return "".join(word for word in [*words, *texts.mapped("body")] if word)

    def _erase_in_days(self, days):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            self._run_cron("erase")


@tagged("post_install", "-at_install")
class TestRetention(RetentionCommon):
    """The words of a message are removed after a time, its row is not."""

    def test_words_are_kept_for_some_time(self):
        self.company.backorder_comms_retention_months = 1
        order = self._create_told_order()
        self._erase_in_days(27)
        self.assertIn(order.name, self._get_words(order))

    def test_words_are_removed_after_it(self):
        self.company.backorder_comms_retention_months = 1
        order = self._create_told_order()
        self._erase_in_days(40)
        self.assertFalse(self._get_words(order))
        self.assertTrue(order.backorder_message_ids.erased_date)

    def test_words_of_text_messages_are_removed(self):
        self.company.backorder_comms_retention_months = 1
        self.partner.backorder_channel = "sms"
        order = self._create_told_order()
        self.assertTrue(self._get_words(order))
        self._erase_in_days(40)
        self.assertFalse(self._get_words(order))

    def test_row_stays(self):
        self.company.backorder_comms_retention_months = 1
        order = self._create_told_order()
        self._erase_in_days(40)
        self.assertRecordValues(
            order.backorder_message_ids,
            [{"partner_id": self.partner.id, "state": "sent", "event_type": "opened"}],
        )

    def test_company_may_keep_words_for_ever(self):
        self.company.backorder_comms_retention_months = 0
        order = self._create_told_order()
        self._erase_in_days(9999)
        self.assertTrue(self._get_words(order))

    def test_message_that_did_not_leave_keeps_its_words(self):
        self.company.backorder_comms_retention_months = 1
        order = self._create_told_order()
        order.backorder_message_ids.state = "queued"
        self._erase_in_days(40)
        self.assertTrue(self._get_words(order))

    def test_batches_leave_nothing_out(self):
        self.company.backorder_comms_retention_months = 1
        orders = [self._create_told_order() for _order in range(3)]
        module = "odoo.addons.backorder_comms.models.sale_backorder_message_retention"
        with patch(f"{module}.BATCH_SIZE", 2):
            self._erase_in_days(40)
        self.assertFalse("".join(map(self._get_words, orders)))


@tagged("post_install", "-at_install")
class TestErasure(RetentionCommon):
    """Whoever asks to be forgotten is found by core's own means."""

    def _look_up(self):
        self._require("privacy_lookup")
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": self.partner.name, "email": self.partner.email}
        )
        wizard.action_lookup()
        return wizard.line_ids

    def test_lookup_finds_what_we_know_of_a_person(self):
        self._create_told_order()
        found = set(self._look_up().mapped("res_model"))
        self.assertLessEqual(
            {
                "sale.backorder",
                "sale.backorder.message",
                "sale.backorder.promise",
                "sale.backorder.update",
            },
            found,
        )

    def test_message_that_is_deleted_by_a_lookup_leaves_no_words(self):
        order = self._create_told_order()
        post = order.backorder_message_ids.mail_message_id
        lines = self._look_up()
        lines.filtered(lambda one: one.res_model == "sale.backorder.message")[
            0
        ].action_unlink()
        self.assertFalse(post.body)

    def test_merged_contact_takes_the_history_with_him(self):
        order = self._create_told_order()
        heir = self.env["res.partner"].create({"name": "Ann", "email": "ann@x.example"})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.partner | heir).ids, heir)
        self.assertEqual(order.backorder_message_ids.partner_id, heir)
        self.assertEqual(order.backorder_ids.partner_id, heir)

    def test_archived_contact_keeps_his_history(self):
        order = self._create_told_order()
        self.partner.active = False
        self.assertEqual(order.backorder_message_ids.partner_id, self.partner)

    def test_log_says_nothing_about_whom_a_server_refused(self):
        logger = "odoo.addons.backorder_comms.models.sale_backorder_message_delivery"
        error = ValueError("550 <ann@example.com> refused, call +32470123456")
        self._create_order({self.desk: 10})
        messages = self.env["sale.backorder.message"]
        with (
            patch.object(type(messages), "_post", side_effect=error),
            self.assertLogs(logger) as log,
        ):
            self._communicate()
        self.assertIn("550 <***> refused, call ***", log.output[0])
        self.assertNotIn("ann@", "".join(log.output))
