# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from .rule_common import RuleCommon

DELIVERY = "odoo.addons.backorder_comms.models.sale_backorder_message_delivery"


@tagged("post_install", "-at_install")
class TestAudiences(RuleCommon):
    """Who is told beside the customer."""

    def _get_told_users(self, **rule):
        """Return who gets an activity when an order cannot ship in time."""
        self._create_activity_rule(**rule)
        order = self._create_late_order(user_id=self.sale_user.id, team_id=self.team.id)
        self._communicate()
        return order.activity_ids.user_id

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["crm.team"].create(
            {
                "name": "Team",
                "user_id": cls.sale_manager.id,
                "member_ids": [(6, 0, (cls.sale_user | cls.buddy).ids)],
            }
        )

    def test_salesperson(self):
        self.assertEqual(self._get_told_users(), self.sale_user)

    def test_leader_of_the_team(self):
        self.assertEqual(
            self._get_told_users(audience="team_leader"), self.sale_manager
        )

    def test_members_of_the_team(self):
        self.assertEqual(
            self._get_told_users(audience="team"), self.sale_user | self.buddy
        )

    def test_responsible_of_the_warehouse(self):
        self.warehouse.backorder_user_id = self.buddy
        self.assertEqual(self._get_told_users(audience="warehouse"), self.buddy)

    def test_one_contact(self):
        partner = self.buddy.partner_id
        users = self._get_told_users(audience="partner", partner_id=partner.id)
        self.assertEqual(users, self.buddy)

    def test_nobody_where_there_is_none(self):
        self.assertFalse(self._get_told_users(audience="warehouse"))

    def test_customer_does_not_hear_what_is_for_colleagues(self):
        self._create_rule()
        self._create_rule(
            event_type="message_failed",
            audience="partner",
            partner_id=self.partner.id,
            mail_template_id=self.env.ref("backorder_comms.mail_template_opened").id,
        )
        order = self._create_late_order()
        self._communicate()
        order.backorder_message_ids._settle("failed", "bounced")
        self._communicate()
        self.assertEqual(len(order.backorder_message_ids), 1)


@tagged("post_install", "-at_install")
class TestInternalChannels(RuleCommon):
    """How colleagues and other programs are told."""

    def _tell(self, **rule):
        """Tell of an order that cannot ship in time by a rule; return the order."""
        self._create_rule(**rule)
        order = self._create_late_order(user_id=self.sale_user.id)
        self._communicate()
        return order

    def _create_action(self, code):
        return self.env["ir.actions.server"].create(
            {
                "name": "Test",
                "model_id": self.env["ir.model"]._get("sale.order").id,
                "state": "code",
                "code": code,
            }
        )

    def _create_discuss_channel(self):
        return self.env["discuss.channel"]._create_channel("Backorders", None)

    def test_mail_says_what_happened(self):
        order = self._tell(channel="mail", audience="salesperson")
        [message] = order.backorder_message_ids
        self.assertEqual(message.state, "queued")
        self.assertIn(order.name, message.subject)
        self.assertIn("Desk", message.body)
        self.assertEqual(
            message.mail_message_id.notification_ids.res_partner_id,
            self.sale_user.partner_id,
        )

    def test_mail_to_colleagues_is_not_in_the_customer_s_history(self):
        order = self._tell(channel="mail", audience="salesperson")
        message = order.backorder_message_ids.mail_message_id
        self.assertEqual(message.message_type, "user_notification")
        self.assertNotEqual(message.subtype_id, self.env.ref("mail.mt_comment"))

    def test_mail_to_one_contact_is_in_the_words_of_the_template(self):
        template = self.env.ref("backorder_comms.mail_template_opened")
        order = self._tell(
            channel="mail",
            audience="partner",
            partner_id=self.buddy.partner_id.id,
            mail_template_id=template.id,
        )
        self.assertIn("some items are delayed", order.backorder_message_ids.subject)

    def test_colleague_is_told_by_sms(self):
        self.sale_user.partner_id.phone = "+32470111111"
        order = self._tell(
            channel="sms",
            audience="salesperson",
            sms_template_id=self.env.ref("backorder_comms.sms_template_opened").id,
        )
        text = self.env["sms.sms"].search(
            [("mail_message_id", "=", order.backorder_message_ids.mail_message_id.id)]
        )
        self.assertEqual(text.number, "+32470111111")

    def test_discuss_channel_gets_a_post(self):
        channel = self._create_discuss_channel()
        order = self._tell(
            channel="discuss", audience=False, discuss_channel_id=channel.id
        )
        self.assertIn(order.name, channel.message_ids[0].body)
        self.assertEqual(self._get_messages(order, "state"), [("sent",)])

    def test_activity_says_what_to_do(self):
        order = self._tell(
            channel="activity",
            audience="salesperson",
            activity_type_id=self.activity_type.id,
            activity_note="Call the vendor",
        )
        self.assertIn("Call the vendor", order.activity_ids.note)
        self.assertIn("Desk", order.activity_ids.note)

    def test_activities_do_not_pile_up(self):
        self._create_rule()
        self._create_activity_rule()
        self._create_activity_rule(event_type="later")
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10}, user_id=self.sale_user.id)
        self._communicate()
        receipt.scheduled_date += timedelta(days=9)
        self._communicate()
        self.assertEqual(len(order.activity_ids), 1)
        self.assertEqual(
            self._get_messages(order, "channel", "state"),
            [("mail", "queued"), ("activity", "sent"), ("activity", "dropped")],
        )

    def test_server_action_runs_on_the_order(self):
        action = self._create_action("record.write({'client_order_ref': 'acted'})")
        order = self._tell(channel="action", audience=False, server_action_id=action.id)
        self.assertEqual(order.client_order_ref, "acted")
        self.assertEqual(self._get_messages(order, "state"), [("sent",)])

    def test_two_server_actions_both_run(self):
        for code in (
            "record.write({'client_order_ref': 'acted'})",
            "record.write({'origin': 'acted'})",
        ):
            self._create_rule(
                channel="action",
                audience=False,
                server_action_id=self._create_action(code).id,
            )
        order = self._create_late_order()
        self._communicate()
        self.assertEqual((order.client_order_ref, order.origin), ("acted", "acted"))

    @mute_logger(DELIVERY)
    def test_action_that_fails_is_tried_again_and_gives_up(self):
        action = self._create_action("1 / 0")
        order = self._tell(channel="action", audience=False, server_action_id=action.id)
        for _attempt in range(3):
            self._communicate()
        self.assertEqual(
            self._get_messages(order, "state", "attempts"), [("failed", 3)]
        )
        self.assertFalse(order.activity_ids)

    @mute_logger(DELIVERY)
    def test_action_that_fails_does_not_keep_a_customer_waiting(self):
        action = self._create_action("1 / 0")
        self._create_rule(channel="action", audience=False, server_action_id=action.id)
        rule = self._create_rule()
        order = self._create_late_order()
        self._communicate()
        self.assertTold(order, rule)


@tagged("post_install", "-at_install")
class TestInternalEvents(RuleCommon):
    """What only colleagues hear of."""

    def _create_promised_order(self):
        self._create_rule()
        self.receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10}, user_id=self.sale_user.id)
        self._communicate()
        return order

    def test_salesperson_hears_of_a_promise_at_risk(self):
        self._create_activity_rule(event_type="at_risk", min_delay=7)
        order = self._create_promised_order()
        self.receipt.scheduled_date += timedelta(days=9)
        self._communicate()
        self.assertEqual(order.activity_ids.user_id, self.sale_user)

    def test_salesperson_does_not_hear_of_a_risk_that_passed(self):
        self._create_activity_rule(event_type="at_risk")
        order = self._create_promised_order()
        self.receipt.scheduled_date += timedelta(days=9)
        self._evaluate()
        self.receipt.scheduled_date -= timedelta(days=9)
        self._communicate()
        self.assertFalse(order.activity_ids)

    def test_salesperson_hears_of_a_message_that_failed(self):
        self._create_rule(event_type="message_failed", audience="salesperson")
        order = self._create_promised_order()
        order.backorder_message_ids._settle("failed", "The address does not exist")
        self._communicate()
        message = order.backorder_message_ids.sorted("id")[-1]
        self.assertEqual(message.audience, "salesperson")
        self.assertIn("The address does not exist", message.body)

    def test_colleague_whose_message_fails_is_no_news(self):
        self._create_rule(audience="salesperson")
        order = self._create_late_order(user_id=self.sale_user.id)
        self._communicate()
        order.backorder_message_ids._settle("failed", "bounced")
        self.assertNotIn("message_failed", order.backorder_event_ids.mapped("type"))
        self.assertFalse(order.activity_ids)

    def test_colleagues_hear_once_of_an_order_whose_customer_wants_no_news(self):
        self.partner.backorder_by_mail = False
        rule = self._create_rule(audience="salesperson")
        order = self._create_promised_order()
        self.receipt.scheduled_date += timedelta(days=9)
        self._communicate()
        self.assertTold(order, rule)
