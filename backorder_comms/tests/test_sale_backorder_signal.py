# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.sale_backorder_evaluation import SaleBackorderEvaluation
from ..models.sale_backorder_signal import MAX_ATTEMPTS, SaleBackorderSignal
from .delivery_common import DeliveryCommon

LOGGER = "odoo.addons.backorder_comms.models.sale_backorder_signal"


@tagged("post_install", "-at_install")
class TestSaleBackorderSignal(DeliveryCommon):
    """In the user's transaction."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signals = cls.env["sale.backorder.signal"]

    def _notice(self, product):
        self.signals._notice(products=product)
        self.env.cr.flush()

    def test_what_happens_often_is_noted_once(self):
        for _time in range(3):
            self._notice(self.desk)
        self.assertEqual(len(self.signals.search([])), 1)

    def test_one_insert_for_all_products_of_a_transaction(self):
        self.signals._notice(products=self.desk)
        self.signals._notice(products=self.lamp)
        with patch.object(SaleBackorderSignal, "_insert", autospec=True) as insert:
            self.env.cr.flush()
        self.assertEqual(insert.call_count, 1)

    def test_cron_is_woken_once(self):
        cron = self.env.ref("backorder_comms.ir_cron_evaluate")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self._notice(self.desk)
        self._notice(self.lamp)
        woken = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertEqual(len(woken - triggers), 1)

    def test_what_is_undone_is_not_noted(self):
        with self.env.cr.savepoint() as savepoint:
            self._notice(self.desk)
            savepoint.rollback()
        self.assertFalse(self.signals.search([]))

    def test_what_is_undone_and_done_again_is_noted(self):
        with self.env.cr.savepoint() as savepoint:
            self._notice(self.desk)
            savepoint.rollback()
        self._notice(self.desk)
        self.assertEqual(self.signals.search([]).product_id, self.desk)

    def test_what_was_noted_before_a_savepoint_survives_its_rollback(self):
        self._notice(self.desk)
        with self.env.cr.savepoint() as savepoint:
            self._notice(self.lamp)
            savepoint.rollback()
        self.assertEqual(self.signals.search([]).product_id, self.desk)

    def test_what_is_noticed_before_a_savepoint_survives_its_rollback(self):
        self.signals._notice(products=self.desk)
        with self.env.cr.savepoint() as savepoint:
            savepoint.rollback()
        self.env.cr.flush()
        self.assertEqual(self.signals.search([]).product_id, self.desk)

    @mute_logger(LOGGER)
    def test_user_does_not_see_that_nothing_can_be_noted(self):
        self.env.cr.execute("ALTER TABLE sale_backorder_signal RENAME TO gone")
        order = self._create_order({self.desk: 10})
        self.env.cr.flush()
        self.env.invalidate_all()  # what a broken transaction cannot read again
        self.assertEqual(order.state, "sale")

    def test_product_that_was_deleted_meanwhile_takes_no_other_with_it(self):
        chair = self._create_product(name="Chair")
        self.signals._notice(products=self.desk | chair)
        self.env.cr.execute("DELETE FROM product_product WHERE id = %s", [chair.id])
        self.env.cr.flush()
        self.assertEqual(self.signals.search([]).product_id, self.desk)

    def test_deleted_cron_does_not_stop_the_user(self):
        self.env.ref("backorder_comms.ir_cron_evaluate").unlink()
        self._notice(self.desk)
        self.assertEqual(self.signals.search([]).product_id, self.desk)


@tagged("post_install", "-at_install")
class TestSaleBackorderSignalCron(DeliveryCommon):
    """After the commit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signals = cls.env["sale.backorder.signal"]

    def _broken(self, product):
        """Make the evaluation of a product fail, for as long as it is broken."""
        evaluate = SaleBackorderEvaluation._evaluate

        def fail(evaluation, products, pickings):
            if product in products:
                raise ValueError("broken")
            return evaluate(evaluation, products, pickings)

        return patch.object(SaleBackorderEvaluation, "_evaluate", fail)

    def _evaluate_often(self):
        with self._broken(self.desk), mute_logger(LOGGER):
            for _time in range(MAX_ATTEMPTS + 1):
                self._evaluate()

    def test_signals_are_gone_when_they_were_followed(self):
        self._create_order({self.desk: 10})
        self._evaluate()
        self.assertFalse(self.signals.search([]))

    def test_broken_product_does_not_stop_the_others(self):
        order = self._create_order({self.desk: 10, self.lamp: 10})
        self._evaluate_often()
        self.assertBackorder(order, "waiting", product_id=self.lamp.id)

    def test_broken_product_is_tried_a_few_times(self):
        self._create_order({self.desk: 10, self.lamp: 10})
        self._evaluate_often()
        self.assertRecordValues(
            self.signals.search([]),
            [{"product_id": self.desk.id, "attempts": MAX_ATTEMPTS}],
        )

    def test_mended_product_is_told_about(self):
        order = self._create_order({self.desk: 10})
        with self._broken(self.desk), mute_logger(LOGGER):
            self._evaluate()
        self._communicate()
        self.assertStory(order, "opened")

    def test_lost_signal_is_made_up_for(self):
        order = self._create_order({self.desk: 10})
        self.env.cr.flush()
        self.signals.search([]).unlink()
        self._run_cron("reconcile")
        self._evaluate()
        self.assertBackorder(order, "waiting", quantity=10)

    def test_lost_signal_of_a_shipment_is_made_up_for(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self._set_stock(self.desk, 10)
        self._validate(order.picking_ids)
        self.env.cr.flush()
        self.signals.search([]).unlink()
        self._run_cron("reconcile")
        self._evaluate()
        self.assertBackorder(order, "done")

    def test_reconciling_a_true_picture_changes_nothing(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._run_cron("reconcile")
        self._communicate()
        self.assertStory(order, "opened")


@tagged("post_install", "-at_install")
class TestBaseline(DeliveryCommon):
    """Orders from before the installation are told about when somebody says so."""

    def _install(self):
        """Do what the installation does, to a database with orders in it."""
        self.company.write(
            {
                "backorder_comms_since": fields.Datetime.now(),
                "backorder_comms_baseline_done": False,
            }
        )
        self.env["sale.backorder.signal"]._notice_everything()

    def _create_old_order(self):
        order = self._create_order({self.desk: 10})
        order.date_order -= timedelta(days=3)
        self._install()
        self._communicate()
        return order

    def test_order_that_was_late_before_is_known(self):
        order = self._create_old_order()
        self.assertBackorder(order, "waiting", silent=True)

    def test_customer_of_an_old_order_is_told_nothing(self):
        order = self._create_old_order()
        self._create_receipt(self.desk, 10, days=5)
        self._communicate()
        self.assertStory(order, "opened earlier", told="")

    def test_last_shipment_of_an_old_order_is_told_as_before(self):
        order = self._create_old_order()
        self._set_stock(self.desk, 10)
        self._process(order, "out")
        self.assertStory(order, "opened shipped", told="")

    def test_customer_of_an_old_order_is_told_when_somebody_says_so(self):
        order = self._create_old_order()
        self.company._tell_silent_backorders()
        self._communicate()
        self.assertStory(order, "opened")

    def test_news_of_an_old_order_are_told_from_then_on(self):
        order = self._create_old_order()
        self.company._tell_silent_backorders()
        self._communicate()
        self._create_receipt(self.desk, 10, days=5)
        self._communicate()
        self.assertStory(order, "opened earlier")

    def test_new_order_is_told_about(self):
        self._create_old_order()
        order = self._create_order({self.desk: 1})
        self._communicate()
        self.assertStory(order, "opened")

    def test_old_order_that_becomes_late_afterwards_is_told_about(self):
        self._set_stock(self.desk, 10)
        order = self._create_old_order()
        self._set_stock(self.desk, 0)
        self._communicate()
        self.assertStory(order, "opened")
