# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import BackorderCommsCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderQueue(BackorderCommsCommon):
    """A place is the same, whether its facts come from the cache or the database."""

    def assertSamePlace(self, move):
        queue = self.env["sale.backorder.queue"]
        outlook = self.env["sale.backorder.forecast"]._get_outlook(move.product_id)
        [row] = (row for row in outlook.moves if row.id == move.id)
        self.assertEqual(queue._get_place(move), queue._to_place(row))

    def test_order(self):
        order = self._create_order({self.desk: 1})
        self.assertSamePlace(order.order_line.move_ids)

    def test_order_with_a_lead_time(self):
        self.desk.sale_delay = 40
        order = self._create_order({self.desk: 1})
        self.assertSamePlace(order.order_line.move_ids)

    def test_order_for_a_day(self):
        day = fields.Datetime.now() + timedelta(days=60)
        order = self._create_order({self.desk: 1}, commitment_date=day)
        self.assertSamePlace(order.order_line.move_ids)

    def test_urgent_order(self):
        order = self._create_order({self.desk: 1})
        order.picking_ids.priority = "1"
        self.assertSamePlace(order.order_line.move_ids)

    def test_move_without_an_order(self):
        receipt = self._create_receipt(self.desk, 1, days=5)
        self.assertSamePlace(receipt.move_ids)
