# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools.misc import mute_logger

from .priority_common import PriorityCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderPriority(PriorityCommon):
    """Who gets how many points, and what they do."""

    # === WHAT GIVES POINTS === #

    def test_customer_with_the_tag_gets_points(self):
        self._create_vip_rule()
        order = self._create_order({self.desk: 1}, partner_id=self.vip_partner.id)
        other = self._create_order({self.desk: 1})
        self._evaluate()
        self.assertEqual([self._get_score(order), self._get_score(other)], [7, 0])

    def test_contact_of_a_tagged_company_gets_points(self):
        self._create_vip_rule()
        contact = self._create_partner(name="Clerk", parent_id=self.vip_partner.id)
        self.vip_partner.is_company = True
        order = self._create_order({self.desk: 1}, partner_id=contact.id)
        self._evaluate()
        self.assertEqual(self._get_score(order), 7)

    def test_all_conditions_must_hold(self):
        rule = self._create_vip_rule(
            product_domain=f"[('id', '=', {self.desk.id})]",
            order_domain="[('client_order_ref', '=', 'P1')]",
        )
        values = {"partner_id": self.vip_partner.id, "client_order_ref": "P1"}
        order = self._create_order({self.desk: 1}, **values)
        lamps = self._create_order({self.lamp: 1}, **values)
        self._evaluate()
        self.assertEqual([self._get_score(order), self._get_score(lamps)], [7, 0])
        rule.order_domain = "[('client_order_ref', '=', 'P2')]"
        self._run_cron("reconcile")
        self._evaluate()
        self.assertEqual(self._get_score(order), 0)

    def test_days_after_the_promise(self):
        self._create_rule(kind="broken", limit=14)
        order = self._create_order({self.desk: 1})
        self._evaluate()
        self._promise_ago(order, 5)
        self._look_again()
        self.assertEqual(self._get_score(order), 5)

    def test_putting_a_promise_off_takes_no_points_away(self):
        self._create_rule(kind="broken", limit=14)
        order = self._create_order({self.desk: 1})
        self._evaluate()
        self._promise_ago(order, 5)
        self._promise_ago(order, -9)
        self._look_again()
        self.assertEqual(self._get_score(order), 5)

    def test_later_day_that_the_customer_agreed_to_counts(self):
        self._create_rule(kind="broken", limit=14)
        order = self._create_order({self.desk: 1})
        self._evaluate()
        self._promise_ago(order, 5)
        backorder = order.backorder_ids
        backorder._promise({backorder: self._in_days(-2)}, "accepted")
        self._look_again()
        self.assertEqual(self._get_score(order), 2)

    def test_times_put_off(self):
        self._create_rule(kind="slips", points=3, limit=9)
        order = self._create_order({self.desk: 1})
        self._evaluate()
        for days in (9, 5, -3):
            self._promise_ago(order, days)
        self._look_again()
        self.assertEqual(self._get_score(order), 6)

    def test_days_of_waiting(self):
        self._create_rule(kind="age", limit=90)
        order = self._create_waiting(days=20)
        self._look_again()
        self.assertEqual(self._get_score(order), 20)

    def test_days_near_the_delivery_date(self):
        self._create_rule(kind="deadline", limit=14)
        order = self._create_due_order(days=10)
        self._evaluate()
        self.assertEqual(self._get_score(order), 4)

    def test_value_of_the_order(self):
        self._create_rule(kind="value", step=1000)
        order = self._create_order({self.desk: 25})
        self._evaluate()
        self.assertEqual(self._get_score(order), 2)

    def test_percent_paid_online(self):
        self._create_rule(kind="paid", step=10)
        order = self._create_order({self.desk: 10})
        provider = self.env["payment.provider"].search([], limit=1)
        self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env["payment.method"].search([], limit=1).id,
                "reference": "online",
                "amount": order.amount_total / 2,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "sale_order_ids": order.ids,
                "state": "done",
            }
        )
        self._evaluate()
        self.assertEqual(self._get_score(order), 5)

    def test_percent_of_invoices_paid(self):
        self._create_rule(kind="paid", step=10)
        self.desk.invoice_policy = "order"
        order = self._create_order({self.desk: 10})
        invoice = order._create_invoices()
        invoice.action_post()
        self._look_again()
        self.assertEqual(self._get_score(order), 0)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"amount": invoice.amount_total * 0.3})._create_payments()
        self._look_again()
        self.assertEqual(self._get_score(order), 3)

    def test_rules_add_up_to_no_more_than_the_cap(self):
        self.company.backorder_comms_score_cap = 10
        for _rule in range(2):
            self._create_vip_rule()
        order = self._create_order({self.desk: 1}, partner_id=self.vip_partner.id)
        self._evaluate()
        self.assertEqual(self._get_score(order), 10)

    def test_rule_of_another_company_gives_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_rule(points=5, company_id=other.id)
        order = self._create_order({self.desk: 1})
        self._evaluate()
        self.assertEqual(self._get_score(order), 0)

    def test_rule_of_no_company_gives_points_in_each(self):
        self._create_rule(points=5, company_id=False)
        order = self._create_order({self.desk: 1})
        self._evaluate()
        self.assertEqual(self._get_score(order), 5)

    # === WHAT POINTS DO === #

    def test_goods_go_to_whoever_has_points_for_the_days(self):
        self._create_vip_rule()
        older = self._create_waiting(days=6)
        order = self._create_waiting(days=0, partner_id=self.vip_partner.id)
        self._evaluate()
        self._receive(10)
        self.assertReserved((order, 10), (older, 0))

    def test_points_do_not_count_more_days_than_they_are(self):
        self._create_vip_rule()
        older = self._create_waiting(days=8)
        order = self._create_waiting(days=0, partner_id=self.vip_partner.id)
        self._evaluate()
        self._receive(10)
        self.assertReserved((order, 0), (older, 10))

    def test_dates_go_by_points(self):
        self._create_vip_rule()
        older = self._create_waiting(days=6)
        order = self._create_waiting(days=0, partner_id=self.vip_partner.id)
        self._create_receipt(self.desk, 10, days=9)
        self._evaluate()
        self.assertTrue(order.backorder_ids.expected_date)
        self.assertFalse(older.backorder_ids.expected_date)

    def test_quotation_of_whoever_has_points_is_dated_by_them(self):
        self._create_vip_rule()
        self._create_waiting(days=6)
        self._create_receipt(self.desk, 10, days=9)
        line = {"product_id": self.desk.id, "product_uom_qty": 10}
        quotation = self.env["sale.order"].create(
            {"partner_id": self.vip_partner.id, "order_line": [(0, 0, line)]}
        )
        forecast = self.env["sale.backorder.forecast"]
        pieces = forecast._get_quotation_pieces(quotation.order_line)
        self.assertTrue(pieces[quotation.order_line][0].day)

    def test_place_is_the_same_from_cache_and_database(self):
        self._create_vip_rule()
        order = self._create_order({self.desk: 1}, partner_id=self.vip_partner.id)
        self._evaluate()
        move = order.order_line.move_ids
        outlook = self.env["sale.backorder.forecast"]._get_outlook(self.desk)
        [row] = (row for row in outlook.moves if row.id == move.id)
        queue = self.env["sale.backorder.queue"]
        self.assertEqual(row.score, 7)
        self.assertEqual(queue._get_place(move), queue._to_place(row))

    def test_copied_order_has_no_points(self):
        self._create_vip_rule()
        order = self._create_order({self.desk: 1}, partner_id=self.vip_partner.id)
        self._evaluate()
        self.assertEqual(self._get_score(order.copy()), 0)

    # === WHEN RULES CHANGE === #

    def _look_again(self):
        self.env["sale.backorder.signal"]._notice(products=self.desk)
        self._evaluate()

    def _score_everything(self):
        """Do what happens within the minute after the rules changed."""
        self._run_cron("reconcile")
        self._evaluate()

    def test_changed_rule_scores_everybody(self):
        order = self._create_order({self.desk: 1}, partner_id=self.vip_partner.id)
        self._evaluate()
        cron = "backorder_comms.ir_cron_reconcile"
        with self.capture_triggers(cron) as triggers:
            rule = self._create_vip_rule()
            self.env.flush_all()
        self.assertEqual(len(triggers.records), 1)
        self._score_everything()
        self.assertEqual(self._get_score(order), 7)
        with self.capture_triggers(cron) as triggers:
            rule.points = 9
        self.assertEqual(len(triggers.records), 1)
        self._score_everything()
        self.assertEqual(self._get_score(order), 9)

    def test_points_are_gone_with_the_last_rule(self):
        rule = self._create_vip_rule()
        order = self._create_order({self.desk: 1}, partner_id=self.vip_partner.id)
        self._evaluate()
        rule.unlink()
        self._score_everything()
        self.assertEqual(self._get_score(order), 0)
        self.assertEqual(order.backorder_ids.score, 0)

    def test_points_are_gone_when_nothing_waits_any_more(self):
        self._create_vip_rule()
        order = self._create_order({self.desk: 1}, partner_id=self.vip_partner.id)
        self._evaluate()
        order._action_cancel()
        self._score_everything()
        self.assertEqual(self._get_score(order), 0)

    def test_another_cap_scores_everybody(self):
        self._create_vip_rule()
        order = self._create_order({self.desk: 1}, partner_id=self.vip_partner.id)
        self._evaluate()
        with self.capture_triggers("backorder_comms.ir_cron_reconcile") as triggers:
            self.company.backorder_comms_score_cap = 5
        self.assertEqual(len(triggers.records), 1)
        self._score_everything()
        self.assertEqual(self._get_score(order), 5)

    def test_without_rules_nothing_is_asked(self):
        self._create_order({self.desk: 1})
        priority = self.env["sale.backorder.priority"]
        priority._refresh(self.desk)
        with self.assertQueryCount(0):
            priority._refresh(self.desk)

    def test_rules_and_lines_take_no_more_queries(self):
        for kind in ("broken", "slips", "value", "paid", "deadline"):
            self._create_rule(kind=kind)
        self._create_vip_rule()
        few = self._count_refresh(1)
        self.assertLessEqual(self._count_refresh(40), few)
        self.assertLessEqual(few, 7)  # a savepoint and the company's settings, too

    def _count_refresh(self, count):
        for _order in range(count):
            self._create_order({self.desk: 1}, partner_id=self.vip_partner.id)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.assertTrue(self.env["sale.backorder.priority"]._refresh(self.desk))
        return self.env.cr.sql_log_count - before

    # === WHAT GOES WRONG === #

    def test_broken_condition_stops_no_other_rule(self):
        self._create_vip_rule()
        broken = self._create_rule(points=5)
        self.env.cr.execute(
            "UPDATE sale_backorder_priority_rule SET order_domain = %s WHERE id = %s",
            ["[('gone', '=', 1)]", broken.id],
        )
        broken.invalidate_recordset()
        order = self._create_order({self.desk: 1}, partner_id=self.vip_partner.id)
        with self.assertLogs("odoo.addons.backorder_comms", "WARNING"):
            self._evaluate()
        self.assertEqual(self._get_score(order), 7)

    def test_failure_keeps_nobody_from_being_evaluated(self):
        self._create_vip_rule()
        order = self._create_order({self.desk: 1})

        def fail(*_args):
            raise ValueError("broken")

        priority = type(self.env["sale.backorder.priority"])
        self.patch(priority, "_load", fail)
        with self.assertLogs("odoo.addons.backorder_comms", "ERROR"):
            self._evaluate()
        self.assertEqual(order.backorder_ids.state, "waiting")

    def test_condition_that_cannot_be_used_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "cannot be used"):
            self._create_rule(order_domain="[('gone', '=', 1)]")

    @mute_logger("odoo.sql_db")
    def test_measured_points_are_positive(self):
        with self.assertRaises(IntegrityError):
            self._create_rule(kind="age", points=-1)

    # === THE RECORD === #

    def test_suggested_rules_change_nothing_by_themselves(self):
        data = self.env["ir.model.data"].search(
            [
                ("model", "=", "sale.backorder.priority.rule"),
                ("module", "=", "backorder_comms"),
            ]
        )
        rules = self.rules.browse(data.mapped("res_id")).exists()
        self.assertTrue(rules)
        self.assertFalse(rules.filtered("active"))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_salesperson_reads_rules_and_changes_none(self):
        rule = self._create_rule().with_user(self.sale_user)
        self.assertEqual(rule.name, "Rule")
        with self.assertRaises(AccessError):
            rule.points = 9

    def test_sales_manager_makes_rules(self):
        rule = self.rules.with_user(self.sale_manager).create({"name": "New"})
        rule.points = 3
        self.assertEqual(rule.points, 3)

    # === WHERE THEY COME FROM === #

    def test_backorder_shows_each_term_to_its_salesperson(self):
        self._create_vip_rule()
        self._create_rule(name="Waits long", kind="age", limit=90)
        values = {"partner_id": self.vip_partner.id, "user_id": self.sale_user.id}
        order = self._create_waiting(days=20, **values)
        order.picking_ids.priority = "1"
        self._evaluate()
        backorder = order.backorder_ids.with_user(self.sale_user)
        terms = backorder._get_priority_terms()
        self.assertEqual(
            [(term["name"], term["points"]) for term in terms],
            [("Urgent", 30), ("VIP customers", 7), ("Waits long", 20)],
        )
        self.assertEqual(sum(term["points"] for term in terms), backorder.score)
        self.assertIn("Days of Waiting: 20", " ".join(backorder.priority_terms.split()))

    def test_explanation_names_what_gives_points(self):
        self._create_vip_rule()
        order = self._create_order({self.desk: 1}, partner_id=self.vip_partner.id)
        self._evaluate()
        self.assertIn(
            "It counts 7 points of priority: VIP customers.",
            order.backorder_ids.explanation,
        )

    def test_explanation_is_silent_without_points(self):
        order = self._create_order({self.desk: 1})
        self._evaluate()
        self.assertNotIn("points", order.backorder_ids.explanation)
