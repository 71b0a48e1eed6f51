# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.tests import tagged
from odoo.tools.misc import mute_logger

from ..http_common import BackorderCommsHttpCommon
from .common import SecurityCommon

REPLY = """MIME-Version: 1.0
Date: Thu, 01 Jan 2026 10:00:00 +0000
From: Ann <{sender}>
To: {to}
Subject: Re: {subject}
In-Reply-To: {message_id}
References: {message_id}
Message-ID: <reply-{number}@example.com>
Content-Type: text/plain; charset=utf-8

{body}
"""


@tagged("post_install", "-at_install")
class TestAttacksMail(BackorderCommsHttpCommon, SecurityCommon):
    """A26, A30, A31, A32: who gets mails, and what comes back by them."""

    def setUp(self):
        super().setUp()
        self.order = self._create_short_order(user_id=self.sale_user.id)
        self.mail = self.order.backorder_message_ids.mail_message_id[-1:]
        self.assertTrue(self.mail)

    # === WHO GETS THEM === #

    def _get_recipients(self):
        """Return the addresses of all mails about our order, to whomever they go."""
        mails = self.env["mail.mail"].search(
            [
                ("mail_message_id.res_id", "=", self.order.id),
                ("model", "=", "sale.order"),
            ]
        )
        return {
            address
            for mail in mails
            for address in (
                *mail.recipient_ids.mapped("email"),
                *(mail.email_to or "").split(","),
                *(mail.email_cc or "").split(","),
            )
            if address
        }

    def test_message_goes_to_the_customer_alone(self):
        """A30: neither followers nor colleagues nor vendors get what he is told."""
        for name in ("vendor", "follower"):
            partner = self._create_partner(name=name, email=f"{name}@example.com")
            self.order.message_subscribe(partner.ids)
        vendor = self._create_partner(name="Vendor", email="vendor@example.com")
        receipt = self.env["stock.picking"].search(
            [
                ("move_ids.product_id", "=", self.desk.id),
                ("picking_type_code", "=", "incoming"),
            ],
            limit=1,
        )
        receipt.partner_id = vendor
        receipt.message_subscribe(vendor.ids)
        self.env["mail.mail"].search([]).unlink()
        receipt.scheduled_date += timedelta(days=20)
        self._communicate()
        self.assertIn("later", self._get_told(self.order))
        self.assertEqual(self._get_recipients(), {self.partner.email})

    def test_note_goes_to_no_customer(self):
        self.order.message_subscribe(self.partner.ids)
        self.env["mail.mail"].search([]).unlink()
        words = "Vendor is bankrupt"
        for record in (self.order.backorder_ids[0], self.order):
            record.with_user(self.sale_user).message_post(
                body=words, subtype_xmlid="mail.mt_note"
            )
        self.env.flush_all()
        self.assertFalse(self._get_recipients() & {self.partner.email})

    # === WHAT COMES BACK === #

    def test_reply_decides_nothing(self):
        """A31: whoever can forge a sender could decide for a customer."""
        decided = self.order.backorder_decision_ids
        ordered = self.order.order_line.mapped("product_uom_qty")
        policy = self.order.picking_policy
        bodies = ("wait", "ship", "CANCEL", "cancel what is missing", "STOP", "accept")
        for number, body in enumerate(bodies):
            text = REPLY.format(
                sender=self.partner.email,
                to=self.mail.reply_to or "catchall@example.com",
                subject=self.mail.subject,
                message_id=self.mail.message_id,
                number=number,
                body=body,
            )
            with self.mock_mail_gateway(), mute_logger("odoo.addons.mail"):
                self.env["mail.thread"].message_process(None, text)
        self._communicate()
        self.env.invalidate_all()
        self.assertEqual(self.order.backorder_decision_ids, decided)
        self.assertEqual(self.order.order_line.mapped("product_uom_qty"), ordered)
        self.assertEqual(self.order.picking_policy, policy)
        self.assertEqual(self.order.state, "sale")
        self.assertIn("accept", self.order.message_ids[0].body)
        self.assertFalse(self.partner.backorder_extent)

    # === UNSUBSCRIBING === #

    def _unsubscribe(self, partner_id, signature):
        return self.url_open(
            f"/backorders/unsubscribe/{partner_id}/{signature}",
            data={"List-Unsubscribe": "One-Click"},
            allow_redirects=False,
        )

    def test_signature_of_another_unsubscribes_nobody(self):
        other = self._create_partner(name="Bob", email="bob@example.com")
        path = other._get_backorder_unsubscribe_path()
        signature = path.rsplit("/", 1)[1]
        self.authenticate(None, None)
        for number, wrong in (
            (self.partner.id, signature),
            (self.partner.id, "x"),
            (self.partner.id, "%C3%A9"),
            (10**8, signature),
            (2**63, signature),
            (0, signature),
        ):
            with self.subTest(f"{number} {wrong[:5]}"):
                self.assertEqual(self._unsubscribe(number, wrong).status_code, 404)
        self.env.invalidate_all()
        self.assertFalse(self.partner.backorder_extent)
        self.assertEqual(self._unsubscribe(other.id, signature).status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(other.backorder_extent, "essential")

    def test_other_parameters_unsubscribe_from_nothing_more(self):
        self.authenticate(None, None)
        before = self.partner.read(["email", "active", "backorder_channel"])
        self.url_open(
            self.partner._get_backorder_unsubscribe_path(),
            data={"email": "x", "active": "", "backorder_channel": "none"},
        )
        self.env.invalidate_all()
        self.assertEqual(
            self.partner.read(["email", "active", "backorder_channel"]), before
        )

    def test_who_unsubscribed_hears_only_what_matters(self):
        """A26: what a customer refuses, he does not get."""
        self.url_open(self.partner._get_backorder_unsubscribe_path(), data={"a": "b"})
        self.env.invalidate_all()
        self.assertFalse(self.partner._get_backorder_channels("still_waiting"))
        self.assertTrue(self.partner._get_backorder_channels("later"))

    # === FILES === #

    def test_file_of_the_order_opens_with_access_to_the_order_only(self):
        """A32: the number of an attachment is no key to it."""
        attachment = self.env["ir.attachment"].create(
            {
                "name": "slip.txt",
                "raw": b"SLIP",
                "res_model": "sale.order",
                "res_id": self.order.id,
            }
        )
        self.mail.attachment_ids = attachment
        address = f"/web/content/{attachment.id}"
        self.authenticate(None, None)
        for query in (
            "",
            "?access_token=x",
            f"?access_token={self.order.access_token}",
        ):
            with self.subTest(query), mute_logger("odoo.addons.base.models.ir_http"):
                response = self.url_open(address + query)
                self.assertNotIn("SLIP", response.text)
        evidence = self.env["sale.backorder.evidence"].create(
            {"order_id": self.order.id}
        )
        path = f"/web/content/sale.backorder.evidence/{evidence.id}/spreadsheet"
        for login in (None, self.portal_user.login, self.users["internal"].login):
            self.authenticate(login, login)
            with self.subTest(login):
                self.assertNotEqual(self.url_open(path).content[:2], b"PK")

    def test_report_opens_for_colleagues_only(self):
        report = self.env.ref("backorder_comms.action_report_evidence")
        path = f"/report/html/{report.report_name}/{self.order.id}"
        for login in (None, self.portal_user.login, self.users["internal"].login):
            self.authenticate(login, login)
            with self.subTest(login), mute_logger("odoo.http"):
                self.assertNotIn(self.desk.name, self.url_open(path).text)
