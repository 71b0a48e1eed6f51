# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import contextmanager

from odoo.tests import HttpCase

from .common import BackorderCommsCommon


class BackorderCommsHttpCommon(HttpCase, BackorderCommsCommon):
    """A customer whose order is short, and who may look at it in the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user = cls._create_new_portal_user(
            name=cls.partner.name, email=cls.partner.email, partner_id=cls.partner.id
        )

    @contextmanager
    def enter_registry_test_mode(self):
        """Override of `odoo`: an `HttpCase` is in it from beginning to end."""
        yield

    def _create_short_order(self, **values):
        """Confirm an order of ten desks that come in five days and two lamps without
        a date, and tell its customer.
        """
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10, self.lamp: 2}, **values)
        self._communicate()
        return order
