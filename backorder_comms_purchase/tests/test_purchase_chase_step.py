# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools.misc import mute_logger

from .chase_common import ChaseCommon


@tagged("post_install", "-at_install")
class TestPurchaseChaseStep(ChaseCommon):
    """Who sets up the ladder, and who sees what was done."""

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_buyer_reads_steps_and_changes_none(self):
        step = self.steps["late"].with_user(self.buyer)
        self.assertEqual(step.days, 1)
        with self.assertRaises(AccessError):
            step.days = 9

    def test_manager_sets_up_steps(self):
        steps = self.env["purchase.chase.step"].with_user(self.manager)
        step = steps.create({"name": "Call", "action": "buyer"})
        step.days = 3
        self.assertEqual(step.days, 3)

    def test_mail_needs_words(self):
        with self.assertRaises(ValidationError):
            self.steps["late"].mail_template_id = False

    @mute_logger("odoo.sql_db")
    def test_steps_are_a_day_apart(self):
        with self.assertRaises(IntegrityError):
            self.steps["late"].wait_days = 0

    def test_buyer_sees_what_was_done_in_his_companies(self):
        self._buy_awaited()
        self._chase(1)
        seen = self.attempts.with_user(self.buyer)
        self.assertTrue(seen.search([("partner_id", "=", self.vendor.id)]))
        other = self.env["res.company"].create({"name": "Other"})
        self.buyer.write({"company_ids": [(4, other.id)], "company_id": other.id})
        seen = seen.with_company(other).with_context(allowed_company_ids=other.ids)
        self.assertFalse(seen.search([("partner_id", "=", self.vendor.id)]))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_changes_what_was_done(self):
        self._buy_awaited()
        self._chase(1)
        attempt = self.attempts.search([], limit=1).with_user(self.manager)
        with self.assertRaises(AccessError):
            attempt.result = "answered"
        with self.assertRaises(AccessError):
            attempt.unlink()
