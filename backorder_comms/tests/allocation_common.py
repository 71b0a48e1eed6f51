# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user

from .delivery_common import DeliveryCommon


class AllocationCommon(DeliveryCommon):
    """Orders that wait for desks, and a warehouse user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_user = new_test_user(
            cls.env, "picker", groups="stock.group_stock_user"
        )

    def _create_waiting(self, days, quantity=10, **values):
        """Confirm an order for desks that waits for so many days already."""
        order = self._create_order({self.desk: quantity}, **values)
        order.date_order = fields.Datetime.now() - timedelta(days=days)
        return order

    def _receive(self, quantity, location=None, product=None):
        """Let a warehouse user receive desks.

        :rtype: stock.picking
        """
        receipt = self._create_receipt(product or self.desk, quantity, 0)
        if location:
            receipt.location_dest_id = location
            receipt.move_ids.location_dest_id = location
        self._validate(receipt.with_user(self.stock_user))
        return receipt

    def _create_shelf(self, parent=None):
        return self.env["stock.location"].create(
            {
                "name": "Shelf",
                "location_id": (parent or self.warehouse.lot_stock_id).id,
            }
        )

    def _create_transfer(self, quantity, source=None):
        """Plan to bring desks to another shelf, for nobody.

        :rtype: stock.picking
        """
        source = source or self.warehouse.lot_stock_id
        values = {
            "location_id": source.id,
            "location_dest_id": self._create_shelf(self.warehouse.view_location_id).id,
        }
        transfer = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.int_type_id.id,
                **values,
                "move_ids": [
                    fields.Command.create(
                        {
                            "product_id": self.desk.id,
                            "product_uom_qty": quantity,
                            **values,
                        }
                    )
                ],
            }
        )
        transfer.action_confirm()
        return transfer

    def _check_availability(self, transfers):
        """Do what a warehouse user does who looks for goods for transfers."""
        self.env.flush_all()
        transfers.with_user(self.stock_user).action_assign()

    def assertReserved(self, *quantities):
        """Compare what orders, or transfers, hold.

        :param tuple quantities: pairs of one of them and a quantity of desks
        """
        self.assertEqual(
            [self._get_reserved(document) for document, _quantity in quantities],
            [quantity for _document, quantity in quantities],
        )

    def _get_reserved(self, document):
        transfers = document
        if document._name == "sale.order":
            transfers = document.picking_ids.filtered(
                lambda transfer: transfer.state != "done"
            )
        moves = transfers.move_ids.filtered(
            lambda move: (
                move.product_id == self.desk and move.state not in ("done", "cancel")
            )
        )
        return sum(moves.mapped("quantity"))
