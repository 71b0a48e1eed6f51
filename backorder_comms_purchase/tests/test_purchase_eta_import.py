# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from io import BytesIO

import openpyxl

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .eta_import_common import EtaImportCommon, make_csv, make_xls, make_xlsx


@tagged("post_install", "-at_install")
class TestPurchaseEtaImport(EtaImportCommon):
    # === WHAT IS CHANGED === #

    def test_date_changes_whatever_the_format(self):
        for days, make in enumerate((make_xls, make_xlsx, make_csv), 10):
            with self.subTest(make.__name__):
                purchase = self._buy({self.desk: 10})
                row = [purchase.name, "DESK", 10, self._in_days(days)]
                self._import([row], make=make)
                self.assertEqual(self._get_days(purchase.order_line), [days])

    def test_what_the_buyer_has_to_see_to_stands_first(self):
        purchase = self._buy({self.desk: 10, self.lamp: 1})
        rows = [
            [purchase.name, "DESK", 10, self._in_days(20)],
            [purchase.name, "LAMP", 1, self._in_days(5)],
            [purchase.name, "SOFA", 1, self._in_days(20)],
            [purchase.name, "LAMP", 1, "soon"],
        ]
        wizard = self._check(rows)
        self.assertEqual(
            wizard.line_ids.mapped("state"),
            ["unclear", "refused", "change", "unchanged"],
        )
        self.assertEqual(wizard.line_ids.mapped("number"), [5, 4, 2, 3])

    def test_nothing_changes_before_it_is_applied(self):
        purchase = self._buy({self.desk: 10})
        wizard = self._check([[purchase.name, "DESK", 10, self._in_days(20)]])
        self.assertResults(wizard, ["change"])
        self.assertEqual(self._get_days(purchase.order_line), [5])
        self.assertRecordValues(
            wizard.line_ids,
            [
                {
                    "purchase_line_id": purchase.order_line.id,
                    "old_date": self._in_days(5),
                    "new_date": self._in_days(20),
                    "days": 15,
                }
            ],
        )

    def test_line_without_a_date_gets_one(self):
        purchase = self._buy({self.desk: 10})
        purchase.order_line.date_planned = False
        self.env.flush_all()
        self._import([[purchase.name, "DESK", 10, self._in_days(20)]])
        self.assertEqual(self._get_days(purchase.order_line), [20])

    def test_receipt_follows_to_a_later_and_to_an_earlier_day(self):
        for days in (20, 2):
            purchase = self._buy({self.desk: 10})
            self._import([[purchase.name, "DESK", 10, self._in_days(days)]])
            receipt = purchase.sudo().picking_ids
            moment = purchase.order_line.date_planned
            self.assertEqual(receipt.scheduled_date, moment)
            self.assertEqual(receipt.move_ids.date_deadline, moment)

    def test_day_for_which_the_warehouse_planned_the_receipt_stays(self):
        purchase = self._buy({self.desk: 10})
        receipt = purchase.sudo().picking_ids
        receipt.scheduled_date = planned = self.company._to_backorder_moment(
            self._in_days(9)
        )
        self._import([[purchase.name, "DESK", 10, self._in_days(7)]])
        self.assertEqual(receipt.scheduled_date, planned)

    def test_part_gets_a_line_and_a_date_of_its_own(self):
        purchase = self._buy({self.desk: 10})
        wizard = self._import([[purchase.name, "DESK", 4, self._in_days(20)]])
        self.assertResults(wizard, ["change", "part"])
        kept, part = purchase.order_line.sorted("id")
        self.assertEqual([kept.product_qty, part.product_qty], [6, 4])
        self.assertEqual(self._get_days([kept, part]), [5, 20])
        self.assertEqual(part.price_unit, 7.0)
        self.assertEqual((kept + part).mapped("backorder_slip_count"), [0, 1])
        self.assertEqual(
            part.backorder_first_date_planned, kept.backorder_first_date_planned
        )
        moves = purchase.sudo().picking_ids.move_ids.sorted("id")
        self.assertEqual(moves.mapped("product_uom_qty"), [6, 4])
        self.assertEqual(moves.mapped("state"), ["assigned"] * 2)
        self.assertEqual(moves.mapped("date"), [kept.date_planned, part.date_planned])

    def test_parts_share_out_a_line(self):
        purchase = self._buy({self.desk: 10})
        rows = [
            [purchase.name, "DESK", 4, self._in_days(20)],
            [purchase.name, "DESK", 6, self._in_days(8)],
        ]
        self._import(rows)
        lines = purchase.order_line.sorted("id")
        self.assertEqual(lines.mapped("product_qty"), [6, 4])
        self.assertEqual(self._get_days(lines), [8, 20])
        self.assertResults(self._check(rows), ["unchanged"], ["unchanged"])

    def test_part_of_what_is_still_to_come_is_split_off(self):
        purchase = self._buy({self.desk: 10})
        self._validate(purchase.sudo().picking_ids, {self.desk: 3})
        self._import([[purchase.name, "DESK", 2, self._in_days(20)]])
        moves = purchase.sudo().order_line.move_ids.sorted("id")
        self.assertCountEqual(
            moves.mapped(lambda move: (move.product_uom_qty, move.state)),
            [(3, "done"), (5, "assigned"), (2, "assigned")],
        )

    def test_what_was_bought_for_one_order_is_not_split(self):
        purchase = self._buy({self.desk: 10})
        order = self._create_order({self.desk: 10})
        purchase.sudo().order_line.move_dest_ids = order.picking_ids.move_ids
        row = [purchase.name, "DESK", 4, self._in_days(20)]
        self.assertResults(self._check([row]), ["unclear", "split"])

    def test_applying_again_changes_nothing(self):
        purchase = self._buy({self.desk: 10})
        row = [purchase.name, "DESK", 4, self._in_days(20)]
        wizard = self._import([row])
        notes = purchase.message_ids
        wizard.action_apply()
        again = self._check([row])
        self.assertResults(again, ["unchanged"])
        with self.assertRaisesRegex(UserError, "nothing to change"):
            again.action_apply()
        self.assertEqual(len(purchase.order_line), 2)
        self.assertEqual(purchase.message_ids, notes)

    def test_what_changed_since_the_check_is_shown_anew(self):
        purchase = self._buy({self.desk: 10})
        wizard = self._check([[purchase.name, "DESK", 10, self._in_days(20)]])
        self._validate(purchase.sudo().picking_ids, {self.desk: 10})
        wizard.action_apply()
        self.assertTrue(wizard.is_stale)
        self.assertEqual(wizard.state, "check")
        self.assertResults(wizard, ["refused", "received"])

    # === HOW ROWS ARE UNDERSTOOD === #

    def test_product_is_known_by_each_of_its_names(self):
        self.desk.barcode = "4006381333931"
        info = {"partner_id": self.vendor.id, "product_code": "V-1"}
        self.desk.seller_ids = [Command.create(info)]
        header = ["PO", "Item No.", "Your Item No.", "EAN", "Description", "ETA"]
        for place, value in enumerate(("v-1", "DESK", 4006381333931, "Desk"), start=1):
            purchase = self._buy({self.desk: 10, self.lamp: 1})
            row = [purchase.name, None, None, None, None, self._in_days(20)]
            row[place] = value
            wizard = self._check([row], header=header)
            self.assertResults(wizard, ["change"])
            self.assertEqual(wizard.line_ids.product_id, self.desk)

    def test_code_of_another_vendor_says_nothing(self):
        other = self.env["res.partner"].create({"name": "Vera"})
        info = {"partner_id": other.id, "product_code": "W-1"}
        self.desk.seller_ids = [Command.create(info)]
        purchase = self._buy({self.desk: 10})
        wizard = self._check([[purchase.name, "W-1", 10, self._in_days(20)]])
        self.assertResults(wizard, ["refused", "product"])

    def test_vendor_may_use_an_order_number_of_his_own(self):
        self._buy({self.desk: 10}, partner_ref="AB 77")
        wizard = self._check([["ab77", "DESK", 10, self._in_days(20)]])
        self.assertResults(wizard, ["change"])

    def test_order_holds_for_the_rows_below_it(self):
        purchase = self._buy({self.desk: 10, self.lamp: 1})
        rows = [
            [purchase.name, "DESK", 10, self._in_days(20)],
            [None, "LAMP", 1, self._in_days(21)],
        ]
        self.assertResults(self._check(rows), ["change"], ["change"])

    def test_sheet_without_orders_is_about_all_of_the_vendor(self):
        self._buy({self.desk: 10})
        self._buy({self.lamp: 1})
        self._buy({self.lamp: 1})
        header = ["Artikelnr.", "Liefertermin"]
        rows = [["DESK", self._in_days(20)], ["LAMP", self._in_days(20)]]
        wizard = self._check(rows, header=header)
        self.assertResults(wizard, ["change"], ["unclear", "orders"])

    def test_order_of_a_vendor_s_address_is_the_vendor_s(self):
        address = self.env["res.partner"].create(
            {"name": "Vic, Ghent", "parent_id": self.vendor.id}
        )
        purchase = self._buy({self.desk: 10}, partner_id=address.id)
        wizard = self._check([[purchase.name, "DESK", 10, self._in_days(20)]])
        self.assertResults(wizard, ["change"])

    # === WHAT IS REFUSED OR UNCLEAR === #

    def test_each_row_says_why_it_is_not_taken(self):
        purchase = self._buy({self.desk: 10})
        name, day = purchase.name, self._in_days(20)
        rows = [
            ["P?", "DESK", 10, day],
            [name, "SOFA", 10, day],
            [name, "DESK", 11, day],
            [name, "DESK", "x", day],
            [name, "DESK", 10, "soon"],
            [name, "DESK", 10, self._in_days(-1)],
            [name, "DESK", 10, "=A1"],
            [name, "DESK", 10, None],
            [name, "DESK", 10, self._in_days(5)],
        ]
        self.assertResults(
            self._check(rows),
            ["refused", "order"],
            ["refused", "product"],
            ["refused", "quantity"],
            ["unclear", "number"],
            ["unclear", "date"],
            ["refused", "past"],
            ["unclear", "formula"],
            ["unchanged", "blank"],
            ["unchanged"],
        )

    def test_received_line_is_refused(self):
        purchase = self._buy({self.desk: 10})
        self._validate(purchase.sudo().picking_ids, {self.desk: 10})
        wizard = self._check([[purchase.name, "DESK", 10, self._in_days(20)]])
        self.assertResults(wizard, ["refused", "received"])

    def test_line_whose_receipt_was_cancelled_is_refused(self):
        purchase = self._buy({self.desk: 10})
        purchase.sudo().picking_ids.action_cancel()
        wizard = self._check([[purchase.name, "DESK", 10, self._in_days(20)]])
        self.assertResults(wizard, ["refused", "received"])

    def test_order_of_another_vendor_is_refused(self):
        other = self.env["res.partner"].create({"name": "Vera"})
        purchase = self._buy({self.desk: 10}, partner_id=other.id)
        wizard = self._check([[purchase.name, "DESK", 10, self._in_days(20)]])
        self.assertResults(wizard, ["refused", "vendor"])

    def test_request_for_quotation_is_refused(self):
        purchase = self._buy({self.desk: 10}, confirm=False)
        wizard = self._check([[purchase.name, "DESK", 10, self._in_days(20)]])
        self.assertResults(wizard, ["refused", "state"])

    def test_order_of_another_company_is_refused_or_unknown(self):
        purchase = self._buy({self.desk: 10})
        company = self.env["res.company"].create({"name": "Other"})
        self.buyer.company_ids += company
        rows = [[purchase.name, "DESK", 10, self._in_days(20)]]
        both = (company + self.company).ids
        for companies, reason in ((both, "company"), (company.ids, "order")):
            wizard = self._start(rows, company_id=company.id)
            wizard = wizard.with_context(allowed_company_ids=companies)
            wizard.action_check()
            self.assertResults(wizard, ["refused", reason])

    def test_unsure_dates_wait_for_the_buyer_s_word(self):
        purchase = self._buy({self.desk: 10})
        year = self.today.year + 1
        row = [purchase.name, "DESK", 10, f"03/04/{year}"]
        wizard = self._check([row])
        self.assertResults(wizard, ["unclear", "unsure"])
        wizard.date_order = "dmy"
        wizard.action_check()
        self.assertResults(wizard, ["change"])
        self.assertEqual(wizard.line_ids.new_date.isoformat(), f"{year}-04-03")
        wizard.action_apply()
        self.assertEqual(self._check([row]).date_order, "dmy")

    def test_file_that_is_not_read_is_refused_in_a_line(self):
        wizard = self._start([], make=lambda rows: b"%PDF-1.7")
        with self.assertRaisesRegex(UserError, "This is no spreadsheet"):
            wizard.action_check()

    def test_each_refusal_has_words(self):
        for reason, text in self.env["purchase.eta.import"]._get_file_reasons().items():
            with self.subTest(reason):
                self.assertNotIn("\n", text)
                self.assertLess(len(text), 80)

    def test_number_of_queries_does_not_depend_on_that_of_rows(self):
        rugs = [
            self._create_product(name="Rug", default_code=f"X{number}")
            for number in range(20)
        ]
        products = self.desk.union(*rugs)
        purchase = self._buy(dict.fromkeys(products, 10))
        rows = [
            [purchase.name, product.default_code, 10, self._in_days(20)]
            for product in products
        ]
        counts = []
        for wanted in (rows, rows[:2], rows):  # the first time fills caches
            wizard = self._check(wanted)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            wizard.action_check()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(wizard.change_count, len(wanted))
        self.assertAlmostEqual(*counts[1:], delta=3)

    def test_others_do_not_see_what_a_buyer_imports(self):
        purchase = self._buy({self.desk: 10})
        wizard = self._check([[purchase.name, "DESK", 10, self._in_days(20)]])
        other = new_test_user(self.env, "bob", groups="purchase.group_purchase_user")
        for records in (wizard, wizard.line_ids, wizard.column_ids):
            self.assertFalse(records.with_user(other).search([]))

    def test_wizard_opens_for_the_vendor_of_the_chosen_orders(self):
        orders = self._buy({self.desk: 10}) + self._buy({self.lamp: 1})
        other = self.env["res.partner"].create({"name": "Vera"})
        both = orders + self._buy({self.desk: 10}, partner_id=other.id)
        for records, vendor in ((orders, self.vendor.id), (both, False)):
            action = self.env["purchase.eta.import"]._open_for(records)
            self.assertEqual(action["context"]["default_partner_id"], vendor)

    def test_other_file_begins_anew(self):
        purchase = self._buy({self.desk: 10})
        wizard = self._check([[purchase.name, "DESK", 10, self._in_days(20)]])
        wizard.action_start_over()
        self.assertEqual(wizard.state, "upload")
        self.assertFalse(wizard.line_ids)
        with self.assertRaisesRegex(UserError, "Choose the file"):
            wizard.action_check()

    # === COLUMNS === #

    def test_meaning_of_columns_is_corrected_and_remembered(self):
        purchase = self._buy({self.desk: 10})
        row = [purchase.name, "DESK", self._in_days(20)]
        header = ["Ihr Zeichen", "Ware", "Kommt am"]
        wizard = self._check([row], header=header)
        self.assertFalse(wizard.line_ids)
        meanings = ("order", "our_code", "date")
        for column, meaning in zip(wizard.column_ids, meanings, strict=True):
            column.meaning = meaning
        wizard.action_check()
        self.assertResults(wizard, ["change"])
        wizard.action_apply()
        again = self._check([row], header=[*header[:2], "KOMMT am:"])
        self.assertResults(again, ["unchanged"])

    def test_mapping_of_one_vendor_is_not_that_of_another(self):
        purchase = self._buy({self.desk: 10})
        self._import([[purchase.name, "DESK", 10, self._in_days(20)]])
        other = self.env["res.partner"].create({"name": "Vera"})
        mappings = self.env["purchase.eta.mapping"]
        self.assertTrue(mappings._get_for(self.vendor))
        self.assertFalse(mappings._get_for(other))

    def test_language_of_the_vendor_decides_on_numbers_and_dates(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.vendor.lang = "de_DE"
        self._buy({self.desk: 1500})
        row = ["DESK", "1.500", "KW 20"]
        wizard = self._check([row], header=["Artikelnr.", "Menge", "Liefertermin"])
        self.assertResults(wizard, ["change"])

    # === WHAT IS KEPT === #

    def test_file_and_report_are_with_each_order(self):
        purchases = self._buy({self.desk: 10}) + self._buy({self.lamp: 1})
        day = self._in_days(20)
        rows = [
            [purchases[0].name, "DESK", 10, day],
            [purchases[1].name, "LAMP", 1, day],
            ["P?", "=1+1", 1, day],
        ]
        wizard = self._import(rows, make=make_csv)
        for purchase in purchases:
            note = purchase.message_ids.filtered("attachment_ids")
            self.assertEqual(len(note), 1)
            self.assertFalse(note.subtype_id - self.env.ref("mail.mt_note"))
            names = set(note.attachment_ids.mapped("name"))
            self.assertEqual(names, {"dates.xlsx", wizard.report_name})

    def test_report_holds_nothing_but_text_and_no_customer(self):
        purchase = self._buy({self.desk: 10})
        self._create_order({self.desk: 10})
        self._communicate()
        rows = [
            [purchase.name, "DESK", 10, self._in_days(20)],
            ["=cmd|'/c calc'!A0", "@SUM(1)", 1, self._in_days(20)],
        ]
        wizard = self._import(rows, make=make_csv)
        changed = wizard.line_ids.filtered("customers")
        self.assertEqual(changed.customers, self.partner.name)
        book = openpyxl.load_workbook(BytesIO(base64.b64decode(wizard.report)))
        cells = [cell for row in book.active.iter_rows() for cell in row if cell.value]
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertIn("=cmd|'/c calc'!A0", [cell.value for cell in cells])
        self.assertNotIn(self.partner.name, " ".join(cell.value for cell in cells))

    def test_other_buyer_is_told_by_core_s_activity(self):
        purchase = self._buy({self.desk: 10})
        other = new_test_user(self.env, "bob", groups="purchase.group_purchase_user")
        purchase.user_id = other
        self._import([[purchase.name, "DESK", 10, self._in_days(20)]])
        self.assertEqual(purchase.activity_ids.user_id, other)

    def test_own_order_needs_no_activity(self):
        purchase = self._buy({self.desk: 10})
        self._import([[purchase.name, "DESK", 10, self._in_days(20)]])
        self.assertFalse(purchase.activity_ids)


@tagged("post_install", "-at_install")
class TestPurchaseEtaImportCustomers(EtaImportCommon):
    """What the dry run says of customers is what then happens."""

    def _order_two(self):
        """Two customers wait for desks of two purchases, a third for a lamp."""
        purchases = self._buy({self.desk: 10}, days=5) + self._buy({self.desk: 5}, 8)
        other = self.partner.copy({"name": "Bob", "email": "bob@example.com"})
        orders = self._create_order({self.desk: 10})
        orders += self._create_order({self.desk: 5}, partner_id=other.id)
        self._buy({self.lamp: 1}, days=5)
        orders += self._create_order({self.lamp: 1})
        self._communicate()
        return purchases, orders

    def test_dry_run_names_those_who_are_told_and_only_they_are(self):
        purchases, orders = self._order_two()
        row = [purchases[1].name, "DESK", 5, self._in_days(30)]
        wizard = self._check([row])
        self.assertEqual(wizard.line_ids.customers, "Bob")
        self.assertRecordValues(
            wizard.customer_ids,
            [
                {
                    "partner_id": orders[1].partner_id.id,
                    "sale_order_name": orders[1].name,
                    "old_date": self._in_days(8),
                    "new_date": self._in_days(30),
                    "is_told": True,
                }
            ],
        )
        self.assertEqual(wizard.told_count, 1)
        wizard.action_apply()
        self._communicate()
        self.assertEqual(
            [self._get_told(order) for order in orders],
            [["opened"], ["opened", "later"], ["opened"]],
        )
        self.assertEqual(
            orders[1].backorder_ids.expected_date, wizard.customer_ids.new_date
        )

    def test_customer_hears_of_an_earlier_date(self):
        purchases, orders = self._order_two()
        self._import([[purchases[1].name, "DESK", 5, self._in_days(2)]])
        self._communicate()
        self.assertIn("earlier", self._get_told(orders[0]) + self._get_told(orders[1]))

    def test_small_step_is_shown_but_not_told(self):
        purchases, _orders = self._order_two()
        wizard = self._check([[purchases[1].name, "DESK", 5, self._in_days(9)]])
        self.assertEqual(wizard.customer_ids.mapped("is_told"), [False])
        self.assertEqual(wizard.told_count, 0)

    def test_customer_of_a_part_is_named(self):
        self._buy({self.desk: 15}, days=5)
        purchase = self.env["purchase.order"].search([], limit=1)
        self._create_order({self.desk: 10})
        other = self.partner.copy({"name": "Bob", "email": "bob@example.com"})
        order = self._create_order({self.desk: 5}, partner_id=other.id)
        self._communicate()
        wizard = self._check([[purchase.name, "DESK", 5, self._in_days(30)]])
        self.assertEqual(wizard.customer_ids.partner_id, other)
        self.assertEqual(wizard.line_ids.customers, "Bob")
        wizard.action_apply()
        self._communicate()
        self.assertBackorder(order, "waiting", expected_date=self._in_days(30))

    def test_only_some_of_many_customers_are_named_beside_a_row(self):
        purchase = self._buy({self.desk: 10})
        for number in range(7):
            customer = self.partner.copy({"name": f"Customer {number}"})
            self._create_order({self.desk: 1}, partner_id=customer.id)
        self._communicate()
        wizard = self._check([[purchase.name, "DESK", 10, self._in_days(20)]])
        self.assertRegex(wizard.line_ids.customers, "Customer 4, [+]2$")
        self.assertEqual(wizard.told_count, 7)

    def test_customer_who_was_in_time_until_now_is_named(self):
        purchase = self._buy({self.desk: 10}, days=5)
        due = self.company._to_backorder_moment(self._in_days(15))
        order = self._create_order({self.desk: 10}, commitment_date=due)
        self._communicate()
        self.assertFalse(order.backorder_ids)
        wizard = self._check([[purchase.name, "DESK", 10, self._in_days(30)]])
        self.assertRecordValues(
            wizard.customer_ids,
            [{"old_date": False, "new_date": self._in_days(30), "is_told": True}],
        )

    def test_dry_run_is_right_in_each_case(self):
        """Whatever it says of the only customer is what is expected afterwards."""
        cases = {
            "later": (10, 10, 30),
            "earlier": (10, 10, 2),
            "part": (10, 4, 30),
            "more than is waited for": (20, 20, 30),
            "other part": (20, 10, 30),
        }
        for steps in ("one_step", "three_steps"):
            self.warehouse.reception_steps = steps
            for case, (bought, moved, days) in cases.items():
                with self.subTest(case, steps=steps):
                    self._compare_with_what_happens(bought, moved, days)

    def _compare_with_what_happens(self, bought, moved, days):
        product = self._create_product(name="Rug", default_code="RUG")
        purchase = self._buy({product: bought})
        order = self._create_order({product: 10})
        self._communicate()
        wizard = self._check([[purchase.name, "RUG", moved, self._in_days(days)]])
        said = wizard.customer_ids.new_date or order.backorder_ids.expected_date
        is_told = any(wizard.customer_ids.mapped("is_told"))
        wizard.action_apply()
        told = self._get_told(order)
        self._communicate()
        self.assertEqual(order.backorder_ids.expected_date, said)
        self.assertEqual(len(self._get_told(order)) > len(told), is_told)
        order._action_cancel()
        purchase.button_cancel()

    def test_dry_run_writes_nothing_about_customers(self):
        purchases, orders = self._order_two()
        events = orders.backorder_event_ids
        self._check([[purchases[1].name, "DESK", 5, self._in_days(30)]])
        self.env["sale.backorder.signal"].search([]).unlink()
        self._communicate()
        self.assertEqual(orders.backorder_event_ids, events)
