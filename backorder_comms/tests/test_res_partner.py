# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from .common import BackorderCommsCommon


@tagged("post_install", "-at_install")
class TestBackorderChannels(BackorderCommsCommon):
    """By which channels a contact hears of what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employer = cls.env["res.partner"].create(
            {"name": "Acme", "is_company": True, "email": "office@acme.example.com"}
        )

    def assertChannels(self, expected, event_type="opened", partner=None):
        partner = partner or self.partner
        self.assertEqual(partner._get_backorder_channels(event_type), expected)

    def test_email_is_usual(self):
        self.assertChannels({"mail"})

    def test_company_may_have_another_usual_channel(self):
        self.company.backorder_comms_channel = "both"
        self.assertChannels({"mail", "sms"})

    def test_contact_prefers_something_else_than_usual(self):
        self.partner.backorder_channel = "sms"
        self.assertChannels({"sms"})

    def test_contact_follows_the_company_he_belongs_to(self):
        self.partner.parent_id = self.employer
        self.employer.backorder_channel = "sms"
        self.assertChannels({"sms"})

    def test_preference_of_the_contact_comes_before_that_of_his_company(self):
        self.partner.parent_id = self.employer
        self.employer.backorder_channel = "sms"
        self.partner.backorder_channel = "mail"
        self.assertChannels({"mail"})

    def test_each_of_our_companies_has_its_own_usual_channel(self):
        other = self.env["res.company"].create({"name": "Other"})
        other.backorder_comms_channel = "sms"
        self.assertChannels({"sms"}, partner=self.partner.with_company(other))
        self.assertChannels({"mail"})

    def test_shipments_by_another_channel(self):
        self.partner.backorder_shipment_channel = "sms"
        for event_type in ("partly_shipped", "ready", "shipped"):
            with self.subTest(event_type):
                self.assertChannels({"sms"}, event_type)
        self.assertChannels({"mail"}, "later")

    def test_reminders_by_no_channel(self):
        self.partner.backorder_reminder_channel = "none"
        self.assertChannels(set(), "still_waiting")
        self.assertChannels({"mail"}, "opened")

    def test_whoever_opted_out_hears_only_what_matters(self):
        self.partner.backorder_extent = "essential"
        for event_type in ("opened", "later", "cancelled"):
            self.assertChannels({"mail"}, event_type)
        for event_type in ("earlier", "partly_shipped", "ready", "still_waiting"):
            self.assertChannels(set(), event_type)

    def test_contact_may_want_more_than_his_company(self):
        self.partner.parent_id = self.employer
        self.employer.backorder_extent = "essential"
        self.assertChannels(set(), "ready")
        self.partner.backorder_extent = "all"
        self.assertChannels({"mail"}, "ready")

    def test_whoever_wants_no_mailings_gets_only_mail_that_matters(self):
        self.env["mail.blacklist"]._add(self.partner.email)
        self.assertChannels({"mail"}, "later")
        self.assertChannels(set(), "still_waiting")

    def test_whoever_wants_no_mailings_is_not_mailed_instead_of_texted(self):
        self.partner.write({"phone": False, "backorder_channel": "sms"})
        self.env["mail.blacklist"]._add(self.partner.email)
        self.assertChannels(set(), "ready")

    def test_whoever_said_stop_gets_no_sms(self):
        self.partner.backorder_channel = "both"
        self.env["phone.blacklist"]._add([self.partner.phone_sanitized])
        self.assertChannels({"mail"})

    def test_channel_that_is_not_possible_gives_way_to_the_other(self):
        self.partner.write({"phone": False, "backorder_channel": "sms"})
        self.assertChannels({"mail"})

    def test_whoever_has_no_address_is_unreachable(self):
        self.partner.write({"phone": False, "email": False})
        self.assertChannels(None)

    def test_boxes_show_and_set_the_preference(self):
        self.partner.write({"backorder_by_mail": False, "backorder_by_sms": True})
        self.assertEqual(self.partner.backorder_channel, "sms")
        self.partner.backorder_by_mail = True
        self.assertEqual(self.partner.backorder_channel, "both")
        self.partner.backorder_channel = "none"
        self.assertFalse(
            self.partner.backorder_by_mail or self.partner.backorder_by_sms
        )

    # === WHO IS WRITTEN TO === #

    def _create_order_to_site(self, **values):
        site = self.env["res.partner"].create(
            {
                "name": "Site",
                "type": "delivery",
                "parent_id": self.partner.id,
                "email": "site@example.com",
                **values,
            }
        )
        return self._create_order({self.desk: 1}, partner_shipping_id=site.id)

    def test_whoever_ordered_is_written_to(self):
        order = self._create_order_to_site()
        self.assertEqual(order._get_backorder_contact(), self.partner)

    def test_whoever_gets_the_goods_is_written_to_where_the_company_wants_it(self):
        self.company.backorder_comms_recipient = "delivery"
        order = self._create_order_to_site()
        self.assertEqual(order._get_backorder_contact(), order.partner_shipping_id)

    def test_whoever_ordered_is_written_to_where_the_other_cannot_be(self):
        self.company.backorder_comms_recipient = "delivery"
        order = self._create_order_to_site(email=False)
        self.assertEqual(order._get_backorder_contact(), self.partner)

    def test_settings_of_the_company_of_the_order_apply(self):
        other = self.env["res.company"].create({"name": "Other"})
        order = self._create_order({self.desk: 1})
        self.company.backorder_comms_channel = "sms"
        contact = order.with_company(other)._get_backorder_contact()
        self.assertChannels({"sms"}, partner=contact)


@tagged("post_install", "-at_install")
class TestBackorderQuietHours(BackorderCommsCommon):
    """When a contact is not to be disturbed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.tz = "Asia/Tokyo"  # nine hours ahead
        cls.company.partner_id.tz = "UTC"

    def assertSent(self, hour, day=4, is_essential=True):
        """Compare when a message leaves that is ready at 23:00 in Tokyo."""
        ready = datetime(2026, 5, 4, 14)
        self.assertEqual(
            self.partner._get_backorder_send_moment(ready, is_essential),
            datetime(2026, 5, day, hour),
        )

    def test_no_hours_are_quiet_unless_somebody_wants_it(self):
        self.assertSent(14)

    def test_quiet_hours_of_the_contact_are_in_his_time_zone(self):
        self.partner.write({"backorder_quiet_from": 22, "backorder_quiet_to": 7})
        self.assertSent(22)

    def test_quiet_hours_of_our_company_are_in_the_time_zone_of_the_contact(self):
        self.company.write(
            {"backorder_comms_quiet_from": 22, "backorder_comms_quiet_to": 8}
        )
        self.assertSent(23)

    def test_contact_without_a_time_zone_lives_where_our_company_is(self):
        self.partner.tz = False
        self.partner.write({"backorder_quiet_from": 13, "backorder_quiet_to": 16})
        self.assertSent(16)

    def test_contact_has_the_quiet_hours_of_the_company_he_belongs_to(self):
        self.partner.parent_id = self.env["res.partner"].create(
            {
                "name": "Acme",
                "is_company": True,
                "backorder_quiet_from": 22,
                "backorder_quiet_to": 6,
            }
        )
        self.assertSent(21)

    def test_bad_news_leave_at_once_where_our_company_wants_it(self):
        self.company.write(
            {
                "backorder_comms_quiet_from": 22,
                "backorder_comms_quiet_to": 8,
                "backorder_comms_quiet_essential": False,
            }
        )
        self.assertSent(14)
        self.assertSent(23, is_essential=False)

    def test_bad_news_respect_what_the_contact_asked_for(self):
        self.company.backorder_comms_quiet_essential = False
        self.partner.write({"backorder_quiet_from": 22, "backorder_quiet_to": 7})
        self.assertSent(22)

    def test_quiet_hours_leave_some_of_the_day(self):
        for record, prefix in (
            (self.partner, "backorder"),
            (self.company, "backorder_comms"),
        ):
            with self.subTest(record), self.assertRaises(ValidationError):
                record.write({f"{prefix}_quiet_from": 8, f"{prefix}_quiet_to": 7})

    def test_message_waits_until_the_quiet_hours_end(self):
        self.partner.write({"backorder_quiet_from": 22, "backorder_quiet_to": 7})
        with freeze_time("2030-05-04 14:00:00"):
            order = self._create_order({self.desk: 10})
            self._communicate()
        self.assertEqual(order.backorder_message_ids.state, "pending")
        with freeze_time("2030-05-04 22:00:00"):
            self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])
