# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields

from .allocation_common import AllocationCommon


class PriorityCommon(AllocationCommon):
    """Rules of priority, and the desks for which customers compete."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["sale.backorder.priority.rule"]
        cls.rules.search([]).active = False
        cls.vip = cls.env["res.partner.category"].create({"name": "VIP"})
        cls.vip_partner = cls.env["res.partner"].create(
            {"name": "Vera", "email": "vera@example.com", "category_id": cls.vip.ids}
        )

    def _create_rule(self, **values):
        return self.rules.create({"name": "Rule", **values})

    def _create_vip_rule(self, **values):
        """Let customers with the test's tag go before those of seven days ago."""
        return self._create_rule(
            name="VIP customers",
            points=7,
            partner_domain=f"[('category_id', 'in', {self.vip.ids})]",
            **values,
        )

    def _get_score(self, order):
        return order.order_line[:1].backorder_score

    def _promise_ago(self, order, days):
        """Let the customer have been promised a day so many days ago."""
        backorder = order.backorder_ids
        backorder._promise({backorder: self._in_days(-days)}, "told")

    def _create_due_order(self, days, **values):
        day = fields.Datetime.now() + timedelta(days=days)
        return self._create_order({self.desk: 1}, commitment_date=day, **values)
