# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.sale_backorder_message_mail import LAYOUT
from .common import BackorderCommsCommon

DELIVERY_LOG = "odoo.addons.backorder_comms.models.sale_backorder_message_delivery"
RENDERING_LOG = "odoo.addons.mail.models.mail_render_mixin"

POST_FIELDS = [
    "attachment_ids",
    "author_id",
    "body",
    "email_add_signature",
    "email_from",
    "email_layout_xmlid",
    "is_internal",
    "mail_server_id",
    "message_type",
    "model",
    "partner_ids",
    "record_alias_domain_id",
    "record_company_id",
    "reply_to",
    "res_id",
    "subject",
    "subtype_id",
]
MAIL_FIELDS = [
    "auto_delete",
    "body_html",
    "email_to",
    "is_notification",
    "recipient_ids",
    "scheduled_date",
    "state",
]
SMS_FIELDS = ["body", "number", "partner_id", "state"]
NOTIFICATION_FIELDS = [
    "author_id",
    "is_read",
    "mail_email_address",
    "notification_status",
    "notification_type",
    "res_partner_id",
    "sms_number",
]


class MessageDeliveryCommon(BackorderCommsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bob = cls._create_customer("Bob")
        cls.template = cls.env.ref("backorder_comms.mail_template_opened")

    @classmethod
    def _create_customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "email": f"{name.lower()}@example.com",
                "phone": "+32470123457",
                **values,
            }
        )

    def _plan(self, *orders):
        """Let the orders have a message that waits for its turn.

        :rtype: sale.backorder.message
        """
        self._evaluate()
        messages = self.env["sale.backorder.message"]
        for order in orders:
            messages._plan(order)
            messages |= order.backorder_message_ids
        return messages.sorted("id")

    def _get_mails(self, messages):
        return self.env["mail.mail"].search(
            [("mail_message_id", "in", messages.mail_message_id.ids)]
        )

    def _prefer_sms(self, *partners):
        for partner in partners:
            partner.write({"backorder_by_mail": False, "backorder_by_sms": True})


@tagged("post_install", "-at_install")
class TestPostsAsCoreDoes(MessageDeliveryCommon):
    """What we write for many at once is what core writes when it posts on one order."""

    def _read(self, post):
        post.invalidate_recordset()
        mail = self.env["mail.mail"].search([("mail_message_id", "=", post.id)])
        sms = self.env["sms.sms"].search([("mail_message_id", "=", post.id)])
        rows = (
            post.read(POST_FIELDS)
            + mail.read(MAIL_FIELDS)
            + sms.read(SMS_FIELDS)
            + post.notification_ids.read(NOTIFICATION_FIELDS)
        )
        return [{**row, "id": None} for row in rows]

    def assertPostedAsCoreDoes(self, order, post_as_core_does):
        [message] = self._plan(order)
        order._portal_ensure_token()
        with self.env.cr.savepoint() as savepoint:
            message._deliver()
            ours = self._read(message.mail_message_id)
            savepoint.rollback()
        self.env.invalidate_all()
        message._note_told()
        self.assertEqual(ours, self._read(post_as_core_does(message)))

    def _post_mail(self, message):
        order = message.order_id.with_context(
            backorder_comms_message_id=message.id,
            email_notification_allow_header=False,
            email_notification_force_footer=True,
        )
        return order.with_company(order.company_id).message_post_with_source(
            self.template,
            email_layout_xmlid=LAYOUT,
            force_send=False,
            message_type="auto_comment",
            notify_skip_followers=True,
            subtype_xmlid="mail.mt_comment",
        )

    def _post_sms(self, message):
        order = message.order_id.with_context(
            backorder_comms_message_id=message.id, backorder_comms_text=True
        )
        template = message.rule_id.sms_template_id.with_env(order.env)
        text = template._render_field("body", order.ids, compute_lang=True)
        return order._message_sms(
            text[order.id], partner_ids=message.partner_id.ids, put_in_queue=True
        )

    def test_mail(self):
        order = self._create_order({self.desk: 10}, user_id=self.sale_user.id)
        self.assertPostedAsCoreDoes(order, self._post_mail)

    def test_mail_without_a_salesperson(self):
        order = self._create_order({self.desk: 10, self.lamp: 2}, user_id=False)
        self.assertPostedAsCoreDoes(order, self._post_mail)

    def test_mail_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(
            ["backorder_comms", "mail"], ["fr_FR"]
        )
        self.partner.lang = "fr_FR"
        self.assertPostedAsCoreDoes(
            self._create_order({self.desk: 10}), self._post_mail
        )

    def test_mail_that_is_answered_elsewhere(self):
        self.template.reply_to = "help@shop.example"
        self.assertPostedAsCoreDoes(
            self._create_order({self.desk: 10}), self._post_mail
        )

    def test_mail_goes_to_whom_the_template_sends_copies(self):
        self.template.email_cc = self.bob.email_formatted
        [message] = self._plan(self._create_order({self.desk: 10}))
        message._deliver()
        self.assertEqual(
            message.mail_message_id.notified_partner_ids, self.partner | self.bob
        )

    def test_sms(self):
        self._prefer_sms(self.partner)
        self.assertPostedAsCoreDoes(self._create_order({self.desk: 10}), self._post_sms)

    def test_attachment_is_a_copy_of_the_order(self):
        terms = {"name": "terms.txt", "raw": b"Terms", "res_model": "mail.template"}
        self.template.attachment_ids = [Command.create(terms)]
        order = self._create_order({self.desk: 10})
        [message] = self._plan(order)
        message._deliver()
        self.assertRecordValues(
            message.mail_message_id.attachment_ids,
            [
                {
                    "name": "terms.txt",
                    "raw": b"Terms",
                    "res_model": "sale.order",
                    "res_id": order.id,
                }
            ],
        )
        self.assertEqual(self.template.attachment_ids.res_model, "mail.template")

    def test_mails_about_an_order_refer_to_each_other(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        receipt.scheduled_date += timedelta(days=9)
        self._communicate()
        first, second = order.backorder_message_ids.sorted("id")
        self.assertIn(
            first.mail_message_id.message_id, self._get_mails(second).references
        )


@tagged("post_install", "-at_install")
class TestDeliveryInBatches(MessageDeliveryCommon):
    def test_followers_are_not_written_to(self):
        order = self._create_order({self.desk: 10})
        order.message_subscribe(partner_ids=self.bob.ids)
        self._communicate()
        self.assertEqual(
            order.backorder_message_ids.mail_message_id.notified_partner_ids,
            self.partner,
        )

    def test_each_customer_reads_of_his_own_order(self):
        ann = self._create_order({self.desk: 10})
        bob = self._create_order({self.lamp: 10}, partner_id=self.bob.id)
        self._communicate()
        self.assertIn("Desk", ann.backorder_message_ids.body)
        self.assertNotIn("Lamp", ann.backorder_message_ids.body)
        self.assertIn("Lamp", bob.backorder_message_ids.body)

    def test_customer_with_a_language_that_is_not_installed_reads_the_company_s(self):
        order = self._create_order({self.desk: 10})
        self.env.cr.execute(
            "UPDATE res_partner SET lang = 'fr_FR' WHERE id = %s", [self.partner.id]
        )
        self.partner.invalidate_recordset(["lang"])
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])

    def test_each_customer_reads_his_own_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.template.with_context(lang="fr_FR").subject = "Commande {{ object.name }}"
        self.bob.lang = "fr_FR"
        ann = self._create_order({self.desk: 10})
        bob = self._create_order({self.desk: 10}, partner_id=self.bob.id)
        self._communicate()
        self.assertEqual(
            [order.backorder_message_ids.subject for order in (ann, bob)],
            [f"Your order {ann.name}: some items are delayed", f"Commande {bob.name}"],
        )

    def test_recipients_of_one_order_are_written_to_apart(self):
        order = self._create_order({self.desk: 10})
        message = self._plan(order)
        other = message.copy({"partner_id": self.bob.id})
        (message | other)._deliver()
        self.assertEqual(
            (message | other).mail_message_id.mapped("partner_ids.name"),
            [self.partner.name, "Bob"],
        )

    def test_customer_who_lost_his_address_becomes_a_task(self):
        order = self._create_order({self.desk: 10})
        message = self._plan(order)
        self.partner.email = False
        self._run_cron("communicate")
        self.assertEqual(message.state, "failed")
        self.assertEqual(len(order.activity_ids), 1)

    def test_ready_goods_that_are_gone_again_are_not_told(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._set_stock(self.desk, 10)
        message = self._plan(order).filtered(lambda m: m.state == "pending")
        order.backorder_ids.state = "waiting"
        message._deliver()
        self.assertEqual(message.state, "dropped")

    def test_later_date_that_is_the_old_one_again_is_not_told(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        receipt.scheduled_date += timedelta(days=9)
        message = self._plan(order).filtered(lambda m: m.state == "pending")
        receipt.scheduled_date -= timedelta(days=9)
        self._communicate()
        self.assertEqual(message.state, "dropped")

    def test_later_date_is_told_by_both_channels(self):
        self.partner.backorder_by_sms = True
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        receipt.scheduled_date += timedelta(days=9)
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "later"])
        self.assertEqual(self._get_told(order, "sms"), ["opened", "later"])

    def test_message_waits_for_its_moment(self):
        message = self._plan(self._create_order({self.desk: 10}))
        message.send_after = fields.Datetime.now() + timedelta(hours=1)
        self._run_cron("communicate")
        self.assertEqual(message.state, "pending")

    @mute_logger(DELIVERY_LOG, RENDERING_LOG)
    def test_one_failure_leaves_others_and_their_promises_alone(self):
        ann = self._create_order({self.desk: 10}, client_order_ref="broken")
        bob = self._create_order({self.lamp: 10}, partner_id=self.bob.id)
        self.template.body_html = (
            "<p t-out=\"1 / (object.client_order_ref != 'broken')\"/>"
        )
        self._communicate()
        self.assertRecordValues(
            ann.backorder_message_ids + bob.backorder_message_ids,
            [{"state": "pending", "attempts": 1}, {"state": "queued", "attempts": 0}],
        )
        self.assertFalse(ann.backorder_ids.told_date)
        self.assertFalse(ann.backorder_ids.promise_ids)
        self.assertTrue(bob.backorder_ids.told_date)


@tagged("post_install", "-at_install")
class TestLetters(MessageDeliveryCommon):
    """Orders of one customer leave as one mail or text message."""

    def setUp(self):
        super().setUp()
        self.first = self._create_order({self.desk: 10})
        self.second = self._create_order({self.lamp: 10})
        self.orders = self.first | self.second

    def _get_messages(self):
        return self.orders.backorder_message_ids.sorted("id")

    def test_orders_are_told_in_one_mail(self):
        self._communicate()
        mail = self._get_mails(self._get_messages())
        self.assertEqual(len(mail), 1)
        self.assertEqual(
            mail.subject,
            f"News about your orders {self.first.name}, {self.second.name}",
        )
        for words in (self.first.name, self.second.name, "Desk", "Lamp"):
            self.assertIn(words, mail.body_html)
        self.assertEqual(mail.body.count("Hello "), 1)
        self.assertEqual(mail.body.count("Any questions?"), 1)

    def test_each_order_of_a_mail_has_its_own_link(self):
        self._communicate()
        body = self._get_mails(self._get_messages()).body_html
        for order in self.orders:
            self.assertEqual(body.count(order.access_token), 1)
            self.assertIn(f"{order.name}: some items are delayed</a>", body)

    def test_each_order_has_the_text_where_the_portal_shows_it(self):
        self._communicate()
        post = self._get_messages().mail_message_id
        self.assertRecordValues(
            self.env["mail.message"].search(
                [("body", "=", post.body), ("model", "=", "sale.order")], order="id"
            ),
            [
                {
                    "res_id": order.id,
                    "message_type": "auto_comment",
                    "subtype_id": self.env.ref("mail.mt_comment").id,
                    "notified_partner_ids": partners.ids,
                    "reply_to": post.reply_to,
                }
                for order, partners in (
                    (self.first, self.partner),
                    (self.second, self.env["res.partner"]),
                )
            ],
        )

    def test_orders_are_told_and_promised(self):
        self._communicate()
        self.assertEqual(self._get_messages().mapped("state"), ["queued"] * 2)
        self.assertTrue(all(self.orders.backorder_ids.mapped("told_date")))
        self.assertEqual(len(self.orders.backorder_ids.promise_ids), 2)

    def test_all_orders_are_sent_with_the_mail(self):
        self._communicate()
        notification = self._get_messages().mail_message_id.notification_ids
        notification.notification_status = "sent"
        self._run_cron("communicate")
        self.assertEqual(self._get_messages().mapped("state"), ["sent"] * 2)

    def test_all_orders_fail_with_the_mail(self):
        self._communicate()
        notification = self._get_messages().mail_message_id.notification_ids
        notification.write(
            {"notification_status": "bounce", "failure_type": "mail_bounce"}
        )
        self._run_cron("communicate")
        self.assertEqual(self._get_messages().mapped("state"), ["failed"] * 2)

    def test_all_orders_fail_with_a_mail_that_comes_back_later(self):
        self._communicate()
        notification = self._get_messages().mail_message_id.notification_ids
        notification.notification_status = "sent"
        self._run_cron("communicate")
        notification.write(
            {"notification_status": "bounce", "failure_type": "mail_bounce"}
        )
        self.first._message_receive_bounce(self.partner.email, self.partner)
        self._run_cron("communicate")
        self.assertEqual(self._get_messages().mapped("state"), ["failed"] * 2)

    def test_weightiest_news_has_the_first_word(self):
        self._communicate()
        self._set_stock(self.desk, 10)
        self.second.order_line.product_uom_qty = 0
        self._communicate()
        messages = self._get_messages()[2:].sorted("event_type")
        self.assertEqual(messages.mapped("event_type"), ["cancelled", "ready"])
        mail = self._get_mails(messages)
        self.assertEqual(mail.res_id, self.second.id)
        self.assertIn("were cancelled", mail.body_html)
        self.assertIn("the missing items are here", mail.body_html)

    def test_words_that_leave_the_other_orders_out_are_sent_one_by_one(self):
        self.template.body_html = '<p>Order <t t-out="object.name"/> is late.</p>'
        self._communicate()
        mails = self._get_mails(self._get_messages())
        self.assertEqual(
            sorted(mails.mapped("subject")),
            [f"Your order {o.name}: some items are delayed" for o in self.orders],
        )

    def test_text_message_names_the_orders(self):
        self._prefer_sms(self.partner)
        self._communicate()
        sms = self.env["sms.sms"].search(
            [("mail_message_id", "in", self._get_messages().mail_message_id.ids)]
        )
        self.assertEqual(len(sms), 1)
        self.assertIn(
            f"news about your orders {self.first.name}, {self.second.name}. More:",
            sms.body,
        )
        self.assertEqual(self._get_messages().mapped("state"), ["queued"] * 2)

    def test_many_orders_are_counted_in_the_subject(self):
        for _order in range(5):
            self.orders |= self._create_order({self.desk: 1})
        self._communicate()
        self.assertIn("(and 2 more)", self._get_mails(self._get_messages()).subject)

    def test_messages_to_others_stay_apart(self):
        self.orders |= self._create_order({self.desk: 10}, partner_id=self.bob.id)
        self._communicate()
        self.assertEqual(len(self._get_mails(self._get_messages())), 2)

    def test_two_messages_about_one_order_are_no_list_of_orders(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        message = self._plan(self.first)
        other = message.copy({"occasion": "still_waiting:1"})
        (message | other)._deliver()
        mail = self._get_mails(message | other)
        self.assertEqual(len(mail), 1)
        self.assertIn(self.first.name, mail.subject)
        self.assertTrue(receipt)


@tagged("post_install", "-at_install")
class TestDeliveryPerformance(MessageDeliveryCommon):
    """As many queries for fifty messages as for ten."""

    def _count(self, orders_count, channel="mail"):
        customers = [
            self._create_customer(f"Customer{number}") for number in range(orders_count)
        ]
        if channel == "sms":
            self._prefer_sms(*customers)
        orders = self.env["sale.order"].union(
            *(
                self._create_order(
                    {self._create_product(name="Desk"): 10, self.lamp: 5},
                    partner_id=customer.id,
                )
                for customer in customers
            )
        )
        messages = self._plan(*orders)
        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(self.env.cr, "commit"):
            before = self.env.cr.sql_log_count
            for batch in messages._split_into_batches():
                batch._deliver()
            self.env.flush_all()
            count = self.env.cr.sql_log_count - before
        self.assertEqual(set(messages.mapped("state")), {"queued"})
        return count

    def assertConstant(self, channel):
        self._count(2, channel)  # warms up
        few, many = self._count(10, channel), self._count(50, channel)
        self.assertLessEqual(many, few + 2)

    def test_mails(self):
        self.assertConstant("mail")

    def test_text_messages(self):
        self.assertConstant("sms")
