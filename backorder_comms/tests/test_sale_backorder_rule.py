# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .rule_common import RuleCommon

MATCHING = "odoo.addons.backorder_comms.models.sale_backorder_rule_matching"


@tagged("post_install", "-at_install")
class TestRuleForm(RuleCommon):
    """What an administrator can and cannot ask for."""

    def test_customers_are_the_audience_unless_another_one_is_chosen(self):
        self.assertEqual(self._create_rule().audience, "customer")

    def test_event_for_colleagues_is_for_the_salesperson_unless_chosen(self):
        form = Form(self.env["sale.backorder.rule"])
        form.channel = "mail"
        form.event_type = "at_risk"
        self.assertEqual(form.audience, "salesperson")

    def test_discuss_channel_is_its_own_audience(self):
        form = Form(self.env["sale.backorder.rule"])
        form.channel = "discuss"
        self.assertFalse(form.audience)

    def test_customers_cannot_be_told_what_is_for_colleagues(self):
        for event_type in ("at_risk", "message_failed"):
            with (
                self.subTest(event_type),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                rule = self._create_rule(channel="preferred")
                rule.event_type = event_type
                self.env.flush_all()

    def test_channel_needs_what_it_works_with(self):
        for channel, audience in (
            ("mail", "customer"),
            ("sms", "salesperson"),
            ("preferred", "customer"),
            ("discuss", False),
            ("activity", "salesperson"),
            ("action", False),
        ):
            with (
                self.subTest(channel),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.env["sale.backorder.rule"].create(
                    {
                        "name": "Test",
                        "event_type": "opened",
                        "channel": channel,
                        "audience": audience,
                    }
                )

    def test_broken_condition_cannot_be_saved(self):
        for domain in ("[('no_such_field', '=', 1)]", "[(", "[('name', '=', uid)]"):
            with self.subTest(domain), self.assertRaises(ValidationError):
                self._create_rule(order_domain=domain)

    def test_list_says_when_a_rule_applies(self):
        rule = self._create_rule(
            min_delay=7, min_value=500, order_domain="[('state', '=', 'sale')]"
        )
        self.assertEqual(
            rule.condition, "7 days late or more, worth 500 or more, some orders only"
        )

    def test_second_rule_for_the_same_is_overruled(self):
        first, second = self._create_rule(), self._create_rule()
        self.assertFalse(first.overruling_rule_id)
        self.assertEqual(second.overruling_rule_id, first)

    def test_rule_behind_one_with_a_condition_is_not_overruled(self):
        self._create_rule(order_domain="[('state', '=', 'sale')]")
        self.assertFalse(self._create_rule().overruling_rule_id)

    def test_rule_for_somebody_else_is_not_overruled(self):
        self._create_rule()
        rule = self._create_rule(audience="salesperson")
        self.assertFalse(rule.overruling_rule_id)


@tagged("post_install", "-at_install")
class TestRuleChannel(RuleCommon):
    """How customers are told."""

    def test_customer_is_told_as_he_prefers(self):
        self.partner.write({"backorder_by_mail": False, "backorder_by_sms": True})
        self._create_rule(channel="preferred")
        order = self._create_late_order()
        self._communicate()
        self.assertEqual(self._get_messages(order, "channel"), [("sms",)])

    def test_channel_of_a_rule_is_used_whatever_the_customer_prefers(self):
        self._create_rule(channel="sms")
        order = self._create_late_order()
        self._communicate()
        self.assertEqual(self._get_messages(order, "channel"), [("sms",)])

    def test_customer_who_wants_no_news_gets_none_by_any_channel(self):
        self.partner.backorder_by_mail = False
        self._create_rule(channel="mail")
        self._create_rule(channel="sms")
        order = self._create_late_order()
        self._communicate()
        self.assertFalse(order.backorder_message_ids)

    def test_customer_whom_the_only_channel_does_not_reach_is_a_task(self):
        self.partner.phone = False
        self._create_rule(channel="sms")
        order = self._create_late_order()
        self._communicate()
        self.assertEqual(self._get_messages(order, "state"), [("failed",)])
        self.assertEqual(len(order.activity_ids), 1)

    def test_nobody_is_unreachable_for_whom_there_is_no_rule(self):
        self.partner.write({"email": False, "phone": False})
        order = self._create_late_order()
        self._communicate()
        self.assertFalse(order.backorder_message_ids)


@tagged("post_install", "-at_install")
class TestRuleCondition(RuleCommon):
    """Which orders a rule is for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vip = cls.env["res.partner.category"].create({"name": "VIP"})
        cls.vip_domain = f"[('partner_id.category_id', 'in', [{cls.vip.id}])]"

    def test_rule_is_for_the_orders_that_match(self):
        rule = self._create_rule(order_domain=self.vip_domain)
        usual = self._create_late_order()
        self.partner = self.partner.copy({"category_id": [(4, self.vip.id)]})
        special = self._create_late_order()
        self._communicate()
        self.assertTold(usual)
        self.assertTold(special, rule)

    def test_rule_is_for_the_backorders_that_match(self):
        rule = self._create_rule(
            backorder_domain=f"[('product_id', '=', {self.lamp.id})]"
        )
        desks = self._create_order({self.desk: 1})
        lamps = self._create_order({self.desk: 1, self.lamp: 1})
        self._communicate()
        self.assertTold(desks)
        self.assertTold(lamps, rule)

    def test_rule_that_does_not_match_leaves_it_to_the_next_one(self):
        self._create_rule(order_domain=self.vip_domain)
        rule = self._create_rule()
        order = self._create_late_order()
        self._communicate()
        self.assertTold(order, rule)

    def test_rule_for_long_delays_is_not_for_short_ones(self):
        rule = self._create_rule(min_delay=7)
        soon = self._create_late_order(days=5)
        self._communicate()
        late = self._create_late_order(days=9)
        self._communicate()
        self.assertTold(soon)
        self.assertTold(late, rule)

    def test_goods_without_a_date_are_late_enough(self):
        rule = self._create_rule(min_delay=7)
        order = self._create_order({self.desk: 1})
        self._communicate()
        self.assertTold(order, rule)

    def test_delay_counts_from_the_date_that_was_promised(self):
        self._create_rule()
        rule = self._create_rule(event_type="later", min_delay=7)
        receipt = self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._communicate()
        receipt.scheduled_date += timedelta(days=5)
        self._communicate()
        self.assertNotIn(rule, order.backorder_message_ids.rule_id)
        receipt.scheduled_date += timedelta(days=2)
        self._communicate()
        self.assertIn(rule, order.backorder_message_ids.rule_id)

    def test_rule_for_large_values_looks_at_what_waits(self):
        rule = self._create_rule(min_value=1000)
        self._set_stock(self.desk, 5)
        small = self._create_order({self.desk: 14})  # 9 wait, at 100 each
        large = self._create_order({self.lamp: 10})
        self._communicate()
        self.assertTold(small)
        self.assertTold(large, rule)

    def test_value_is_in_the_currency_of_the_company(self):
        currency = self.env["res.currency"].create(
            {
                "name": "TST",
                "symbol": "T",
                "rate_ids": [(0, 0, {"rate": 10, "name": "2000-01-01"})],
            }
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Test", "currency_id": currency.id}
        )
        rule = self._create_rule(min_value=1000)
        order = self._create_order({self.desk: 9}, pricelist_id=pricelist.id)
        self.assertEqual(order.order_line.price_unit, 1000)
        self._communicate()
        self.assertTold(order)
        self.assertFalse(rule.error)

    def test_rule_whose_condition_breaks_stands_back_and_says_why(self):
        broken, rule = self._create_rule(), self._create_rule(sequence=20)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_backorder_rule SET order_domain = %s WHERE id = %s",
            ["[('x_gone', '=', 1)]", broken.id],
        )
        self.env.invalidate_all()
        order = self._create_late_order()
        with self.assertLogs(MATCHING, "WARNING"):
            self._communicate()
        self.assertTold(order, rule)
        self.assertIn("x_gone", broken.error)

    def test_rule_of_another_company_does_not_apply(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_rule(company_id=other.id)
        order = self._create_late_order()
        self._communicate()
        self.assertTold(order)

    def test_own_rule_of_a_company_comes_before_a_common_one(self):
        self._create_rule(sequence=1)
        rule = self._create_rule(sequence=2, company_id=self.company.id)
        order = self._create_late_order()
        self._communicate()
        self.assertTold(order, rule)

    def test_own_rule_that_does_not_match_leaves_it_to_a_common_one(self):
        self._create_rule(company_id=self.company.id, order_domain=self.vip_domain)
        rule = self._create_rule()
        order = self._create_late_order()
        self._communicate()
        self.assertTold(order, rule)


@tagged("post_install", "-at_install")
class TestShippedRules(RuleCommon):
    """What is there after the installation."""

    def _get_shipped(self):
        names = self.env["ir.model.data"].search(
            [
                ("module", "=", "backorder_comms"),
                ("model", "=", "sale.backorder.rule"),
            ]
        )
        return self.env["sale.backorder.rule"].browse(names.mapped("res_id"))

    def test_each_event_for_customers_has_a_rule_with_both_templates(self):
        rules = self._get_shipped().filtered(lambda one: one.audience == "customer")
        rules = rules.filtered(lambda rule: rule.channel == "preferred")
        self.assertEqual(len(rules), 9)
        self.assertTrue(all(rule.mail_template_id for rule in rules))
        self.assertTrue(all(rule.sms_template_id for rule in rules))

    def test_colleagues_get_nothing_unless_somebody_wants_it(self):
        rule = self.env.ref("backorder_comms.sale_backorder_rule_at_risk")
        self.assertFalse(rule.active)
