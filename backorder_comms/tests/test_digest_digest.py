# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestDigest(PromiseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What others of the company waited for is not counted with it.
        cls.env["sale.backorder"].search([]).unlink()
        cls.digest = cls.env["digest.digest"].create(
            {
                "name": "Weekly",
                "company_id": cls.company.id,
                "kpi_backorder_waiting": True,
                "kpi_backorder_kept": True,
                "kpi_backorder_notice": True,
            }
        )

    def _get_figures(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        now = fields.Datetime.now()
        digest = self.digest.with_user(user).with_context(
            start_datetime=now - timedelta(days=7),
            end_datetime=now + timedelta(minutes=1),
        )
        return [
            digest[f"kpi_backorder_{name}_value"]
            for name in ("waiting", "kept", "notice")
        ]

    def test_figures_of_the_week(self):
        kept = self._create_promised_order()
        self._receive_and_ship(kept)
        order = self._create_order({self.desk: 10, self.lamp: 1})
        self._evaluate()
        with freeze_time(order.backorder_ids[0].opened_date + timedelta(minutes=6)):
            self._communicate()
        waiting, kept_share, minutes = self._get_figures(self.sale_manager)
        self.assertEqual((waiting, kept_share), (2, 100.0))
        # Two lines of one order, and one of the other that was told at once.
        self.assertAlmostEqual(minutes, 4.0, places=1)

    def test_week_without_backorders(self):
        self.assertEqual(self._get_figures(self.sale_manager), [0, 0.0, 0.0])

    def test_salesperson_who_sees_the_own_orders_only_gets_none(self):
        with self.assertRaises(AccessError):
            self._get_figures(self.sale_user)
