# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import html

from odoo.tests import new_test_user, tagged

from .allocation_common import AllocationCommon
from .http_common import BackorderCommsHttpCommon
from .priority_common import PriorityCommon
from .question_common import QuestionCommon


@tagged("post_install", "-at_install")
class TestTours(BackorderCommsHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The pricelists of core's test data make the settings ask about them otherwise.
        cls.env.ref("base.group_user")._apply_group(cls.group_product_pricelist)

    def test_salesperson_finds_out_why_an_order_waits(self):
        reason = self.env["sale.backorder.reason"].create(
            {"name": "Recalled by its maker", "customer_text": "We check it first"}
        )
        order = self._create_order({self.lamp: 2}, user_id=self.sale_user.id)
        self._communicate()
        self.start_tour(
            f"/odoo/orders/{order.id}",
            "backorder_comms_salesperson",
            login=self.sale_user.login,
        )
        self.assertEqual(order.backorder_ids.reason_id, reason)

    def test_administrator_sets_the_threshold(self):
        self._create_silent_order()
        self.start_tour("/odoo/settings", "backorder_comms_settings", login="admin")
        self.assertEqual(self.company.backorder_comms_threshold, 4)

    def test_administrator_has_customers_from_before_written_to(self):
        order = self._create_silent_order()
        self.assertFalse(self._get_told(order))
        self.start_tour(
            "/odoo/settings", "backorder_comms_write_to_them", login="admin"
        )
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])

    def test_administrator_previews_tries_and_dry_runs_rules(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(
            ["backorder_comms"], ["fr_FR"], overwrite=True
        )
        self._create_order({self.lamp: 2})
        self._communicate()
        self.sale_manager.email = "boss@example.com"
        with self.mock_mail_gateway():
            self.start_tour(
                "/odoo/action-backorder_comms.sale_backorder_rule_action",
                "backorder_comms_rules",
                login=self.sale_manager.login,
            )
        [mail] = self._mails
        self.assertEqual(mail["email_to"], [self.sale_manager.email_formatted])
        self.assertIn("Votre commande", mail["subject"])

    def test_warehouse_user_finds_out_whom_a_receipt_is_for(self):
        user = new_test_user(self.env, "sue", groups="stock.group_stock_user")
        receipt = self._create_receipt(self.desk, 10, days=5)
        self._create_order({self.desk: 10})
        self._communicate()
        self.start_tour(
            f"/odoo/action-stock.action_picking_tree_incoming/{receipt.id}",
            "backorder_comms_receipt",
            login=user.login,
        )

    def test_manager_sees_no_share_where_nothing_was_measured(self):
        self._create_order({self.lamp: 2})
        self._communicate()
        self.start_tour(
            "/odoo/backorder-analysis?view_type=pivot",
            "backorder_comms_report",
            login=self.sale_manager.login,
        )

    def _create_silent_order(self):
        """Confirm an order that is short as if it were from before the installation."""
        order = self._create_order({self.lamp: 2})
        self._evaluate()
        order.backorder_ids.silent = True
        self._communicate()
        return order


@tagged("post_install", "-at_install")
class TestPriorityTours(BackorderCommsHttpCommon, PriorityCommon):
    def test_manager_sees_what_a_rule_would_do_before_using_it(self):
        rule = self._create_vip_rule(active=False)
        self._create_waiting(days=6)
        self._create_waiting(days=0, partner_id=self.vip_partner.id)
        for days in (5, 9):
            self._create_receipt(self.desk, 10, days)
        self._evaluate()
        self.start_tour(
            "/odoo/action-backorder_comms.sale_backorder_priority_rule_action",
            "backorder_comms_priority",
            login=self.sale_manager.login,
        )
        self.assertTrue(rule.active)


class CustomerTours(BackorderCommsHttpCommon):
    def _play_customer(self):
        """Look through what waits, and choose how to hear of it."""
        self._create_short_order()
        self.start_tour("/my", "backorder_comms_customer", login=self.portal_user.login)
        self.assertEqual(self.partner.backorder_extent, "essential")
        self.assertEqual(self.partner.backorder_quiet_from, 22.5)


@tagged("post_install", "-at_install")
class TestCustomerTours(CustomerTours):
    def test_customer_looks_through_what_waits(self):
        self._play_customer()


@tagged("post_install", "-at_install")
class TestWarehouseTours(BackorderCommsHttpCommon, AllocationCommon):
    def test_manager_takes_what_is_kept_for_others(self):
        new_test_user(
            self.env,
            "storekeeper",
            password="storekeeper",
            groups="stock.group_stock_manager",
        )
        ann = self.env["res.partner"].create({"name": "Ann"})
        self._create_waiting(5, partner_id=ann.id)
        newer = self._create_waiting(0)
        self._receive(10, self._create_shelf())
        self.env.flush_all()
        self.start_tour(
            f"/odoo/action-stock.action_picking_tree_all/{newer.picking_ids.id}",
            "backorder_comms_reserve",
            login="storekeeper",
        )
        self.assertReserved((newer, 10))


@tagged("post_install", "-at_install")
class TestQuestionTours(BackorderCommsHttpCommon, QuestionCommon):
    def test_salesperson_asks_and_sees_what_the_customer_decided(self):
        order = self._create_late_order()
        self.start_tour(
            f"/odoo/orders/{order.id}",
            "backorder_comms_ask",
            login=self.sale_user.login,
        )
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "decision"])
        self._follow_link(order, "Ship what is ready")
        self._communicate()
        self.start_tour(
            f"/odoo/orders/{order.id}",
            "backorder_comms_answered",
            login=self.sale_user.login,
        )

    def _follow_link(self, order, name):
        """Do what a link in the order's last mail offers, without logging in."""
        self.authenticate(None, None)
        mail = html.fromstring(self._get_last_body(order))
        [link] = [one for one in mail.xpath("//a") if one.text == name]
        page = html.fromstring(self.url_open(link.get("href")).content)
        [form] = page.xpath("//form[@method='post']")
        path = order._get_backorder_path("/decide")
        answer = self.url_open(path, data=dict(form.fields))
        self.assertIn("Two parcels will come.", answer.text)


@tagged("post_install", "-at_install")
class TestPhoneTours(CustomerTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_customer_looks_through_on_a_phone_what_waits(self):
        self._play_customer()

    def test_customer_reads_on_a_phone_what_waits(self):
        order = self._create_short_order()
        self.start_tour(order.get_portal_url(), "backorder_comms_portal", login=None)
