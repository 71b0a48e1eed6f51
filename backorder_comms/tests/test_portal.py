# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from datetime import timedelta

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.misc import format_date, mute_logger

from .http_common import BackorderCommsHttpCommon


@tagged("post_install", "-at_install")
class TestPortal(BackorderCommsHttpCommon):
    def _open_order(self, order, login=None):
        """Return the order's page, by its link unless `login` is given."""
        self.authenticate(login, login)
        url = f"/my/orders/{order.id}" if login else order.get_portal_url()
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        return response

    def _get_rows(self, response):
        """Return the text of each line of the section about the delivery."""
        rows = html.fromstring(response.content).xpath("//*[@name='backorder_row']")
        return [re.sub(r"\s+", " ", row.text_content()).strip() for row in rows]

    def _get_transfer_text(self, order):
        """Return what core shows of the order's only delivery."""
        page = html.fromstring(self._open_order(order).content)
        [transfer] = page.xpath("//*[@name='delivery_order']")
        return transfer.text_content()

    def _format_day(self, days):
        day = self.today + timedelta(days=days)
        return format_date(self.env, day, date_format="long")

    def test_link_shows_what_waits_and_until_when(self):
        order = self._create_short_order()
        rows = self._get_rows(self._open_order(order))
        self.assertEqual(
            rows,
            [
                "Desk 0 of 10 Units shipped 10 Units delayed Expected to ship on "
                f"{self._format_day(5)} "
                "Sold out for the moment; new goods are on their way to us",
                "Lamp 0 of 2 Units shipped 2 Units delayed No date yet – next news by "
                f"{self._format_day(7)} "
                "Sold out for the moment; we are arranging new supply",
            ],
        )

    def test_page_shows_what_was_shipped_and_what_is_ready(self):
        self._set_stock(self.desk, 4)
        order = self._create_short_order()
        self._validate(self._get_deliveries(order))
        self._set_stock(self.lamp, 2)
        self._communicate()
        desk_row, lamp_row = self._get_rows(self._open_order(order))
        self.assertIn("4 of 10 Units shipped 6 Units delayed", desk_row)
        self.assertIn("2 Units arrived Being prepared for shipment", lamp_row)

    def test_line_in_stock_is_to_be_shipped(self):
        self._set_stock(self.desk, 1)
        order = self._create_order({self.desk: 1})
        rows = self._get_rows(self._open_order(order))
        self.assertEqual(rows, ["Desk 0 of 1 Units shipped 1 Units to be shipped"])

    def test_line_that_left_is_shipped(self):
        self._set_stock(self.desk, 1)
        order = self._create_order({self.desk: 1})
        self._validate(self._get_deliveries(order))
        rows = self._get_rows(self._open_order(order))
        self.assertEqual(rows, ["Desk 1 of 1 Units shipped Shipped"])

    def test_day_that_has_passed_is_no_date(self):
        order = self._create_short_order()
        order.backorder_ids.expected_date = self.today - timedelta(days=1)
        desk_row = self._get_rows(self._open_order(order))[0]
        self.assertIn("No date yet", desk_row)

    def test_planned_date_of_transfer_is_hidden_while_goods_are_missing(self):
        order = self._create_short_order()
        self.assertNotIn("Date:", self._get_transfer_text(order))

    def test_planned_date_of_transfer_is_hidden_while_goods_wait_to_be_shipped(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._set_stock(self.desk, 10)
        self._communicate()
        self.assertNotIn("Date:", self._get_transfer_text(order))

    def test_planned_date_of_transfer_stays_where_nothing_waits(self):
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertIn("Date:", self._get_transfer_text(order))

    def test_day_of_a_shipment_stays_while_the_rest_waits(self):
        self._set_stock(self.desk, 4)
        order = self._create_short_order()
        self._validate(self._get_deliveries(order))
        self._communicate()
        page = html.fromstring(self._open_order(order).content)
        shown = [
            "Date:" in transfer.text_content()
            for transfer in page.xpath("//*[@name='delivery_order']")
        ]
        self.assertEqual(sorted(shown), [False, True])

    def test_portal_user_sees_his_order(self):
        order = self._create_short_order()
        rows = self._get_rows(self._open_order(order, self.portal_user.login))
        self.assertEqual(len(rows), 2)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_portal_user_does_not_see_the_order_of_another(self):
        self.partner = self._create_partner(name="Bob", email="bob@example.com")
        order = self._create_short_order()
        response = self._open_order(order, self.portal_user.login)
        self.assertTrue(response.url.endswith("/my"))
        self.assertNotIn(order.name, response.text)

    def test_wrong_token_shows_nothing(self):
        order = self._create_short_order()
        self.authenticate(None, None)
        response = self.url_open(
            f"/my/orders/{order.id}?access_token=wrong", allow_redirects=False
        )
        self.assertEqual(response.status_code, 303)
        self.assertNotIn("Desk", response.text)

    def test_names_are_printed_as_they_are(self):
        self.desk.name = "<script>alert('desk')</script>"
        self.env.ref(
            "backorder_comms.sale_backorder_reason_incoming"
        ).customer_text = "<b>Soon</b>"
        order = self._create_short_order()
        response = self._open_order(order)
        self.assertNotIn("<script>alert('desk')", response.text)
        self.assertNotIn("<b>Soon</b>", response.text)
        self.assertIn("<script>alert('desk')</script>", self._get_rows(response)[0])

    def test_page_tells_nothing_internal(self):
        vendor = self._create_partner(name="Secret Vendor")
        receipt = self._create_receipt(self.desk, 10, days=5)
        receipt.partner_id = vendor
        order = self._create_short_order()
        reason = order.backorder_ids[0].reason_id
        reason.name = "Vendor went bankrupt"
        text = self._open_order(order).text
        self.assertIn("Delivery of your items", text)
        for secret in (vendor.name, receipt.name, reason.name):
            self.assertNotIn(secret, text)

    def test_looking_changes_nothing_of_ours(self):
        order = self._create_short_order()
        models = ("sale.backorder", "sale.backorder.event", "sale.backorder.message")
        before = [self.env[model].search([]).read() for model in models]
        self._open_order(order)
        self.env.invalidate_all()
        self.assertEqual(
            [self.env[model].search([]).read() for model in models], before
        )
        self.assertFalse(self.env["sale.backorder.signal"].search([]))

    def test_company_that_does_not_tell_shows_nothing(self):
        self.company.backorder_comms_active = False
        order = self._create_short_order()
        self.assertFalse(self._get_rows(self._open_order(order)))

    def test_customer_not_to_be_told_reads_nothing_of_a_delay(self):
        order = self._create_short_order()
        order.backorder_ids.silent = True
        rows = self._get_rows(self._open_order(order))
        self.assertIn("10 Units to be shipped", rows[0])

    def test_history_shows_what_the_customer_was_told(self):
        order = self._create_short_order()
        message = order.backorder_message_ids.mail_message_id
        self.assertTrue(message)
        self.assertIn(message, order.website_message_ids)

    def test_queries_do_not_grow_with_the_lines(self):
        order = self._create_short_order()
        count_few = self._count_queries(order)
        products = [self._create_product(name=f"Chair {n}") for n in range(10)]
        more = self._create_order(dict.fromkeys(products, 3))
        self._communicate()
        self.assertEqual(self._count_queries(more), count_few)

    def _count_queries(self, order):
        order.sudo()._get_backorder_portal_rows()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        order.sudo()._get_backorder_portal_rows()
        return self.env.cr.sql_log_count - before

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_portal_user_has_no_access_to_our_models(self):
        order = self._create_order({self.desk: 2})
        names = ["sale.backorder"] + [
            f"sale.backorder.{noun}"
            for noun in (
                "event",
                "limit",
                "message",
                "promise",
                "reason",
                "rule",
                "signal",
            )
        ]
        for name in names:
            with self.subTest(name), self.assertRaises(AccessError):
                self.env[name].with_user(self.portal_user).search([])
        fields = order.with_user(self.portal_user).fields_get()
        self.assertNotIn("backorder_ids", fields)
