# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderFigures(PromiseCommon):
    """What is kept because nobody could find it later."""

    def assertFigures(self, order, **figures):
        self.assertRecordValues(order.backorder_ids, [figures])

    def _write_as_customer(self, order):
        order.message_post(
            body="Where are my desks?",
            author_id=self.partner.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )

    def test_quantity_and_value_of_the_beginning_stay(self):
        order = self._create_promised_order()
        self._receive_and_ship(order)
        self.assertFigures(order, state="done", opened_quantity=10, opened_value=1000.0)

    def test_quantity_is_in_the_unit_of_the_product(self):
        line = {
            "product_id": self.desk.id,
            "product_uom_qty": 2,
            "product_uom_id": self.env.ref("uom.product_uom_dozen").id,
        }
        order = self._create_order({}, order_line=[Command.create(line)])
        self._evaluate()
        self.assertFigures(order, quantity=2, opened_quantity=24)

    def test_value_is_in_the_currency_of_the_company(self):
        currency = self.env["res.currency"].create({"name": "XBC", "symbol": "x"})
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "rate": 2.0, "company_id": self.company.id}
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "In another currency", "currency_id": currency.id}
        )
        order = self._create_order({self.desk: 10}, pricelist_id=pricelist.id)
        self._evaluate()
        self.assertEqual(order.amount_untaxed, 2000.0)
        self.assertFigures(order, opened_value=1000.0)

    def test_day_of_shipment_is_known_once_all_left(self):
        order = self._create_promised_order()
        self.assertFigures(order, shipped_date=False)
        self._receive_and_ship(order)
        self.assertFigures(order, shipped_date=self.today)

    def test_first_notice_is_kept_when_others_follow(self):
        order = self._create_promised_order()
        first = order.backorder_ids.first_told_date
        self.assertTrue(first)
        self._postpone(9)
        with freeze_time(fields.Datetime.now() + timedelta(hours=1)):
            self._communicate()
        self.assertGreater(order.backorder_ids.told_date, first)
        self.assertFigures(order, first_told_date=first)

    def test_customer_was_told_before_he_asked(self):
        order = self._create_promised_order()
        self._write_as_customer(order)
        self.assertFigures(order, is_told_first=True)

    def test_customer_who_asked_first_was_not_told_first(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        with freeze_time(fields.Datetime.now() + timedelta(minutes=5)):
            self._write_as_customer(order)
            self._communicate()
        self.assertFigures(order, is_told_first=False)

    def test_question_from_before_the_delay_does_not_count(self):
        order = self._create_order({self.desk: 10})
        with freeze_time(fields.Datetime.now() - timedelta(days=1)):
            self._write_as_customer(order)
        self._communicate()
        self.assertFigures(order, is_told_first=True)
