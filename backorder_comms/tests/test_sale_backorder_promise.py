# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import mute_logger

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderPromise(PromiseCommon):
    """Each date that a customer was told or agreed to is kept."""

    # === TOLD === #

    def test_date_that_is_told_is_a_promise(self):
        order = self._create_promised_order(days=5)
        self.assertPromises(order, (self._in_days(5), "told"))

    def test_customer_without_a_date_was_told_so(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self.assertPromises(order, (False, "told"))

    def test_other_date_is_another_promise(self):
        order = self._create_promised_order(days=5)
        self._postpone(4)
        self._communicate()
        self.assertPromises(
            order, (self._in_days(5), "told"), (self._in_days(9), "told")
        )

    def test_promise_knows_what_it_moved_why_and_with_which_message(self):
        order = self._create_promised_order(days=5)
        self._postpone(4)
        self._communicate()
        [last, _first] = order.backorder_ids.promise_ids.sorted("id", reverse=True)
        self.assertRecordValues(
            last,
            [
                {
                    "previous_date": self._in_days(5),
                    "days_moved": 4,
                    "reason_id": order.backorder_ids.reason_id.id,
                    "message_id": max(order.backorder_message_ids.ids),
                    "user_id": False,
                }
            ],
        )

    def test_reason_of_that_time_stays(self):
        order = self._create_promised_order()
        before = order.backorder_ids.reason_id
        order.backorder_ids.reason_id = before.create(
            {"name": "Recall", "customer_text": "The maker recalled a batch"}
        )
        self.assertEqual(order.backorder_ids.promise_ids.reason_id, before)

    def test_date_that_nobody_told_is_no_promise(self):
        order = self._create_promised_order(days=5)
        self._postpone(4)
        self._evaluate()
        self.assertPromises(order, (self._in_days(5), "told"))

    def test_two_channels_make_one_promise(self):
        self.partner.backorder_by_sms = True
        order = self._create_promised_order(days=5)
        self.assertPromises(order, (self._in_days(5), "told"))

    def test_other_news_do_not_repeat_a_promise(self):
        self._set_stock(self.desk, 4)
        order = self._create_promised_order(days=5)
        self._process(order, "out")
        self.assertStory(order, "opened partly_shipped")
        self.assertPromises(order, (self._in_days(5), "told"))

    def test_arrival_is_told_without_a_date(self):
        order = self._create_promised_order(days=5)
        self._validate(self.receipt)
        self._communicate()
        self.assertStory(order, "opened ready")
        self.assertPromises(order, (self._in_days(5), "told"))

    def test_arrival_that_was_told_is_not_told_again(self):
        order = self._create_promised_order(days=5)
        self._set_stock(self.desk, 10)
        self._communicate()
        self._set_stock(self.desk, 0)
        self._evaluate()
        self._set_stock(self.desk, 10)
        self._communicate()
        self.assertStory(order, "opened ready later ready", told="opened ready")

    def test_goods_that_were_there_and_are_gone_are_news_though_the_day_is_not(self):
        order = self._create_promised_order(days=5)
        self._set_stock(self.desk, 10)
        self._communicate()
        self._set_stock(self.desk, 0)
        self._communicate()
        self.assertStory(order, "opened ready later")

    # === AGREED === #

    def test_delivery_date_set_by_hand_is_a_promise(self):
        order = self._create_promised_order(days=5)
        self._agree(order, days=12)
        self._communicate()
        self.assertPromises(
            order, (self._in_days(5), "told"), (self._in_days(12), "agreed")
        )

    def test_due_date_follows_the_delivery_date(self):
        order = self._create_promised_order(days=5)
        self._agree(order, days=3)
        self._evaluate()
        self.assertRecordValues(
            order.backorder_ids, [{"due_date": self._in_days(3), "delay_days": 2}]
        )

    def test_first_promise_outlives_what_was_agreed(self):
        order = self._create_promised_order(days=5)
        self._agree(order, days=12)
        self._evaluate()
        self.assertRecordValues(
            order.backorder_ids,
            [
                {
                    "first_promised_date": self._in_days(5),
                    "promised_date": self._in_days(12),
                }
            ],
        )

    def test_promise_knows_who_agreed_on_it(self):
        order = self._create_promised_order(user_id=self.sale_user.id)
        self._agree(order.with_user(self.sale_user), days=12)
        self._evaluate()
        last = order.backorder_ids.promise_ids.sorted("id")[-1]
        self.assertEqual(last.user_id, self.sale_user)

    def test_whoever_agreed_is_told_nothing(self):
        order = self._create_promised_order(days=5)
        self._agree(order, days=12)
        self._communicate()
        self.assertStory(order, "opened")

    def test_goods_that_come_before_the_agreed_date_are_no_news(self):
        order = self._create_promised_order(days=9)
        self._agree(order, days=12)
        self._communicate()
        self._postpone(-4)
        self._communicate()
        self.assertStory(order, "opened earlier", told="opened")

    def test_goods_that_come_after_the_agreed_date_are_news(self):
        order = self._create_promised_order(days=5)
        self._agree(order, days=12)
        self._communicate()
        self._postpone(15)
        self._communicate()
        self.assertStory(order, "opened later")

    def test_whoever_agreed_before_the_notice_is_not_told_of_a_delay(self):
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self._agree(order, days=12)
        self._communicate()
        self.assertStory(order, "opened", told="")

    def test_agreed_date_ends_the_promise_of_news(self):
        order = self._create_order({self.desk: 10})
        self._communicate()
        self._agree(order, days=12)
        self._evaluate()
        self.assertFalse(order.backorder_ids.next_update_date)

    def test_delivery_date_that_was_promised_already_is_no_other_promise(self):
        order = self._create_promised_order(days=5)
        self._agree(order, days=5)
        self._evaluate()
        self.assertPromises(order, (self._in_days(5), "told"))

    def test_removed_delivery_date_moves_the_due_date_only(self):
        order = self._create_promised_order(days=5, commitment_date=self._in_days(3))
        order.commitment_date = False
        self._evaluate()
        self.assertEqual(order.backorder_ids.due_date, self.today)
        self.assertPromises(order, (self._in_days(5), "told"))

    def test_other_lead_time_moves_the_due_date_only(self):
        order = self._create_promised_order(days=5)
        order.order_line.customer_lead = 2
        self._evaluate()
        self.assertEqual(order.backorder_ids.due_date, self._in_days(2))
        self.assertPromises(order, (self._in_days(5), "told"))

    def test_date_agreed_on_while_the_goods_are_picked_in_steps_is_noticed(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._create_promised_order(days=5)
        self._agree(order, days=12)
        self._evaluate()
        self.assertEqual(order.backorder_ids.due_date, self._in_days(12))

    def test_delivery_date_of_a_quotation_is_not_noticed(self):
        order = self.env["sale.order"].create({"partner_id": self.partner.id})
        self._agree(order, days=12)
        self.env.cr.flush()
        self.assertFalse(self.env["sale.backorder.signal"].search([]))

    def test_deleted_order_takes_its_promises_along(self):
        order = self._create_promised_order()
        promises = order.backorder_ids.promise_ids
        order._action_cancel()
        order.unlink()
        self.assertFalse(promises.exists())

    def test_looking_again_makes_no_promise(self):
        order = self._create_promised_order(days=5)
        self._agree(order, days=12)
        for _look in range(2):
            self.env["sale.backorder.signal"]._notice(products=self.desk)
            self._evaluate()
        self.assertEqual(order.backorder_ids.promise_count, 2)

    # === ACCESS === #

    def _count_seen(self, order, user):
        promises = self.env["sale.backorder.promise"].with_user(user)
        return promises.search_count([("order_id", "=", order.id)])

    def test_salesperson_reads_the_promises_of_own_orders(self):
        order = self._create_promised_order(user_id=self.sale_user.id)
        self.assertEqual(self._count_seen(order, self.sale_user), 1)

    def test_salesperson_does_not_read_those_of_others(self):
        order = self._create_promised_order(user_id=self.sale_manager.id)
        self.assertEqual(self._count_seen(order, self.sale_user), 0)

    def test_warehouse_reads_all(self):
        user = new_test_user(self.env, "wim", groups="stock.group_stock_user")
        order = self._create_promised_order(user_id=self.sale_manager.id)
        self.assertEqual(self._count_seen(order, user), 1)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_portal_user_reads_none(self):
        user = new_test_user(self.env, "ann", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self.env["sale.backorder.promise"].with_user(user).search([])

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_changes_removes_or_makes_up_a_promise(self):
        order = self._create_promised_order(user_id=self.sale_user.id)
        admin = new_test_user(self.env, "root2", groups="base.group_system")
        for user in (self.sale_user, self.sale_manager, admin):
            promise = order.backorder_ids.promise_ids.with_user(user)
            for operation in ("write", "unlink", "create"):
                with self.subTest(f"{user.login}, {operation}"):
                    self.assertFalse(promise.has_access(operation))

    def test_nobody_adds_a_promise_by_way_of_the_backorder(self):
        backorder = self._create_promised_order().backorder_ids
        with self.assertRaises(AccessError):
            backorder.with_user(self.sale_manager).write({"promise_ids": [(5,)]})

    def test_two_companies_keep_their_promises_apart(self):
        other = self.env["res.company"].create({"name": "Other"})
        order = self._create_promised_order(user_id=False)
        self.sale_manager.write(
            {"company_ids": [(6, 0, other.ids)], "company_id": other.id}
        )
        self.assertEqual(self._count_seen(order, self.sale_manager), 0)

    def test_each_company_measures_with_its_own_threshold(self):
        other = self.env["res.company"].create(
            {"name": "Other", "backorder_comms_threshold": 9}
        )
        thresholds = (self.company | other).mapped(
            lambda company: company._get_backorder_threshold().days
        )
        self.assertEqual(thresholds, [2, 9])

    # === QUERIES === #

    def _count_promising(self, lines):
        """Count what it takes to follow another delivery date of so many lines."""
        desk = self._create_product(name="Desk")
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [(0, 0, {"product_id": desk.id, "product_uom_qty": 10})]
                * lines,
            }
        )
        order.action_confirm()
        self._communicate()
        order.commitment_date = self.today + timedelta(days=12)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["sale.backorder.evaluation"]._evaluate(desk, self.env["stock.picking"])
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_promises_of_many_lines_take_as_many_queries_as_of_few(self):
        self._count_promising(2)
        self.assertLessEqual(self._count_promising(30), self._count_promising(2) + 2)
