# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.stock.models.stock_picking import StockPicking

from .delivery_common import DeliveryCommon


class ShippingNoticeCommon(DeliveryCommon):
    """A company that has core write about each shipment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notice = cls.env["mail.template"].create(
            {
                "name": "Shipped",
                "model_id": cls.env["ir.model"]._get_id("stock.picking"),
                "subject": "{{ object.name }} has been shipped",
                "body_html": "<p>On its way</p>",
                "partner_to": "{{ object.partner_id.id }}",
            }
        )
        cls.company.write(
            {
                "stock_move_email_validation": True,
                "stock_mail_confirmation_template_id": cls.notice.id,
            }
        )

    def _get_core_notices(self, pickings):
        """Return the shipments that core wrote to customers about."""
        return pickings.filtered(
            lambda picking: "On its way" in "".join(picking.message_ids.mapped("body"))
        )

    def assertNotices(self, order, by_core, by_us):
        """Compare the number of core's notices, and what we told."""
        self.assertEqual(
            (len(self._get_core_notices(order.picking_ids)), self._get_told(order)),
            (by_core, by_us.split()),
        )


@tagged("post_install", "-at_install")
class TestStockPicking(ShippingNoticeCommon):
    """One message about each shipment, core's or ours, never both."""

    def _ship(self, stock, ordered=10, told=True):
        """Order, hear of the shortage if there is one, and ship what there is."""
        self._set_stock(self.desk, stock)
        order = self._create_order({self.desk: ordered})
        if told:
            self._communicate()
        self._process(order, "out")
        return order

    # === WHO WRITES === #

    def test_complete_shipment_is_announced_by_core(self):
        order = self._ship(10)
        self.assertNotices(order, by_core=1, by_us="")

    def test_partial_shipment_is_announced_by_us(self):
        order = self._ship(6)
        self.assertNotices(order, by_core=0, by_us="opened partly_shipped")

    @mute_logger("odoo.addons.backorder_comms.models.stock_picking")
    def test_fault_of_ours_leaves_the_shipment_to_core(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        pickings = type(self.env["stock.picking"])
        failing = {"side_effect": ZeroDivisionError}
        with patch.object(pickings, "_filter_told_by_us", **failing):
            self._process(order, "out")
        shipped = order.picking_ids.filtered(lambda picking: picking.state == "done")
        self.assertEqual(self._get_core_notices(order.picking_ids), shipped)

    def test_whether_shipments_are_ours_to_announce_is_asked_at_once(self):
        orders = self.env["sale.order"].union(
            *(self._create_order({self.desk: 10}) for _order in range(12))
        )
        counts = []
        for some in (orders[:2], orders[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._filter_shipment_told_by_us()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_partial_shipment_before_we_looked_is_announced_by_us(self):
        order = self._ship(6, told=False)
        self.assertNotices(order, by_core=0, by_us="partly_shipped")

    def test_partial_shipment_without_shortage_is_announced_by_us(self):
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        self._process(order, "out", quantities={self.desk: 6})
        self.assertNotices(order, by_core=0, by_us="partly_shipped")

    def test_last_shipment_after_a_partial_one_without_shortage_is_announced_once(self):
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        self._process(order, "out", quantities={self.desk: 6})
        self._process(order, "out")
        self.assertNotices(order, by_core=1, by_us="partly_shipped")

    def test_last_shipment_after_a_wait_is_announced_by_us(self):
        order = self._ship(0)
        self._set_stock(self.desk, 10)
        self._communicate()
        self._process(order, "out")
        self.assertNotices(order, by_core=0, by_us="opened ready shipped")

    def test_last_shipment_after_a_wait_unheard_of_is_announced_by_core(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self._set_stock(self.desk, 10)
        self._process(order, "out")
        self.assertNotices(order, by_core=1, by_us="")

    def test_shipment_with_a_cancelled_rest_is_announced_once(self):
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._validate(order.picking_ids, {self.desk: 6}, backorder=False)
        self._communicate()
        self.assertNotices(order, by_core=0, by_us="opened cancelled")

    def test_each_of_two_shipments_at_once_has_its_writer(self):
        self._set_stock(self.desk, 16)
        complete = self._create_order({self.desk: 10})
        partial = self._create_order({self.desk: 10})
        self._communicate()
        self._validate(complete.picking_ids | partial.picking_ids)
        self._communicate()
        self.assertEqual(
            self._get_core_notices((complete | partial).picking_ids),
            complete.picking_ids,
        )
        self.assertEqual(self._get_told(partial), ["opened", "partly_shipped"])

    # === WHO DOES NOT === #

    def test_switched_off_company_leaves_it_to_core(self):
        self.company.backorder_comms_active = False
        order = self._ship(6)
        self.assertNotices(order, by_core=1, by_us="")

    def test_without_a_rule_core_writes(self):
        self.env["sale.backorder.rule"].search(
            [("event_type", "=", "partly_shipped")]
        ).active = False
        order = self._ship(6)
        self.assertNotices(order, by_core=1, by_us="opened")

    def test_company_that_announces_no_shipments_hears_nothing_of_a_split(self):
        self.company.stock_move_email_validation = False
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        self._process(order, "out", quantities={self.desk: 6})
        self.assertNotices(order, by_core=0, by_us="")

    def test_customer_who_wants_no_news_of_ours_hears_from_core(self):
        self.partner.backorder_by_mail = False
        order = self._ship(6)
        self.assertNotices(order, by_core=1, by_us="")

    def test_delivery_without_an_order_is_announced_by_core(self):
        self._set_stock(self.desk, 10)
        order = self._create_order({self.desk: 10})
        delivery = order.picking_ids.copy({"sale_id": False})
        delivery.move_ids.sale_line_id = False
        delivery.action_confirm()
        delivery.move_ids.quantity = 4
        self._validate(delivery)
        self.assertEqual(self._get_core_notices(delivery), delivery)

    # === THE MESSAGE === #

    def test_message_lists_what_shipped_and_what_waits(self):
        order = self._ship(6)
        message = order.backorder_message_ids.sorted("id")[-1]
        content = order.with_context(
            backorder_comms_message_id=message.id
        )._get_backorder_content()
        self.assertEqual(
            [content[part][0]["quantity"] for part in ("shipped", "waiting")],
            ["6 Units", "4 Units"],
        )

    def test_warehouse_user_ships_without_access_to_our_records(self):
        user = self._create_new_internal_user(
            login="wally", groups="stock.group_stock_user"
        )
        self._set_stock(self.desk, 6)
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._validate(order.picking_ids.with_user(user), {self.desk: 6})
        self._communicate()
        self.assertNotices(order, by_core=0, by_us="opened partly_shipped")

    # === OTHER ADDONS === #

    def test_all_shipments_go_through_the_method_that_others_override(self):
        self._set_stock(self.desk, 16)
        orders = self._create_order({self.desk: 10}) | self._create_order(
            {self.desk: 10}
        )
        self._communicate()
        seen = []
        with patch.object(
            StockPicking,
            "_send_confirmation_email",
            lambda pickings: seen.append(pickings),
        ):
            self._validate(orders.picking_ids)
        self.assertEqual(seen[0].sale_id, orders)

    def test_other_posts_on_the_shipment_still_appear(self):
        order = self._ship(6)
        done = order.picking_ids.filtered(lambda picking: picking.state == "done")
        done.message_post(body="Left with the noon truck")
        self.assertIn("noon truck", done.message_ids[0].body)


@tagged("post_install", "-at_install")
class TestStockPickingText(ShippingNoticeCommon):
    """With `stock_sms`, whose text about each shipment core leaves out in tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._require("stock_sms")
        cls.company.write(
            {
                "stock_move_email_validation": False,
                "stock_text_confirmation": True,
                "stock_confirmation_type": "sms",
            }
        )

    def _ship(self, quantity):
        """Ship so many of ten; return the shipments that core sent a text about."""
        self._set_stock(self.desk, quantity)
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.company.has_received_warning_stock_sms = True
        with patch("odoo.modules.module.current_test", False):
            self._validate(order.picking_ids, {self.desk: quantity})
        self._communicate()
        return order, order.picking_ids.filtered(
            lambda picking: "sms" in picking.message_ids.mapped("message_type")
        )

    def test_complete_shipment_is_announced_by_core(self):
        order, announced = self._ship(10)
        self.assertEqual(announced, order.picking_ids)

    def test_partial_shipment_is_announced_by_us(self):
        order, announced = self._ship(6)
        self.assertFalse(announced)
        self.assertEqual(self._get_told(order), ["opened", "partly_shipped"])
