# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.sale_backorder_decision_making import StaleChoice
from .substitution_common import SubstitutionCommon


@tagged("post_install", "-at_install")
class TestOffer(SubstitutionCommon):
    """Which substitutes a waiting customer is offered."""

    def test_substitute_in_stock_is_offered(self):
        self.assertOffered(self._create_waiting_order(), self.table)

    def test_customer_reads_what_he_gets_and_what_it_costs(self):
        self.declared.note = "Same size, other colour"
        [choice] = self._get_choices(self._create_waiting_order(), "swap")
        self.assertEqual(choice.name, "Take Table instead")
        self.assertEqual(
            choice.consequences,
            (
                "You get 10 Units Table instead of Desk.",
                "Same size, other colour",
                "It is in stock.",
                "The price stays the same.",
            ),
        )

    def test_substitute_of_which_there_is_not_enough_is_not_offered(self):
        self.assertOffered(self._create_waiting_order(21))

    def test_only_what_is_missing_has_to_be_there(self):
        self._set_stock(self.desk, 5)
        self.assertOffered(self._create_waiting_order(25), self.table)

    def test_nothing_is_offered_for_what_is_in_stock(self):
        self._set_stock(self.desk, 10)
        self.assertOffered(self._create_waiting_order())

    def test_nothing_is_offered_for_what_has_arrived(self):
        order = self._create_waiting_order()
        self._set_stock(self.desk, 10)
        self._evaluate()
        self.assertOffered(order)

    def test_what_others_wait_for_is_not_offered(self):
        order = self._create_waiting_order()
        self._set_stock(self.table, 0)
        self._create_order({self.table: 11})
        self._set_stock(self.table, 20)
        self.assertOffered(order)

    def test_what_is_reserved_for_others_is_not_offered(self):
        self._create_order({self.table: 11})
        self.assertOffered(self._create_waiting_order())

    def test_stock_of_another_warehouse_is_not_offered(self):
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        self.assertOffered(self._create_waiting_order(warehouse_id=other.id))

    def test_three_best_substitutes_are_offered(self):
        others = [self._create_product(name=name) for name in "ABC"]
        for sequence, product in enumerate(others):
            self._declare(self.desk, product, sequence=sequence)
            self._set_stock(product, 10)
        self.assertOffered(self._create_waiting_order(), *others)

    def test_substitute_that_is_out_of_stock_takes_no_place(self):
        for sequence, name in enumerate("ABC"):
            self._declare(self.desk, self._create_product(name=name), sequence=sequence)
        self.assertOffered(self._create_waiting_order(), self.table)

    def test_substitute_that_is_got_to_order_is_not_offered(self):
        route = self.warehouse.mto_pull_id.route_id
        route.active = True
        self.table.route_ids = [Command.link(route.id)]
        self.assertOffered(self._create_waiting_order())

    def test_substitute_sold_in_another_kind_of_unit_is_not_offered(self):
        self.table.uom_id = self.env.ref("uom.product_uom_kgm")
        self.assertOffered(self._create_waiting_order())

    def test_dozens_are_counted(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._create_waiting_order()
        for dozens, is_offered in ((1, True), (2, False)):
            with self.subTest(dozens):
                order = self._create_order({})
                order.order_line = [
                    Command.create(
                        {
                            "product_id": self.desk.id,
                            "product_uom_id": dozen.id,
                            "product_uom_qty": dozens,
                        }
                    )
                ]
                self._communicate()
                self.assertEqual(bool(self._get_choices(order, "swap")), is_offered)

    def test_nothing_is_offered_while_the_transfer_is_in_hand(self):
        self._set_stock(self.desk, 5)
        order = self._create_waiting_order()
        order.picking_ids.printed = True
        self.assertOffered(order)

    def test_nothing_is_offered_for_part_of_a_combo(self):
        order = self._create_order({self.desk: 10, self.lamp: 1})
        desk_line, lamp_line = order.order_line
        desk_line.linked_line_id = lamp_line
        self._communicate()
        self.assertOffered(order)

    def test_refused_substitutes_are_never_offered_again(self):
        order = self._create_waiting_order()
        decision = self._decide(order, "refuse")
        self._set_stock(self.table, 30)
        self.assertEqual(decision.state, "done")
        self.assertOffered(order)
        self.assertFalse(self._get_choices(order, "refuse"))

    def test_refusal_is_for_one_line_only(self):
        order = self._create_waiting_order()
        self._decide(order, "refuse")
        self.assertOffered(self._create_waiting_order(), self.table)

    def test_nothing_can_be_refused_that_is_not_offered(self):
        order = self._create_waiting_order(21)
        with self.assertRaises(UserError):
            self._decide(order, "refuse")

    def test_many_lines_take_hardly_more_queries(self):
        counts = []
        for number in (2, 8):
            products = [self._create_product(name="X") for _number in range(number)]
            for product in products:
                self._declare(product, self.table)
            order = self._create_order(dict.fromkeys(products, 1))
            self._evaluate()
            self.assertTrue(order._get_backorder_choices())  # what is cached for good
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            choices = order._get_backorder_choices()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(all(choices[line.id] for line in order.order_line))
        few, many = counts
        self.assertLessEqual(many - few, 6)  # core looks line by line for a kit


@tagged("post_install", "-at_install")
class TestSwap(SubstitutionCommon):
    """What happens when a customer takes a substitute."""

    def test_substitute_is_reserved_in_the_same_transfer(self):
        order = self._create_waiting_order()
        self._swap(order)
        moves = order.picking_ids.move_ids.filtered(lambda m: m.state != "cancel")
        self.assertRecordValues(
            moves, [{"product_id": self.table.id, "quantity": 10, "state": "assigned"}]
        )
        self.assertRecordValues(
            order.order_line,
            [
                {"product_id": self.desk.id, "product_uom_qty": 0},
                {"product_id": self.table.id, "product_uom_qty": 10},
            ],
        )

    def test_what_is_in_stock_is_sent_as_ordered(self):
        self._set_stock(self.desk, 4)
        order = self._create_waiting_order()
        self._swap(order)
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [4, 6])
        self._process(order, "out")
        self.assertEqual(order.order_line.mapped("qty_delivered"), [4, 6])

    def test_rest_of_what_was_shipped_is_swapped(self):
        self._set_stock(self.desk, 4)
        order = self._create_waiting_order()
        self._process(order, "out")
        self._swap(order)
        self._process(order, "out")
        self.assertEqual(order.order_line.mapped("qty_delivered"), [4, 6])
        self.assertEqual(order.delivery_status, "full")

    def test_swap_is_done_in_several_steps(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._create_waiting_order()
        self._swap(order)
        self._process(order, "pick", "pack", "out")
        self.assertEqual(order.order_line.mapped("qty_delivered"), [0, 10])

    def test_nothing_is_told_that_the_page_said(self):
        order = self._create_waiting_order()
        self._swap(order)
        self._communicate()
        self.assertBackorder(order, "cancel")
        self.assertEqual(self._get_told(order), ["opened"])

    def test_nothing_is_told_of_what_is_left_either(self):
        self._set_stock(self.desk, 4)
        order = self._create_waiting_order()
        self._swap(order)
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened"])

    def test_news_that_did_not_leave_yet_is_not_told_any_more(self):
        order = self._create_order({self.desk: 10})
        self._evaluate()
        self._swap(order)
        self._communicate()
        self.assertFalse(self._get_told(order))

    def test_rest_that_gets_lost_later_is_told(self):
        self._set_stock(self.desk, 4)
        order = self._create_waiting_order()
        self._swap(order)
        self._set_stock(self.desk, 0)
        self._communicate()
        self.assertEqual(self._get_told(order), ["opened", "opened"])

    def test_event_says_that_it_was_replaced(self):
        order = self._create_waiting_order()
        self._swap(order)
        events = order.backorder_event_ids.filtered(lambda one: one.type == "replaced")
        self.assertRecordValues(events, [{"new_value": "10"}])

    def test_decision_remembers_product_and_quantity(self):
        order = self._create_waiting_order()
        decision = self._swap(order)
        self.assertRecordValues(
            decision,
            [
                {
                    "kind": "substitute",
                    "state": "done",
                    "product_id": self.table.id,
                    "quantity": 10,
                    "effect": "You get 10 Units Table instead of Desk. "
                    "The price stays the same.",
                }
            ],
        )

    def test_new_line_knows_what_it_replaces(self):
        order = self._create_waiting_order()
        self._swap(order)
        old, new = order.order_line
        self.assertEqual(new.backorder_replaced_line_id, old)

    def test_order_says_what_was_ordered(self):
        order = self._create_waiting_order()
        self._swap(order)
        self.assertEqual(order.order_line[1].name, "Table\nInstead of: Desk")

    def test_copy_of_the_order_replaces_nothing(self):
        order = self._create_waiting_order()
        self._swap(order)
        self.assertFalse(order.copy().order_line.backorder_replaced_line_id)

    def test_new_line_follows_the_old_one(self):
        order = self._create_order({self.desk: 10, self.lamp: 1})
        self._communicate()
        self._swap(order)
        order.invalidate_recordset(["order_line"])
        self.assertEqual(
            order.order_line.product_id.mapped("name"), ["Desk", "Table", "Lamp"]
        )

    def test_locked_order_is_locked_afterwards(self):
        order = self._create_waiting_order()
        order.action_lock()
        self._swap(order)
        self.assertTrue(order.locked)
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [0, 10])

    def test_page_of_another_quantity_is_stale(self):
        order = self._create_waiting_order()
        [choice] = self._get_choices(order, "swap")
        self._set_stock(self.desk, 4)
        self._evaluate()
        with self.assertRaises(StaleChoice):
            self._swap(order, seen=choice.digest())

    def test_substitute_that_is_sold_meanwhile_is_refused(self):
        order = self._create_waiting_order()
        self._create_order({self.table: 11})
        with self.assertRaisesRegex(UserError, "not possible any more"):
            self._swap(order)
        self.assertEqual(order.order_line.product_uom_qty, 10)

    def test_second_click_swaps_once(self):
        order = self._create_waiting_order()
        first = self._swap(order, key="page")
        self.assertEqual(self._swap(order, key="page"), first)
        self.assertEqual(len(order.order_line), 2)

    def test_staff_swaps_for_the_customer(self):
        order = self._create_waiting_order(user_id=self.sale_user.id)
        order.with_user(self.sale_user)._backorder_decide(
            "swap", line=order.order_line, product=self.table
        )
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [0, 10])

    def test_unavailable_is_swapped_for_an_order_that_ships_complete(self):
        order = self._create_waiting_order(picking_policy="one")
        self._swap(order)
        self._process(order, "out")
        self.assertEqual(order.order_line.mapped("qty_delivered"), [0, 10])

    def test_what_it_replaced_is_in_the_evidence(self):
        order = self._create_waiting_order()
        self._swap(order)
        texts = str(order._get_backorder_evidence())
        self.assertIn("instead of Desk", texts)


@tagged("post_install", "-at_install")
class TestPrice(SubstitutionCommon):
    """What the customer pays for a substitute."""

    def _set_up(self, table_price, policy="protected", discount=0.0, **values):
        self.company.backorder_comms_substitute_price = policy
        self.table.list_price = table_price
        order = self._create_order({self.desk: 10}, **values)
        order.order_line.discount = discount
        self._communicate()
        return order

    def _swap_price(self, order):
        [choice] = self._get_choices(order, "swap")
        self._swap(order, seen=choice.digest())
        line = order.order_line[1]
        return line.price_unit, line.discount

    def test_dearer_substitute_costs_what_was_ordered(self):
        self.assertEqual(self._swap_price(self._set_up(120)), (100, 0))

    def test_cheaper_substitute_costs_less(self):
        order = self._set_up(80)
        [choice] = self._get_choices(order, "swap")
        self.assertRegex(choice.consequences[-1], r"You pay .*\d less, taxes included")
        self.assertEqual(self._swap_price(order), (80, 0))

    def test_price_stays_where_the_company_wants_it(self):
        self.assertEqual(self._swap_price(self._set_up(80, "same")), (100, 0))

    def test_substitute_costs_its_price_where_the_company_wants_it(self):
        order = self._set_up(120, "list")
        [choice] = self._get_choices(order, "swap")
        self.assertRegex(choice.consequences[-1], r"You pay .*\d more, taxes included")
        self.assertEqual(self._swap_price(order), (120, 0))

    def test_discount_is_kept(self):
        order = self._set_up(120, "list", discount=10)
        self.assertEqual(self._swap_price(order), (120, 10))

    def test_total_changes_by_what_the_page_said(self):
        order = self._set_up(80)
        before = order.amount_total
        [choice] = self._get_choices(order, "swap")
        self._swap(order)
        amount = order.currency_id.format(before - order.amount_total)
        self.assertIn(amount, choice.consequences[-1])

    def test_price_list_of_the_customer_counts(self):
        self._enable_pricelists()
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Friends",
                "item_ids": [
                    Command.create(
                        {
                            "compute_price": "fixed",
                            "fixed_price": 60,
                            "applied_on": "0_product_variant",
                            "product_id": self.table.id,
                        }
                    )
                ],
            }
        )
        order = self._set_up(120, pricelist_id=pricelist.id)
        self.assertEqual(self._swap_price(order), (60, 0))

    def test_taxes_are_those_of_the_substitute(self):
        tax = self.env["account.tax"].create({"name": "Half", "amount": 50})
        self.table.taxes_id = tax
        order = self._set_up(100)
        self._swap(order)
        self.assertEqual(order.order_line[1].tax_ids, tax)

    def test_taxes_in_the_price_are_taken_out_of_it(self):
        low, high = self.env["account.tax"].create(
            [
                {"name": "Low", "amount": 10, "price_include_override": "tax_included"},
                {
                    "name": "High",
                    "amount": 50,
                    "price_include_override": "tax_included",
                },
            ]
        )
        self.desk.write({"taxes_id": low, "list_price": 110})
        self.table.taxes_id = high
        order = self._set_up(300)
        self._swap(order)
        self.assertEqual(order.order_line[1].price_unit, 150)

    def test_whoever_was_invoiced_never_pays_more(self):
        order = self._set_up(120, "list")
        self.desk.invoice_policy = "order"
        order._create_invoices()
        self.assertEqual(self._swap_price(order), (100, 0))

    def test_invoice_of_what_was_swapped_is_a_task(self):
        self.desk.invoice_policy = "order"
        order = self._set_up(80, user_id=self.sale_user.id)
        order._create_invoices().action_post()
        [choice] = self._get_choices(order, "swap")
        self.assertEqual(choice.consequences[-1], "We correct your invoice.")
        self._swap(order)
        activity = order.activity_ids
        self.assertEqual(activity.user_id, self.sale_user)
        self.assertIn("Desk was invoiced or paid", activity.note)

    def test_swap_of_what_was_not_invoiced_is_nobodys_task(self):
        order = self._set_up(80)
        self._swap(order)
        self.assertFalse(order.activity_ids)
