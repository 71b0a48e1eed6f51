# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.modules.module import load_script
from odoo.tests import tagged

from .promise_common import PromiseCommon


def run_script(env, version):
    """Run what an update to a version runs after it."""
    path = f"backorder_comms/migrations/{version}/post-migration.py"
    load_script(path, f"post_{version}").migrate(env.cr, "")
    env.invalidate_all()


@tagged("post_install", "-at_install")
class TestMigrationToPromises(PromiseCommon):
    """A database from before the promises gets those that it still knows of."""

    def _forget_promises(self, order):
        """Make the order what the version before left of it."""
        self.env.flush_all()
        promises = order.backorder_ids.promise_ids
        self.env.cr.execute(
            "DELETE FROM sale_backorder_promise WHERE id = ANY(%s)", [promises.ids]
        )
        self.env.cr.execute(
            "UPDATE sale_backorder"
            " SET promise_count = 0, slip_count = 0, slip_days = 0,"
            " promise_state = NULL, first_promise_state = NULL, is_told_ready = NULL"
            " WHERE id = ANY(%s)",
            [order.backorder_ids.ids],
        )
        self.env.invalidate_all()

    def _migrate(self, order):
        self._forget_promises(order)
        run_script(self.env, "19.0.1.1.0")

    def test_first_and_last_date_are_promises(self):
        order = self._create_promised_order(days=5)
        for _slip in range(2):
            self._postpone(4)
            self._communicate()
        self._migrate(order)
        self.assertPromises(
            order, (self._in_days(5), "told"), (self._in_days(13), "told")
        )

    def test_date_that_never_moved_is_one_promise(self):
        order = self._create_promised_order(days=5)
        self._migrate(order)
        self.assertPromises(order, (self._in_days(5), "told"))

    def test_customer_without_a_date_was_told_so(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._migrate(order)
        self.assertPromises(order, (False, "told"))

    def test_whoever_was_not_told_was_promised_nothing(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self._migrate(order)
        self.assertPromises(order)

    def test_day_of_the_arrival_was_no_promise(self):
        order = self._create_promised_order(days=5)
        self._validate(self.receipt)
        self._communicate()
        order.backorder_ids.promised_date = self.today
        self._migrate(order)
        self.assertPromises(order, (self._in_days(5), "told"))
        self.assertTrue(order.backorder_ids.is_told_ready)

    def test_figures_are_made_of_them(self):
        order = self._create_promised_order(days=5)
        self._postpone(4)
        self._communicate()
        self._migrate(order)
        self.assertRecordValues(
            order.backorder_ids,
            [
                {
                    "promise_count": 2,
                    "slip_count": 1,
                    "slip_days": 4,
                    "promise_state": "open",
                }
            ],
        )

    def test_shipped_goods_are_judged(self):
        order = self._create_promised_order(days=5)
        self._receive_and_ship(order)
        self._migrate(order)
        self.assertEqual(order.backorder_ids.promise_state, "kept")


@tagged("post_install", "-at_install")
class TestMigrationToStoredLimits(PromiseCommon):
    def test_promise_at_risk_is_known_without_a_look_at_the_promises(self):
        order = self._create_promised_order(days=5)
        self._postpone(4)
        self._evaluate()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_backorder SET promised_latest_date = NULL, at_risk = NULL"
        )
        run_script(self.env, "19.0.1.2.0")
        self.assertRecordValues(
            order.backorder_ids,
            [{"promised_latest_date": self._in_days(5), "at_risk": True}],
        )


@tagged("post_install", "-at_install")
class TestMigrationOfRules(PromiseCommon):
    """Rules wrote an email or an SMS, each to those who prefer it."""

    def _create_pair(self, **values):
        """Make of the rule about new backorders the two that there were before."""
        by_mail = self.env.ref("backorder_comms.sale_backorder_rule_opened_mail")
        template = by_mail.sms_template_id
        by_mail.write({"channel": "mail", "sms_template_id": False})
        by_sms = by_mail.copy(
            {
                "name": by_mail.name,
                "channel": "sms",
                "mail_template_id": False,
                "sms_template_id": template.id,
                **values,
            }
        )
        self.env["ir.model.data"].create(
            {
                "module": "backorder_comms",
                "name": "sale_backorder_rule_opened_sms",
                "model": by_sms._name,
                "res_id": by_sms.id,
            }
        )
        return by_mail, by_sms

    def test_two_rules_for_an_event_become_one(self):
        by_mail, by_sms = self._create_pair()
        template = by_sms.sms_template_id
        run_script(self.env, "19.0.1.2.0")
        self.assertFalse(by_sms.exists())
        self.assertRecordValues(
            by_mail, [{"channel": "preferred", "sms_template_id": template.id}]
        )

    def test_rule_that_somebody_tuned_stays_another_one(self):
        by_mail, by_sms = self._create_pair(sequence=5)
        run_script(self.env, "19.0.1.2.0")
        self.assertEqual(
            (by_mail + by_sms).mapped("channel"), ["preferred", "preferred"]
        )
        self.assertFalse(by_mail.sms_template_id)

    def test_message_by_the_second_rule_belongs_to_the_one(self):
        by_mail, by_sms = self._create_pair()
        self.partner.write({"backorder_by_mail": False, "backorder_by_sms": True})
        (by_mail + by_sms).channel = "preferred"
        order = self._create_promised_order(days=5)
        self.assertEqual(order.backorder_message_ids.rule_id, by_sms)
        run_script(self.env, "19.0.1.2.0")
        self.assertEqual(order.backorder_message_ids.rule_id, by_mail)


@tagged("post_install", "-at_install")
class TestMigrationToPreferences(PromiseCommon):
    def test_boxes_that_were_ticked_are_preferences(self):
        boxes = {
            (True, False): False,
            (False, True): "sms",
            (True, True): "both",
            (False, False): "none",
        }
        partners = self.env["res.partner"].create([{"name": "Ann"} for _box in boxes])
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE res_partner"
            " ADD COLUMN IF NOT EXISTS backorder_by_mail boolean,"
            " ADD COLUMN IF NOT EXISTS backorder_by_sms boolean"
        )
        for partner, box in zip(partners, boxes, strict=True):
            self.env.cr.execute(
                "UPDATE res_partner SET backorder_by_mail = %s, backorder_by_sms = %s"
                " WHERE id = %s",
                [*box, partner.id],
            )
        run_script(self.env, "19.0.1.2.0")
        self.assertEqual(partners.mapped("backorder_channel"), [*boxes.values()])


@tagged("post_install", "-at_install")
class TestMigrationToWordsOfStatus(PromiseCommon):
    def _migrate(self, user):
        """Return whether old words are new ones after the update."""
        template = self.env.ref("backorder_comms.mail_template_still_waiting")
        template.with_user(user).body_html = "<p>There is still no date</p>"
        run_script(self.env, "19.0.1.2.0")
        return "is still expected" in template.body_html

    def test_reminder_does_not_deny_a_date(self):
        self.assertTrue(self._migrate(self.env.ref("base.user_root")))

    def test_words_that_somebody_wrote_stay(self):
        self.assertFalse(self._migrate(self.env.ref("base.user_admin")))


@tagged("post_install", "-at_install")
class TestMigrationToFigures(PromiseCommon):
    def _migrate(self, order):
        """Forget what the version before did not keep, and update."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_backorder"
            " SET opened_quantity = NULL, opened_value = NULL,"
            " first_told_date = NULL, is_told_first = NULL"
            " WHERE id = ANY(%s)",
            [order.backorder_ids.ids],
        )
        self.env.invalidate_all()
        run_script(self.env, "19.0.1.4.0")

    def test_what_reports_count_is_found_as_far_as_it_is_known(self):
        order = self._create_promised_order(days=5)
        told = order.backorder_message_ids.create_date.replace(microsecond=0)
        self._receive_and_ship(order)
        self._migrate(order)
        self.assertRecordValues(
            order.backorder_ids,
            [{"opened_quantity": 10, "opened_value": 1000, "is_told_first": True}],
        )
        self.assertEqual(
            order.backorder_ids.first_told_date.replace(microsecond=0), told
        )

    def test_whoever_was_not_told_has_no_first_notice(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self._migrate(order)
        self.assertFalse(order.backorder_ids.first_told_date)


@tagged("post_install", "-at_install")
class TestMigrationOfOwnBackorders(PromiseCommon):
    """Salespeople's rule looks at the backorder, unless somebody made it another."""

    def _migrate(self, domain):
        rule = self.env.ref("backorder_comms.sale_backorder_rule_own")
        rule.domain_force = domain
        run_script(self.env, "19.0.1.4.0")
        return rule.domain_force

    def test_rule_as_it_was_looks_at_the_backorder_itself(self):
        new = '["|", ("user_id", "=", user.id), ("user_id", "=", False)]'
        old = new.replace("user_id", "order_id.user_id")
        self.assertEqual(self._migrate(old), new)

    def test_rule_that_somebody_changed_stays(self):
        own = '[("order_id.team_id.member_ids", "in", user.id)]'
        self.assertEqual(self._migrate(own), own)
