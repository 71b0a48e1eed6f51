# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import mute_logger

from .common import BackorderCommsCommon

OWN_MODELS = (
    "sale.backorder",
    "sale.backorder.decision",
    "sale.backorder.event",
    "sale.backorder.message",
)


@tagged("post_install", "-at_install")
class TestAccessRights(BackorderCommsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_user = new_test_user(
            cls.env, "warehouse", groups="stock.group_stock_user"
        )
        cls.accountant = new_test_user(
            cls.env, "accountant", groups="account.group_account_invoice"
        )

    def setUp(self):
        super().setUp()
        # What is refused is logged. (As a decorator of the class, `mute_logger` makes
        # a function of it, whose tests nobody finds.)
        silence = mute_logger(
            "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"
        )
        self.enterContext(silence)

    def _create_told_order(self, **values):
        order = self._create_order({self.desk: 2}, **values)
        self._communicate()
        self.env["sale.backorder.decision"].create(
            {"order_id": order.id, "kind": "date"}
        )
        return order

    def _count_seen(self, order, user):
        """Return how many records of the order a user sees in his company, by model."""
        env = order.with_user(user).with_company(user.company_id).env
        return [
            env[model].search_count([("order_id", "=", order.id)])
            for model in OWN_MODELS
        ]

    def test_salesperson_sees_own_orders(self):
        order = self._create_told_order(user_id=self.sale_user.id)
        self.assertEqual(self._count_seen(order, self.sale_user), [1, 1, 1, 1])

    def test_salesperson_does_not_see_those_of_others(self):
        order = self._create_told_order(user_id=self.sale_manager.id)
        self.assertEqual(self._count_seen(order, self.sale_user), [0, 0, 0, 0])

    def test_sales_manager_and_warehouse_see_all(self):
        order = self._create_told_order(user_id=self.sale_user.id)
        for user in (self.sale_manager, self.stock_user):
            with self.subTest(user.login):
                self.assertEqual(self._count_seen(order, user), [1, 1, 1, 1])

    def test_users_see_those_of_their_companies(self):
        order = self._create_told_order(user_id=self.sale_manager.id)
        other = self.env["res.company"].create({"name": "Other"})
        self.sale_manager.write(
            {"company_ids": [(4, other.id)], "company_id": other.id}
        )
        self.assertEqual(self._count_seen(order, self.sale_manager), [0, 0, 0, 0])

    def test_accountant_reads_order_without_its_backorders(self):
        order = self._create_told_order()
        [values] = order.with_user(self.accountant).read()
        self.assertEqual(values["backorder_waiting_count"], 1)
        self.assertNotIn("backorder_ids", values)
        with self.assertRaises(AccessError):
            order.with_user(self.accountant).backorder_ids.mapped("quantity")

    def test_people_choose_the_reason(self):
        order = self._create_told_order(user_id=self.sale_user.id)
        reason = self.env["sale.backorder.reason"].create(
            {"name": "Recalled", "customer_text": "We check it first"}
        )
        for user in (self.sale_user, self.stock_user):
            with self.subTest(user.login):
                order.backorder_ids.reason_id = False
                order.backorder_ids.with_user(user).reason_id = reason
                self.assertEqual(order.backorder_ids.reason_id, reason)

    def test_nobody_changes_a_promise(self):
        backorder = self._create_told_order(user_id=self.sale_user.id).backorder_ids
        for field in ("promised_date", "first_promised_date", "expected_date", "state"):
            for user in (self.sale_user, self.sale_manager, self.stock_user):
                with (
                    self.subTest(f"{user.login}, {field}"),
                    self.assertRaises(AccessError),
                ):
                    backorder.with_user(user).write({field: backorder[field]})

    def test_nobody_removes_or_makes_up_a_record(self):
        order = self._create_told_order()
        for model in OWN_MODELS:
            record = self.env[model].search([("order_id", "=", order.id)])
            record = record.with_user(self.sale_manager)
            with self.subTest(model):
                self.assertFalse(record.has_access("unlink"))
                self.assertFalse(record.has_access("create"))

    def test_people_talk_and_plan_activities_on_a_backorder(self):
        order = self._create_told_order(user_id=self.sale_user.id)
        for user in (self.sale_user, self.stock_user):
            backorder = order.backorder_ids.with_user(user)
            with self.subTest(user.login):
                note = backorder.message_post(body="I called the customer")
                call = backorder.activity_schedule("mail.mail_activity_data_call")
                self.assertIn(note, order.backorder_ids.message_ids)
                self.assertIn(call, order.backorder_ids.activity_ids)

    def test_only_template_editors_write_expressions(self):
        """A template can read and do whatever Odoo's server can."""
        editor = new_test_user(
            self.env,
            "editor",
            groups="sales_team.group_sale_manager,mail.group_mail_template_editor",
        )
        expressions = {
            "mail": {"body_html": '<p t-out="object.env.cr.dbname"/>'},
            "sms": {"body": "{{ object.env.cr.dbname }}"},
        }
        for channel, values in expressions.items():
            xmlid = f"backorder_comms.{channel}_template_opened"
            template = self.env.ref(xmlid)
            for user in (self.sale_user, self.sale_manager, self.stock_user):
                with (
                    self.subTest(f"{channel}, {user.login}"),
                    self.assertRaises(AccessError),
                ):
                    template.with_user(user).write(values)
        mail_template = self.env.ref("backorder_comms.mail_template_opened")
        mail_template.with_user(editor).write(expressions["mail"])

    def test_salesperson_makes_no_template_with_expressions(self):
        with self.assertRaises(AccessError):
            self.env["mail.template"].with_user(self.sale_user).create(
                {
                    "name": "Mine",
                    "model_id": self.env.ref("sale.model_sale_order").id,
                    "body_html": '<p t-out="object.env.cr.dbname"/>',
                }
            )

    def test_salespeople_ask_and_decide_and_nobody_else_does(self):
        for model in ("", ".topic", ".choice"):
            wizard = self.env[f"sale.backorder.decide{model}"]
            with self.subTest(wizard._name):
                self.assertTrue(wizard.with_user(self.sale_user).has_access("create"))
                for user in (self.stock_user, self.accountant):
                    self.assertFalse(wizard.with_user(user).has_access("create"))

    def test_rules_are_previewed_and_dry_run_by_managers_alone(self):
        for model in ("sale.backorder.rule.preview", "sale.backorder.rule.replay"):
            with self.subTest(model):
                wizard = self.env[model]
                self.assertTrue(
                    wizard.with_user(self.sale_manager).has_access("create")
                )
                for user in (self.sale_user, self.stock_user, self.accountant):
                    self.assertFalse(wizard.with_user(user).has_access("create"))

    def test_salesperson_does_not_configure(self):
        for model in ("sale.backorder.rule", "sale.backorder.reason"):
            record = self.env[model].search([], limit=1)
            with self.subTest(model):
                self.assertTrue(record.with_user(self.sale_user).has_access("read"))
                self.assertFalse(record.with_user(self.sale_user).has_access("write"))
                self.assertTrue(record.with_user(self.sale_manager).has_access("write"))

    def test_only_administrators_look_after_the_machine(self):
        for model in ("sale.backorder.health", "sale.backorder.outbox"):
            record = self.env[model].search([], limit=1)
            with self.subTest(model):
                for user in (self.sale_user, self.sale_manager, self.stock_user):
                    self.assertFalse(record.with_user(user).has_access("read"))
                administrator = record.with_user(self.env.ref("base.user_admin"))
                self.assertTrue(administrator.has_access("read"))
                self.assertFalse(administrator.has_access("create"))
                self.assertFalse(administrator.has_access("unlink"))

    def test_only_administrators_choose_what_code_runs(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Test",
                "model_id": self.env["ir.model"]._get("sale.order").id,
                "state": "code",
                "code": "record.write({'client_order_ref': 'acted'})",
            }
        )
        rule = self.env["sale.backorder.rule"].search([], limit=1)
        values = {"channel": "action", "server_action_id": action.id}
        with self.assertRaises(AccessError):
            rule.with_user(self.sale_manager).write(values)

    def test_sales_manager_reads_a_rule_that_runs_code(self):
        rule = self.env["sale.backorder.rule"].search([], limit=1)
        form = rule.with_user(self.sale_manager).get_view(view_type="form")
        self.assertNotIn('name="server_action_id"', form["arch"])

    def test_condition_holds_where_the_user_may_not_see_the_order(self):
        rule = self.env.ref("backorder_comms.sale_backorder_rule_partly_shipped_mail")
        rule.order_domain = f"[('partner_id', '=', {self.partner.id})]"
        order = self._create_told_order(user_id=self.sale_manager.id)
        order = order.with_user(self.stock_user)
        self.assertEqual(order._filter_having_words({order: "partly_shipped"}), order)
