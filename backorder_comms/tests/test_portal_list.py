# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from datetime import timedelta

from lxml import html

from odoo.tests import tagged
from odoo.tools.misc import mute_logger

from .http_common import BackorderCommsHttpCommon

# Core's own list takes 15, and ours says more of each row.
QUERIES = 18


@tagged("post_install", "-at_install")
class TestPortalList(BackorderCommsHttpCommon):
    """The list of all that a customer waits for."""

    def setUp(self):
        super().setUp()
        self.authenticate(self.portal_user.login, self.portal_user.login)

    def _open(self, query=""):
        response = self.url_open(f"/my/backorders{query}")
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.content)

    def _get_rows(self, query=""):
        """Return the text of each row of the list."""
        return [
            re.sub(r"\s+", " ", row.text_content()).strip()
            for row in self._open(query).xpath("//*[@name='backorder_row']")
        ]

    def _count_home(self):
        response = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["backorder_count"]}
        )
        return response["backorder_count"]

    def test_list_shows_what_waits_of_all_orders(self):
        first = self._create_short_order()
        second = self._create_order({self.lamp: 3})
        self._communicate()
        rows = self._get_rows()
        self.assertEqual(len(rows), 3)
        self.assertEqual(
            [sum(order.name in row for row in rows) for order in (first, second)],
            [2, 1],
        )
        self.assertEqual(self._count_home(), 3)

    def test_row_says_how_much_until_when_why_and_what_is_new(self):
        order = self._create_short_order()
        content = self.env["sale.backorder.content"]
        day = content._format_day(self._in_days(5))
        today = content._format_day(self.today)
        self.assertEqual(
            self._get_rows()[0],
            f"Desk 0 of 10 Units shipped Order {order.name} 10 Units delayed Expected "
            f"to ship on {day} Sold out for the moment; new goods are on their way to "
            f"us {today}: Some items are delayed",
        )

    def test_row_says_how_the_date_moved(self):
        order = self._create_short_order()
        receipt = self.env["stock.move"].search(
            [("product_id", "=", self.desk.id), ("picking_code", "=", "incoming")]
        )
        receipt.picking_id.scheduled_date += timedelta(days=10)
        self._communicate()
        content = self.env["sale.backorder.content"]
        [row] = [row for row in self._get_rows() if "Desk" in row]
        self.assertIn(
            f"The date changed from {content._format_day(self._in_days(5))} to "
            f"{content._format_day(self._in_days(15))}",
            row,
        )
        self.assertEqual(order.backorder_event_ids[0].type, "later")

    def test_row_knows_at_once_what_was_cancelled(self):
        order = self._create_short_order()
        order._backorder_decide("cancel", line=order.order_line[0], quantity=1)
        [row] = [row for row in self._get_rows() if "Desk" in row]
        self.assertIn("0 of 9 Units shipped", row)
        self.assertIn("9 Units delayed", row)

    def test_row_says_nothing_of_what_is_internal(self):
        order = self._create_short_order()
        self.env["sale.backorder.event"].create(
            {
                "backorder_id": order.backorder_ids[0].id,
                "order_id": order.id,
                "type": "message_failed",
                "new_value": "mailbox full",
            }
        )
        self.assertNotIn("mailbox full", "".join(self._get_rows()))

    def test_row_leads_to_the_order_and_shows_a_picture(self):
        order = self._create_short_order()
        page = self._open()
        [link] = set(page.xpath("//*[@name='backorder_row']//a/@href"))
        self.assertEqual(link, order._get_backorder_path())
        picture = page.xpath("//*[@name='backorder_row']//img/@src")[0]
        self.assertEqual(self.url_open(picture).headers["Content-Type"], "image/png")

    def test_colleagues_of_the_same_company_see_each_others_orders(self):
        company = self.env["res.partner"].create({"name": "Inc", "is_company": True})
        self.partner.parent_id = company
        colleague = self.env["res.partner"].create(
            {"name": "Cleo", "parent_id": company.id, "email": "cleo@example.com"}
        )
        order = self._create_order({self.lamp: 3}, partner_id=colleague.id)
        self._communicate()
        self.assertIn(order.name, self._get_rows()[0])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_list_shows_nothing_of_others(self):
        other = self.env["res.partner"].create(
            {"name": "Bob", "email": "b@example.com"}
        )
        self._create_order({self.lamp: 3}, partner_id=other.id)
        self._communicate()
        self.assertFalse(self._get_rows())
        self.assertFalse(self._count_home())

    def test_list_leaves_out_what_nobody_is_told(self):
        order = self._create_short_order()
        order.backorder_ids[0].silent = True
        self.assertEqual(len(self._get_rows()), 1)
        self.company.backorder_comms_active = False
        self.assertFalse(self._get_rows())

    def test_whoever_is_not_logged_in_is_asked_to(self):
        self.authenticate(None, None)
        response = self.url_open("/my/backorders")
        self.assertIn("/web/login", response.url)

    def test_empty_list_says_so(self):
        [text] = self._open().xpath("//*[@name='backorder_none']")
        self.assertIn("Nothing is late", text.text_content())

    def test_filters_show_what_they_say(self):
        self._set_stock(self.lamp, 0)
        order = self._create_short_order()
        chair = self._create_product(name="Chair")
        self._create_order({chair: 1})
        self._communicate()
        self._set_stock(chair, 1)
        self._communicate()
        self.env["sale.backorder.decision"].create(
            {
                "order_id": order.id,
                "order_line_id": order.order_line[1].id,
                "kind": "date",
            }
        )
        names = {
            filterby: [
                next(name for name in ("Desk", "Lamp", "Chair") if name in row)
                for row in self._get_rows(f"?filterby={filterby}&sortby=order")
            ]
            for filterby in ("all", "late", "no_date", "ready", "asked", "nonsense")
        }
        self.assertEqual(
            names,
            {
                "all": ["Chair", "Desk", "Lamp"],
                "late": ["Desk"],
                "no_date": ["Lamp"],
                "ready": ["Chair"],
                "asked": ["Desk", "Lamp"],
                "nonsense": ["Chair", "Desk", "Lamp"],
            },
        )
        [asked] = [row for row in self._get_rows() if "Please decide" in row]
        self.assertIn("Lamp", asked)

    def test_list_is_sorted_as_asked(self):
        self._create_short_order()
        chair = self._create_product(name="Chair")
        self._create_order({chair: 1})
        self._communicate()
        first = {
            sortby: self._get_rows(f"?sortby={sortby}")[0].split()[0]
            for sortby in ("date", "order", "product", "nonsense")
        }
        self.assertEqual(
            first,
            {"date": "Desk", "order": "Chair", "product": "Chair", "nonsense": "Desk"},
        )

    def test_long_list_has_pages(self):
        self._create_many(85)
        self.assertEqual(len(self._get_rows()), 80)
        self.assertEqual(len(self._get_rows("/page/2")), 5)

    def test_queries_do_not_grow_with_the_rows(self):
        self._create_many(1)
        few = self._count_queries()
        self._create_many(30)
        self.assertEqual(self._count_queries(), few)
        self.assertLessEqual(few, QUERIES)

    def _create_many(self, count):
        products = self.env["product.product"].create(
            [
                {"name": f"Chair {n}", "type": "consu", "is_storable": True}
                for n in range(count)
            ]
        )
        self._create_order(dict.fromkeys(products, 1))
        self._communicate()

    def _count_queries(self, path="/my/backorders"):
        self.url_open(path)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.url_open(path)
        return self.env.cr.sql_log_count - before
