# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.misc import mute_logger

from ..logic.effects import LATER, SOONER
from ..wizards import sale_backorder_priority_simulation
from .priority_common import PriorityCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderPrioritySimulation(PriorityCommon):
    """What other rules would do is seen before they do it."""

    def setUp(self):
        super().setUp()
        self.rule = self._create_vip_rule(active=False)
        self.older = self._create_waiting(days=6)
        self.order = self._create_waiting(days=0, partner_id=self.vip_partner.id)
        self._create_receipt(self.desk, 10, days=5)
        self._create_receipt(self.desk, 10, days=9)
        self._communicate()

    def _simulate(self, **values):
        """Let a sales manager look at what the rule would do if it were so."""
        rules = self.rules.with_user(self.sale_manager)
        action = rules.action_simulate()
        simulation = rules.env[action["res_model"]].browse(action["res_id"])
        draft = simulation.rule_ids.filtered(lambda rule: rule.rule_id == self.rule)
        draft.write(values)
        simulation.action_run()
        return simulation

    def _get_effects(self, simulation):
        effects = simulation._get_effects(self.desk)
        return {
            order: effects.get(order.order_line.id)
            for order in (self.order, self.older)
            if order.order_line.id in effects
        }

    def test_who_would_come_sooner_and_who_later(self):
        effects = self._get_effects(self._simulate(is_used=True))
        sooner, later = effects[self.order], effects[self.older]
        self.assertEqual((sooner.direction, sooner.days), (SOONER, -4))
        self.assertEqual((later.direction, later.days), (LATER, 4))
        self.assertEqual([sooner.before.position, sooner.after.position], [2, 1])

    def test_rules_that_change_no_place_have_no_effect(self):
        simulation = self._simulate(is_used=True, points=5)
        self.assertFalse(self._get_effects(simulation))
        self.assertIn("Nothing would change", simulation.result)

    def test_dates_are_those_that_come_true(self):
        effects = self._get_effects(self._simulate(is_used=True))
        self.rule.active = True
        self._evaluate()
        self.env["sale.backorder.signal"]._notice(products=self.desk)
        self._evaluate()
        for order, effect in effects.items():
            self.assertEqual(order.backorder_ids.expected_date, effect.after.day)

    def test_result_names_orders_and_days(self):
        result = self._simulate(is_used=True).result
        for text in (self.order.name, self.older.name, "+4", "-4", "Desk"):
            self.assertIn(text, result)

    def test_nothing_is_left_of_a_look(self):
        told = self.env["sale.backorder.message"].search_count([])
        events = self.env["sale.backorder.event"].search_count([])
        queued = self.order.backorder_ids.queue_date
        simulation = self._simulate(is_used=True)
        self.assertTrue(simulation.result)
        self.env.cr.flush()
        self.assertFalse(self.env["sale.backorder.signal"].search_count([]))
        self._communicate()
        self.assertEqual(self.env["sale.backorder.message"].search_count([]), told)
        self.assertEqual(self.env["sale.backorder.event"].search_count([]), events)
        self.assertEqual(self.order.backorder_ids.queue_date, queued)
        self.assertEqual(self._get_score(self.order), 0)
        self.assertFalse(self.rule.active)

    def test_nothing_is_shown_before_one_looks(self):
        action = self.rules.with_user(self.sale_manager).action_simulate()
        simulation = self.env[action["res_model"]].browse(action["res_id"])
        self.assertFalse(simulation.result)

    def test_rules_can_be_used_as_they_were_looked_at(self):
        simulation = self._simulate(is_used=True, points=9)
        simulation.action_apply()
        self.assertEqual((self.rule.active, self.rule.points), (True, 9))

    def test_too_many_products_are_said_to_be_too_many(self):
        self._create_order({self.lamp: 1})
        self._evaluate()
        with patch.object(sale_backorder_priority_simulation, "MAX_PRODUCTS", 1):
            simulation = self._simulate(is_used=True)
            self.assertTrue(simulation.is_partial)
            self.assertIn(self.order.name, simulation.result)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_salesperson_simulates_nothing(self):
        with self.assertRaises(AccessError):
            self.rules.with_user(self.sale_user).action_simulate()

    def test_queries_do_not_grow_with_orders(self):
        few = self._count_queries(2)
        self.assertLessEqual(self._count_queries(20), few)

    def _count_queries(self, count):
        for _order in range(count):
            self._create_waiting(days=1, partner_id=self.vip_partner.id)
        self._evaluate()
        simulation = self._simulate(is_used=True)
        effects = self.env["sale.backorder.priority.effect"]
        effects._render(simulation._get_effects(self.desk))
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertTrue(effects._render(simulation._get_effects(self.desk)))
        return self.env.cr.sql_log_count - before
