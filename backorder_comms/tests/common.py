# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.base.tests.test_ir_cron import CronMixinCase
from odoo.addons.mail.tests.common import MailCase
from odoo.addons.sale.tests.common import SaleCommon


class BackorderCommsCommon(SaleCommon, MailCase, CronMixinCase):
    """A company with one warehouse, a customer, and two products without stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.company = cls.env.company
        cls.company.write(
            {
                "backorder_comms_active": True,
                "backorder_comms_baseline_done": True,
                "backorder_comms_threshold": 2,
                "backorder_comms_settle_minutes": 0,
                "stock_move_email_validation": False,
                "stock_text_confirmation": False,
            }
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.warehouse.backorder_calendar_id = False  # it ships every day
        cls.partner.write({"email": "ann@example.com", "phone": "+32470123456"})
        cls.desk = cls._create_product(name="Desk")
        cls.lamp = cls._create_product(name="Lamp")
        cls.today = cls.company._backorder_today()
        # What other tests and demo data left behind is none of ours.
        cls.env["sale.backorder.signal"].search([]).unlink()

    @classmethod
    def default_env_context(cls):
        """Keep the mail features on: they are what these tests are about."""
        return {}

    # === FACTORIES === #

    @classmethod
    def _create_product(cls, **values):
        return cls.env["product.product"].create(
            {"type": "consu", "is_storable": True, "list_price": 100.0, **values}
        )

    def _create_order(self, quantities, **values):
        """Confirm an order of the test's customer.

        :param dict[product.product, float] quantities:
        :rtype: sale.order
        """
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity}
                    )
                    for product, quantity in quantities.items()
                ],
                **values,
            }
        )
        order.action_confirm()
        return order

    def _set_stock(self, product, quantity, location=None):
        """Correct the stock as a warehouse user does in an inventory."""
        quant = (
            self.env["stock.quant"]
            .with_context(inventory_mode=True)
            .create(
                {
                    "product_id": product.id,
                    "location_id": (location or self.warehouse.lot_stock_id).id,
                    "inventory_quantity": quantity,
                }
            )
        )
        quant.action_apply_inventory()

    def _create_receipt(self, product, quantity, days, warehouse=None):
        """Plan a receipt in so many days; negative days make it overdue.

        :rtype: stock.picking
        """
        warehouse = warehouse or self.warehouse
        vendors = self.env.ref("stock.stock_location_suppliers")
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.in_type_id.id,
                "location_id": vendors.id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "location_id": vendors.id,
                            "location_dest_id": warehouse.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        receipt.scheduled_date = fields.Datetime.now() + timedelta(days=days)
        return receipt

    def _validate(self, picking, quantities=None, backorder=True):
        """Validate a transfer as its user does, wizards included.

        :param dict[product.product, float] quantities: what is reserved unless given
        :param bool backorder: whether what is missing stays to be done
        """
        for move in picking.move_ids:
            if quantities is not None:
                move.quantity = quantities.get(move.product_id, 0)
            move.picked = bool(move.quantity)
        action = picking.button_validate()
        if isinstance(action, dict):
            wizard = Form.from_action(picking.env, action).save()
            wizard.process() if backorder else wizard.process_cancel_backorder()

    def _get_deliveries(self, order):
        return order.picking_ids.filtered(
            lambda picking: (
                picking.picking_type_code == "outgoing"
                and picking.state not in ("done", "cancel")
            )
        )

    # === RUNNING THE JOBS === #

    def _in_days(self, days):
        return self.today + timedelta(days=days)

    def _run_cron(self, name):
        # What a commit does, except for committing.
        self.env.cr.flush()
        self.env.cr.clear()
        with self.mock_mail_gateway(), self.enter_registry_test_mode():
            self.env.ref(f"backorder_comms.ir_cron_{name}").method_direct_trigger()
        self.env.invalidate_all()

    def _evaluate(self):
        self._run_cron("evaluate")

    def _communicate(self):
        """Do what happens within the minute after a user's action."""
        self._run_cron("evaluate")
        self._run_cron("communicate")

    # === LOOKING AT THE RESULT === #

    def _get_told(self, order, channel="mail"):
        """Return what the customer was told, in order.

        :rtype: list[str]
        """
        messages = order.backorder_message_ids.filtered(
            lambda message: message.channel == channel and message.state == "queued"
        )
        return messages.sorted("id").mapped("event_type")
