# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import BackorderCommsCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderEvaluation(BackorderCommsCommon):
    def _create_order_of_dozens(self, dozens):
        line = {
            "product_id": self.desk.id,
            "product_uom_id": self.env.ref("uom.product_uom_dozen").id,
            "product_uom_qty": dozens,
        }
        return self._create_order({}, order_line=[Command.create(line)])

    def test_order_without_stock_opens_a_backorder(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertRecordValues(
            order.backorder_ids,
            [
                {
                    "state": "waiting",
                    "quantity": 10,
                    "due_date": self.today,
                    "expected_date": False,
                }
            ],
        )

    def test_order_with_stock_opens_none(self):
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertFalse(order.backorder_ids)

    def test_only_the_missing_part_waits(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertEqual(order.backorder_ids.quantity, 4)

    def test_quantity_is_in_the_unit_of_the_line(self):
        self._set_stock(self.desk, 12)
        order = self._create_order_of_dozens(3)
        self._evaluate()
        self.assertEqual(order.backorder_ids.quantity, 2)

    def test_converted_units_ship_without_a_rest(self):
        self._set_stock(self.desk, 7)
        order = self._create_order_of_dozens(1)
        self._evaluate()
        self._validate(self._get_deliveries(order), {self.desk: 7})
        self._set_stock(self.desk, 5)
        self._validate(self._get_deliveries(order))
        self._evaluate()
        self.assertEqual(order.backorder_ids.state, "done")

    def test_expected_date_is_that_of_the_receipt(self):
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertEqual(
            order.backorder_ids.expected_date, self.today + timedelta(days=5)
        )

    def test_one_uncovered_unit_makes_the_date_unknown(self):
        self._create_receipt(self.desk, 9, days=5)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertFalse(order.backorder_ids.expected_date)

    def test_overdue_receipt_gives_no_date(self):
        self._create_receipt(self.desk, 10, days=-3)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertRecordValues(
            order.backorder_ids,
            [
                {
                    "expected_date": False,
                    "reason_id": self.env.ref(
                        "backorder_comms.sale_backorder_reason_late"
                    ).id,
                }
            ],
        )

    def test_supply_before_the_due_date_is_no_shortage(self):
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_order(
            {self.desk: 10},
            commitment_date=fields.Datetime.now() + timedelta(days=7),
        )
        self._evaluate()
        self.assertFalse(order.backorder_ids)

    def test_supply_that_slips_past_the_due_date_opens_a_backorder(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order(
            {self.desk: 10},
            commitment_date=fields.Datetime.now() + timedelta(days=7),
        )
        self._evaluate()
        receipt.scheduled_date += timedelta(days=4)
        self._evaluate()
        self.assertEqual(order.backorder_ids.quantity, 10)

    def test_receipt_makes_it_ready(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self._validate(receipt)
        self._evaluate()
        self.assertEqual(order.backorder_ids.state, "ready")

    def test_shipping_all_closes_it(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self._set_stock(self.desk, 10)
        self._validate(self._get_deliveries(order))
        self._evaluate()
        self.assertEqual(order.backorder_ids.state, "done")

    def test_cancelled_remainder_closes_it_as_cancelled(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self._validate(self._get_deliveries(order), {self.desk: 6}, backorder=False)
        self._evaluate()
        self.assertRecordValues(
            order.backorder_ids.event_ids[:1],
            [{"type": "cancelled", "new_value": "4"}],
        )

    def test_lowered_line_closes_it_as_cancelled(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10, self.lamp: 1})
        self._evaluate()
        lamp_line = order.order_line.filtered(lambda line: line.product_id == self.lamp)
        lamp_line.product_uom_qty = 0
        self._evaluate()
        self.assertEqual(lamp_line.backorder_ids.state, "cancel")

    def test_looking_again_changes_nothing(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        written = order.backorder_ids.write_date
        self.env["sale.backorder.signal"]._notice(products=self.desk)
        self._evaluate()
        self.assertEqual(order.backorder_ids.write_date, written)
        self.assertEqual(order.backorder_ids.event_ids.mapped("type"), ["opened"])

    def test_goods_taken_from_a_ready_backorder_make_it_wait_again(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self._set_stock(self.desk, 10)
        self._evaluate()
        self._set_stock(self.desk, 0)
        self._evaluate()
        self.assertEqual(
            order.backorder_ids.event_ids.sorted("id").mapped("type"),
            ["opened", "ready", "later"],
        )

    def test_reason_that_people_chose_stays(self):
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        reason = self.env["sale.backorder.reason"].create(
            {"name": "Recall", "customer_text": "The maker recalled a batch"}
        )
        order.backorder_ids.reason_id = reason
        receipt.scheduled_date += timedelta(days=5)
        self._evaluate()
        self.assertEqual(order.backorder_ids.reason_id, reason)

    def test_line_waits_again_in_a_new_backorder(self):
        order = self._create_order({self.desk: 1})
        self._evaluate()
        self._set_stock(self.desk, 1)
        self._validate(self._get_deliveries(order))
        self._evaluate()
        order.order_line.product_uom_qty = 3
        self._evaluate()
        self.assertEqual(
            order.backorder_ids.sorted("id").mapped("state"), ["done", "waiting"]
        )
