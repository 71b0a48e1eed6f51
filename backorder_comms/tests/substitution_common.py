# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .delivery_common import DeliveryCommon


class SubstitutionCommon(DeliveryCommon):
    """Whoever waits for desks may have tables instead, of which there are twenty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = cls._create_product(name="Table")
        cls.declared = cls._declare(cls.desk, cls.table)

    def setUp(self):
        super().setUp()
        self._set_stock(self.table, 20)

    @classmethod
    def _declare(cls, product, substitute, **values):
        return cls.env["sale.backorder.substitute"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "substitute_id": substitute.id,
                **values,
            }
        )

    def _create_waiting_order(self, quantity=10, **values):
        order = self._create_order({self.desk: quantity}, **values)
        self._communicate()
        return order

    def _get_choices(self, order, option):
        """Return the choices for the first line of an order that mean an option."""
        choices = order._get_backorder_choices()[order.order_line[0].id]
        return [choice for choice in choices if choice.option == option]

    def _decide(self, order, option, **details):
        details = {"line": order.order_line[0], **details}
        return order._backorder_decide(
            option, by=self.partner, origin="link", **details
        )

    def _swap(self, order, **details):
        return self._decide(order, "swap", product=self.table, **details)

    def assertOffered(self, order, *products):
        offered = [choice.product_id for choice in self._get_choices(order, "swap")]
        self.assertEqual(offered, [product.id for product in products])
