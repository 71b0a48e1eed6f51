# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest import SkipTest

from ..models.sale_backorder_event import EVENT_TYPES
from .common import BackorderCommsCommon


class DeliveryCommon(BackorderCommsCommon):
    """What users do to deliveries, and what we make of it, in a line each."""

    @classmethod
    def _require(cls, module):
        """Skip the class where the addon that it is about is not installed."""
        if cls.env["ir.module.module"]._get(module).state != "installed":
            raise SkipTest(f"{module} is not installed")

    # === WHAT USERS DO === #

    def _process(self, order, *steps, quantities=None):
        """Validate the order's transfers that can be, step by step.

        :param str steps: `pick`, `pack`, `out`
        :param dict[product.product, float] quantities: all that is reserved, unless
            given
        """
        for step in steps:
            transfers = order.picking_ids.filtered(
                lambda transfer, step=step: (
                    transfer.picking_type_id == self.warehouse[f"{step}_type_id"]
                    and transfer.state == "assigned"
                )
            )
            self._validate(transfers, quantities)
            self._communicate()

    def _return(self, picking, quantity, exchange=False):
        """Let the customer announce that so much of a shipment comes back.

        :rtype: stock.picking
        """
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.quantity = quantity
        act = (
            wizard.action_create_exchanges if exchange else wizard.action_create_returns
        )
        return picking.browse(act()["res_id"])

    # === WHAT WE MAKE OF IT === #

    def assertBackorder(self, order, state, **quantities):
        """Compare the order's only backorder; quantities not given are not compared."""
        self.assertRecordValues(order.backorder_ids, [{"state": state, **quantities}])

    def assertStory(self, order, events, told=None):
        """Compare what happened, and what was told: each event unless given.

        What is for the company only is left out.

        :param str events: types in order, as words
        :param str told: likewise
        """
        events_of_customers = order.backorder_event_ids.filtered(
            lambda event: event.type in dict(EVENT_TYPES)
        )
        happened = events_of_customers.sorted("id").mapped("type")
        self.assertEqual(
            (happened, self._get_told(order)),
            (events.split(), (events if told is None else told).split()),
        )

    def assertSilent(self, order):
        """Nothing is known of the order, and nothing was said."""
        self.assertStory(order, "")
        self.assertFalse(
            order.backorder_ids | order.backorder_message_ids.backorder_ids
        )
