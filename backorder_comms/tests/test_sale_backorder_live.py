# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests.test_js import unit_test_error_checker

from ..models import sale_backorder_live
from ..models.sale_backorder_live import CHANGED
from .common import BackorderCommsCommon


@tagged("post_install", "-at_install")
class TestSaleBackorderLive(BackorderCommsCommon):
    """Open pages hear what the jobs changed, and nothing from users' transactions."""

    def setUp(self):
        super().setUp()
        self.order = self._create_order({self.lamp: 2})

    def _take_news(self):
        """Return what open pages heard since the last call, and to whom it went."""
        self.env.cr.flush()
        rows = self.env["bus.bus"].search([("message", "like", CHANGED)], order="id")
        news = [
            (json.loads(row.channel)[1:], json.loads(row.message)["payload"]["ids"])
            for row in rows
        ]
        rows.unlink()
        return news

    def test_colleagues_hear_that_a_backorder_opened(self):
        self._evaluate()
        users = ["res.groups", self.env.ref("base.group_user").id]
        self.assertEqual(self._take_news(), [(users, self.order.backorder_ids.ids)])

    def test_nobody_hears_of_a_look_that_changed_nothing(self):
        self._evaluate()
        self._take_news()
        self.env["sale.backorder.signal"]._notice(products=self.lamp)
        self._evaluate()
        self.assertEqual(self._take_news(), [])

    def test_colleagues_hear_that_a_customer_was_told(self):
        self._evaluate()
        self._take_news()
        self._communicate()
        [(_users, ids)] = self._take_news()
        self.assertEqual(ids, self.order.backorder_ids.ids)

    def test_users_say_nothing(self):
        self._communicate()
        self._take_news()
        self.order.backorder_ids.with_user(self.sale_manager).customer_note = "Soon"
        self.order.backorder_ids.with_user(self.sale_manager).action_mark_reviewed()
        self.assertEqual(self._take_news(), [])

    def test_once_for_all_that_a_transaction_changed(self):
        other = self._create_order({self.desk: 2})
        self._evaluate()
        [(_users, ids)] = self._take_news()
        self.assertEqual(ids, (self.order | other).backorder_ids.sorted("id").ids)

    def test_of_very_many_no_ids_are_sent(self):
        with patch.object(sale_backorder_live, "MAX_IDS", 0):
            self._evaluate()
        [(_users, ids)] = self._take_news()
        self.assertIs(ids, False)


@tagged("post_install", "-at_install")
class TestLivePages(HttpCase):
    def test_pages_show_what_changed(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            "&filter=@backorder_comms/backorder_views",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )
