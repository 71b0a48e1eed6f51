# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..logic.parcels import Portion, plan_parcels
from .common import BackorderCommsCommon


class ParcelsCommon(BackorderCommsCommon):
    def _get_portions(self, order):
        """Return the portions of an order by the name of the product."""
        portions = self.env["sale.backorder.parcels"]._get_portions(order)
        return {line.product_id.name: own for line, own in portions.items()}

    def _describe(self, order, together=frozenset()):
        parcels = self.env["sale.backorder.parcels"]
        portions = parcels._get_portions(order)
        return parcels._describe(order, plan_parcels(portions, together))


@tagged("post_install", "-at_install")
class TestParcelsOfOrder(ParcelsCommon):
    def test_what_is_in_stock_leaves_now_and_the_rest_when_it_comes(self):
        self._set_stock(self.desk, 6)
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self.assertEqual(
            self._get_portions(order),
            {
                "Desk": [
                    Portion(6, self.today, True),
                    Portion(4, order.backorder_ids.expected_date),
                ]
            },
        )

    def test_what_nothing_covers_has_no_day(self):
        order = self._create_order({self.lamp: 2})
        self._evaluate()
        self.assertEqual(self._get_portions(order), {"Lamp": [Portion(2, None)]})

    def test_day_that_has_passed_is_not_told(self):
        order = self._create_order({self.lamp: 2})
        self._evaluate()
        order.backorder_ids.expected_date = self._in_days(-1)
        self.assertEqual(self._get_portions(order), {"Lamp": [Portion(2, None)]})

    def test_what_is_planned_for_later_leaves_later(self):
        self._set_stock(self.desk, 6)
        order = self._create_order(
            {self.desk: 6},
            commitment_date=fields.Datetime.now() + timedelta(days=9),
        )
        self._evaluate()
        [portion] = self._get_portions(order)["Desk"]
        self.assertEqual(portion.is_here, True)
        self.assertGreater(portion.day, self.today)

    def test_what_has_left_is_in_no_parcel(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._validate(order.picking_ids)
        self._evaluate()
        self.assertEqual(self._get_portions(order), {"Desk": [Portion(4, None)]})

    def test_dozen_is_twelve_items(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._create_order({self.lamp: 1})
        self._evaluate()
        line = order.order_line
        line.product_uom_id = dozen
        parcels = self.env["sale.backorder.parcels"]
        self.assertEqual(parcels._to_items(line, 1), 12)

    def test_ten_metres_are_one_item(self):
        cable = self._create_product(
            name="Cable", uom_id=self.env.ref("uom.product_uom_meter").id
        )
        order = self._create_order({cable: 10})
        self._evaluate()
        self.assertEqual(self._get_portions(order), {"Cable": [Portion(1, None)]})

    def test_parcels_in_words(self):
        self._set_stock(self.desk, 3)
        order = self._create_order({self.desk: 3, self.lamp: 1})
        self._evaluate()
        self.assertEqual(
            self._describe(order), "2 parcels: 3 items now; 1 item without a date yet"
        )
        self.assertEqual(
            self._describe(order, order.order_line),
            "1 parcel: 4 items without a date yet",
        )


@tagged("post_install", "-at_install")
class TestParcelsOfQuotation(ParcelsCommon):
    def _create_quotation(self, quantities):
        return self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity}
                    )
                    for product, quantity in quantities.items()
                ],
            }
        )

    def test_quotation_is_pegged_as_if_it_were_confirmed(self):
        self._set_stock(self.desk, 6)
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_quotation({self.desk: 10, self.lamp: 2})
        portions = self._get_portions(order)
        self.assertEqual(portions["Desk"][0], Portion(6, self.today, True))
        self.assertEqual(portions["Lamp"], [Portion(2, None)])
        foreseen = portions["Desk"][1]
        order.action_confirm()
        self._evaluate()
        self.assertEqual(self._get_portions(order)["Desk"][1], foreseen)

    def test_those_who_wait_already_come_first(self):
        self._create_order({self.desk: 10})
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_quotation({self.desk: 1})
        self.assertEqual(self._get_portions(order), {"Desk": [Portion(1, None)]})

    def test_what_is_not_counted_is_there(self):
        screws = self._create_product(name="Screws", is_storable=False)
        order = self._create_quotation({screws: 5})
        self.assertEqual(
            self._get_portions(order), {"Screws": [Portion(5, self.today, True)]}
        )

    def test_services_are_in_no_parcel(self):
        service = self._create_product(
            name="Assembly", type="service", is_storable=False
        )
        self.assertEqual(self._get_portions(self._create_quotation({service: 1})), {})
