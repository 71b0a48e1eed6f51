# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.addons.sms.tools.sms_api import SmsApi

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestMultiCompany(DeliveryCommon):
    """Two companies in one database; each writes to its customers in its own way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create(
            {"name": "Other", "email": "hello@other.example.com"}
        )
        cls.env.user.company_ids += cls.other_company
        cls.other_warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.other_company.id)], limit=1
        )
        cls.other_partner = cls.partner.copy(
            {"name": "Olga", "email": "olga@example.com", "phone": "+32470654321"}
        )

    def _create_other_order(self):
        return self._create_order(
            {self.desk: 10},
            company_id=self.other_company.id,
            warehouse_id=self.other_warehouse.id,
            partner_id=self.other_partner.id,
            user_id=False,
        )

    def _create_salesperson(self, company):
        return mail_new_test_user(
            self.env,
            login="sam",
            groups="sales_team.group_sale_salesman_all_leads",
            company_id=company.id,
        )

    # === WAREHOUSES === #

    def test_warehouse_ships_on_the_days_of_its_own_company(self):
        warehouse = self.env["stock.warehouse"].create(
            {"name": "Second", "code": "SEC", "company_id": self.other_company.id}
        )
        self.assertEqual(
            warehouse.backorder_calendar_id, self.other_company.resource_calendar_id
        )

    # === GOODS === #

    def test_goods_of_another_company_are_no_supply(self):
        self._set_stock(self.desk, 10)
        order = self._create_other_order()
        self._communicate()
        self.assertBackorder(order, "waiting", quantity=10)

    def test_backorder_belongs_to_the_company_of_its_order(self):
        order = self._create_other_order()
        self._communicate()
        self.assertEqual(order.backorder_ids.company_id, self.other_company)

    # === SETTINGS === #

    def test_switched_off_company_is_silent(self):
        self.other_company.backorder_comms_active = False
        order = self._create_other_order()
        self._communicate()
        self.assertStory(order, "opened", told="")

    def test_other_company_is_not_switched_off_with_it(self):
        self.other_company.backorder_comms_active = False
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertStory(order, "opened")

    def test_each_company_promises_news_in_its_own_time(self):
        self.other_company.backorder_comms_update_days = 30
        order = self._create_other_order()
        self._communicate()
        self.assertEqual(
            order.backorder_ids.next_update_date, self.today + timedelta(days=30)
        )

    def test_rule_of_a_company_applies_there_only(self):
        rule = self.env.ref("backorder_comms.sale_backorder_rule_opened_mail")
        template = rule.mail_template_id.copy({"subject": "Other words"})
        rule.copy(
            {"company_id": self.other_company.id, "mail_template_id": template.id}
        )
        orders = (self._create_order({self.desk: 10}), self._create_other_order())
        self._communicate()
        self.assertEqual(
            [
                order.backorder_message_ids.mail_message_id.subject == "Other words"
                for order in orders
            ],
            [False, True],
        )

    # === SENDER AND LANGUAGE === #

    def test_mail_comes_from_the_company_of_the_order(self):
        order = self._create_other_order()
        self._communicate()
        self.assertIn(
            "hello@other.example.com",
            order.backorder_message_ids.mail_message_id.email_from,
        )

    def test_mail_is_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.other_partner.lang = "fr_FR"
        rule = self.env.ref("backorder_comms.sale_backorder_rule_opened_mail")
        rule.mail_template_id.with_context(lang="fr_FR").subject = "Du retard"
        order = self._create_other_order()
        self._communicate()
        self.assertEqual(
            order.backorder_message_ids.mail_message_id.subject, "Du retard"
        )

    # === ACCESS === #

    def test_salesperson_reads_the_backorders_of_the_own_company(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        user = self._create_salesperson(self.company)
        self.assertEqual(order.with_user(user).backorder_ids.quantity, 10)

    def test_salesperson_does_not_read_those_of_another_company(self):
        order = self._create_other_order()
        self._communicate()
        user = self._create_salesperson(self.company)
        with self.assertRaises(AccessError):
            order.backorder_ids.with_user(user).read(["quantity"])

    def test_salesperson_confirms_an_order_where_others_wait_in_two_companies(self):
        self._create_other_order()
        user = self._create_salesperson(self.company)
        order = self.env["sale.order"].create({"partner_id": self.partner.id})
        order.order_line = [(0, 0, {"product_id": self.desk.id, "product_uom_qty": 10})]
        order.with_user(user).action_confirm()
        self._communicate()
        self.assertStory(order, "opened")

    # === SMS === #

    def test_text_messages_of_two_companies_leave_the_queue(self):
        customers = self.partner | self.other_partner
        customers.write({"backorder_by_mail": False, "backorder_by_sms": True})
        self._create_order({self.desk: 10})
        self._create_other_order()
        self._communicate()
        texts = self.env["sms.sms"].search([("partner_id", "in", customers.ids)])
        with (
            patch.object(SmsApi, "_send_sms_batch", self._accept),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("sms.ir_cron_sms_scheduler_action").method_direct_trigger()
        self.assertEqual(texts.mapped("state"), ["pending", "pending"])

    @staticmethod
    def _accept(api, messages, delivery_reports_url=False):
        """Do as the provider does when all is well."""
        return [
            {"uuid": number["uuid"], "state": "success", "credit": 1}
            for message in messages
            for number in message["numbers"]
        ]
