# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from random import Random

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .delivery_common import DeliveryCommon

SEEDS = 5
COUNTED = (
    "mail.mail",
    "mail.message",
    "sale.backorder.event",
    "sale.backorder.message",
    "sale.backorder.promise",
)


@tagged("post_install", "-at_install")
class TestSaleBackorderRuleReplay(DeliveryCommon):
    def _replay(self, order, days=30):
        """Return what a dry run lists of an order."""
        replay = (
            self.env["sale.backorder.rule.replay"]
            .with_user(self.sale_manager)
            .create({"days": days})
        )
        domain = replay.action_run()["domain"]
        lines = self.env["sale.backorder.rule.replay.line"].search(domain)
        return lines.filtered(lambda line: line.order_id == order).sorted("id")

    def _describe(self, lines):
        return [
            (line.event_type, line.channel, line.outcome)
            for line in lines.sorted(lambda line: (line.date, line.id))
        ]

    def _tell_story(self):
        """Let an order wait, be put off, ship in parts and arrive."""
        receipt = self._create_receipt(self.desk, 2, days=10)
        self._set_stock(self.lamp, 1)
        order = self._create_order({self.desk: 2, self.lamp: 1})
        self._communicate()
        receipt.scheduled_date += timedelta(days=20)
        self._communicate()
        self._validate(self._get_deliveries(order))
        self._communicate()
        self._validate(receipt)
        self._communicate()
        self._validate(self._get_deliveries(order))
        self._communicate()
        return order

    def _spread(self, order, days=1):
        """Let what happened at once in the test have happened day by day."""
        moment = fields.Datetime.now() - timedelta(days=days * 10)
        for event in order.backorder_event_ids.sorted("id"):
            event.date = moment
            moment += timedelta(days=days)

    def test_unchanged_rules_would_have_sent_what_was_sent(self):
        order = self._tell_story()
        sent = self._get_told(order)
        self.assertEqual(
            sent, ["opened", "later", "partly_shipped", "ready", "shipped"]
        )
        self._spread(order)
        self.assertEqual(
            self._describe(self._replay(order)),
            [(occasion, "mail", "same") for occasion in sent],
        )

    def test_any_story_would_be_told_again_as_it_was(self):
        self.company.backorder_comms_threshold_share = 0  # today's share is no other's
        for seed in range(SEEDS):
            with self.subTest(seed=seed):
                order = self._tell_random_story(Random(seed))
                told = [
                    (occasion, "mail", "same") for occasion in self._get_told(order)
                ]
                self.assertEqual(self._describe(self._replay(order)), told)

    def _tell_random_story(self, random):
        """Let an order of two products have ups and downs."""
        products = [self._create_product(name=name) for name in ("Bed", "Sofa")]
        receipts = [self._create_receipt(product, 2, days=9) for product in products]
        order = self._create_order(dict.fromkeys(products, 2))
        self._communicate()
        for _step in range(6):
            for event in order.backorder_event_ids:
                event.date -= timedelta(days=1)
            receipt = random.choice(receipts)
            act = random.choice((self._move, self._move, self._receive, self._ship))
            act(order, receipt, random)
            self._communicate()
        return order

    def _move(self, _order, receipt, random):
        if receipt.state != "done":
            receipt.scheduled_date += timedelta(days=random.randint(-5, 9))

    def _receive(self, _order, receipt, random):
        if receipt.state != "done":
            self._validate(receipt, {receipt.product_id: random.randint(1, 2)})

    def _ship(self, order, _receipt, _random):
        if ready := self._get_deliveries(order).filtered(
            lambda delivery: delivery.state == "assigned"
        ):
            self._validate(ready)

    def test_rule_that_is_gone_would_not_have_sent(self):
        order = self._tell_story()
        self._spread(order)
        self.env.ref("backorder_comms.sale_backorder_rule_ready_mail").active = False
        lines = self._replay(order).filtered(lambda line: line.outcome != "same")
        self.assertEqual(self._describe(lines), [("ready", "mail", "gone")])

    def test_what_was_dropped_was_not_sent(self):
        order = self._create_order({self.desk: 2})
        self._communicate()
        order.backorder_message_ids.state = "dropped"
        self.env.ref("backorder_comms.sale_backorder_rule_opened_mail").active = False
        self.assertFalse(self._replay(order))

    def test_rule_that_was_not_there_would_have_sent(self):
        rule = self.env.ref("backorder_comms.sale_backorder_rule_ready_mail")
        rule.active = False
        order = self._tell_story()
        self._spread(order)
        rule.active = True
        lines = self._replay(order).filtered(lambda line: line.outcome != "same")
        self.assertEqual(self._describe(lines), [("ready", "mail", "new")])

    def test_condition_that_was_not_there_would_have_kept_it_back(self):
        order = self._create_order({self.desk: 2})
        self._communicate()
        rule = self.env.ref("backorder_comms.sale_backorder_rule_opened_mail")
        rule.min_value = 1_000_000
        self.assertEqual(
            self._describe(self._replay(order)), [("opened", "mail", "gone")]
        )

    def test_colleague_would_have_been_told(self):
        order = self._create_order({self.desk: 2}, user_id=self.sale_user.id)
        self._communicate()
        self.env["sale.backorder.rule"].create(
            {
                "name": "Salesperson too",
                "event_type": "opened",
                "channel": "mail",
                "audience": "salesperson",
            }
        )
        lines = self._replay(order)
        new = lines.filtered(lambda line: line.outcome == "new")
        self.assertEqual(new.partner_id, self.sale_user.partner_id)
        self.assertEqual((lines - new).mapped("outcome"), ["same"])

    def test_another_rule_would_have_sent_it_in_other_words(self):
        order = self._create_order({self.desk: 2})
        self._communicate()
        rule = self.env.ref("backorder_comms.sale_backorder_rule_opened_mail")
        own = rule.copy({"company_id": self.company.id, "name": "Ours"})
        line = self._replay(order)
        self.assertEqual((line.outcome, line.rule_id), ("other", own))

    def test_higher_threshold_would_have_left_a_move_out(self):
        order = self._tell_story()
        self._spread(order)
        self.company.backorder_comms_threshold = 60
        told = self._replay(order).filtered(lambda line: line.outcome != "gone")
        self.assertNotIn("later", told.mapped("event_type"))

    def test_customer_who_changed_his_mind_would_have_got_a_text_message(self):
        order = self._create_order({self.desk: 2})
        self._communicate()
        self.partner.write({"backorder_by_mail": False, "backorder_by_sms": True})
        self.assertEqual(
            sorted(self._describe(self._replay(order))),
            [("opened", "mail", "gone"), ("opened", "sms", "new")],
        )

    def test_what_was_before_those_days_is_not_listed(self):
        order = self._tell_story()
        self._spread(order, days=5)
        lines = self._replay(order, days=32).filtered(lambda li: li.outcome != "gone")
        self.assertEqual(lines.mapped("event_type"), ["ready", "shipped"])

    def test_promise_made_by_hand_is_no_news(self):
        self._create_receipt(self.desk, 2, days=10)
        order = self._create_order({self.desk: 2})
        self._communicate()
        self._spread(order)
        order.with_user(self.sale_manager).commitment_date = (
            fields.Datetime.now() + timedelta(days=12)
        )
        self._communicate()
        self.assertEqual(
            self._describe(self._replay(order)),
            [(occasion, "mail", "same") for occasion in self._get_told(order)],
        )

    def test_days_late_are_those_of_then(self):
        order = self._tell_story()
        self._spread(order)
        later = self.env.ref("backorder_comms.sale_backorder_rule_later_mail")
        for days, outcome in ((20, "same"), (21, "gone")):
            with self.subTest(days=days):
                later.min_delay = days
                line = self._replay(order).filtered(
                    lambda line: line.event_type == "later"
                )
                self.assertEqual(line.outcome, outcome)

    # === WHEN IT WOULD LEAVE === #

    def test_rule_that_waits_would_send_it_later(self):
        order = self._create_order({self.desk: 2})
        self._communicate()
        self._spread(order)
        self._opened_rule.write({"wait": 3, "wait_unit": "hours"})
        line = self._replay(order)
        self.assertEqual(line.held_until - line.date, timedelta(hours=3))

    def test_message_that_leaves_at_once_is_not_held(self):
        order = self._create_order({self.desk: 2})
        self._communicate()
        self.assertFalse(self._replay(order).held_until)

    def test_what_happens_while_it_waits_would_be_told_with_it(self):
        order = self._tell_story()
        self._spread(order)
        self._opened_rule.write({"wait": 60, "wait_unit": "hours"})
        lines = self._replay(order).filtered(lambda line: line.outcome != "gone")
        told = lines.sorted("date").mapped("event_type")
        self.assertEqual(told, ["opened", "partly_shipped", "ready", "shipped"])

    def test_message_held_until_the_quiet_hours_end_says_so(self):
        order = self._create_order({self.desk: 2})
        self._communicate()
        night = fields.Datetime.now().replace(hour=23, minute=0) - timedelta(days=2)
        order.backorder_event_ids.date = night
        self.partner.tz = "UTC"
        self._opened_rule.write({"hour_from": 8, "hour_to": 18})
        line = self._replay(order)
        self.assertEqual(line.held_until.hour, 8)
        self.assertEqual(line.held_until.date(), line.date.date() + timedelta(days=1))

    def test_cap_of_a_day_counts_all_orders_of_the_recipient(self):
        orders = [self._create_order({self.desk: 2}) for _number in range(3)]
        self._communicate()
        noon = fields.Datetime.now().replace(hour=12) - timedelta(days=5)
        for order in orders:
            order.backorder_event_ids.date = noon
        self.partner.tz = "UTC"
        self._opened_rule.daily_cap = 1
        lines = [self._replay(order) for order in orders]
        days = {(line.held_until or line.date).date() for line in lines}
        self.assertEqual(len(days), 3)

    @property
    def _opened_rule(self):
        return self.env.ref("backorder_comms.sale_backorder_rule_opened_mail")

    # === WHAT IT LEAVES ALONE === #

    def test_nothing_is_sent_or_changed(self):
        order = self._tell_story()
        before = {model: self.env[model].search_count([]) for model in COUNTED}
        told = order.backorder_ids.mapped("told_date")
        self._replay(order)
        after = {model: self.env[model].search_count([]) for model in COUNTED}
        self.assertEqual(after, before)
        self.assertEqual(order.backorder_ids.mapped("told_date"), told)

    def test_silent_backorders_stay_silent(self):
        order = self._create_order({self.desk: 2})
        self._evaluate()
        order.backorder_ids.silent = True
        self._communicate()
        self.assertFalse(self._replay(order))

    def test_salesperson_has_no_dry_run(self):
        with self.assertRaises(AccessError):
            self.env["sale.backorder.rule.replay"].with_user(self.sale_user).create({})

    def test_more_orders_take_few_queries_more(self):
        def count(number):
            for _order in range(number):
                self._create_order({self.desk: 2})
            self._communicate()
            replay = self.env["sale.backorder.rule.replay"].create({})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            replay.action_run()
            return self.env.cr.sql_log_count - before

        self.assertLessEqual(-count(1) + count(10), 10 * 6)
