# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import mute_logger

from odoo.addons.backorder_comms.tests.common import BackorderCommsCommon
from odoo.addons.backorder_comms.tests.security.common import (
    get_our_models,
    get_our_public_methods,
)

ADDON = "backorder_comms_purchase"
ROLES = {
    "internal": "base.group_user",
    "sales": "sales_team.group_sale_salesman",
    "smanager": "sales_team.group_sale_manager",
    "stock": "stock.group_stock_user",
    "buyer": "purchase.group_purchase_user",
    "bmanager": "purchase.group_purchase_manager",
    "system": "base.group_system",
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}

# Who may do what with which model: read, write, create, delete, or nothing (-).
# This addon's models, and what buyers may do with those of the others.
MATRIX = """
model                       internal sales smanager stock buyer bmanager system
purchase.backorder.impact          -     -        -     -     r        r      -
purchase.chase                     -     -        -     -     -        -      -
purchase.chase.answer              -     -        -     -   rwc      rwc      -
purchase.chase.attempt             -     -        -     -     r        r      -
purchase.chase.step                -     -        -     -     r     rwcd      -
purchase.eta.import                -     -        -     -  rwcd     rwcd      -
purchase.eta.import.column         -     -        -     -  rwcd     rwcd      -
purchase.eta.import.customer       -     -        -     -  rwcd     rwcd      -
purchase.eta.import.line           -     -        -     -  rwcd     rwcd      -
purchase.eta.mapping               -     -        -     -  rwcd     rwcd      -
purchase.vendor.lateness           -     -        -     -     r        r      -
purchase.vendor.report             -     -        -     -     r        r      -
sale.backorder                     -    rw       rw    rw     r        r      -
sale.backorder.supply              -     r        r     r     r        r      -
sale.backorder.event               -     r        r     r     -        -      -
sale.backorder.message             -     r        r     r     -        -      -
sale.backorder.promise             -     r        r     r     -        -      -
"""

CORE = "core's"
PAGE = "opens a page that shows nothing to who may not read it"

# What clients can call, and what keeps those from it who must not.
PUBLIC_METHODS = {
    "purchase.backorder.impact.action_open_order": "who reads the row",
    "purchase.backorder.impact.action_view_backorders": "who reads backorders",
    "purchase.chase.answer.action_apply": "its user, who may write the purchase",
    "purchase.chase.attempt.action_view_order": "who reads the attempt",
    "purchase.eta.import.action_apply": "its user",
    "purchase.eta.import.action_check": "its user",
    "purchase.eta.import.action_start_over": "its user",
    "purchase.order.action_acknowledge": "who may write the purchase",
    "purchase.order.action_backorder_chase": "who may write the purchase: checked",
    "purchase.order.action_backorder_vendor_answered": PAGE,
    "purchase.order.action_view_backorder_chase": PAGE,
    "purchase.order.action_view_backorders": "who reads backorders",
    "purchase.order.line.create": CORE,
    "purchase.order.line.unlink": CORE,
    "purchase.order.line.write": CORE,
    "purchase.order.message_post": CORE,
    "purchase.order.write": CORE,
    "res.company.create": CORE,
    "res.company.write": CORE,
    "res.partner.action_view_backorder_purchases": "who reads the rows",
}


@tagged("post_install", "-at_install")
class TestAccessRights(BackorderCommsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"purchase_{role}", groups=groups)
            for role, groups in ROLES.items()
        }
        _header, *lines = MATRIX.strip().splitlines()
        cls.matrix = {
            model: dict(zip(ROLES, rights, strict=True))
            for model, *rights in map(str.split, lines)
        }

    def setUp(self):
        super().setUp()
        # What is refused is logged.
        self.enterContext(mute_logger("odoo.addons.base.models.ir_model"))

    def _get_rights(self, model, role):
        records = self.env[model].with_user(self.users[role])
        return (
            "".join(
                letter
                for letter, operation in OPERATIONS.items()
                if records.has_access(operation)
            )
            or "-"
        )

    def test_each_model_has_a_row(self):
        self.assertLessEqual(set(get_our_models(self.env, ADDON)), self.matrix.keys())

    def test_each_role_has_the_rights_of_the_table(self):
        for model in self.matrix:
            with self.subTest(model):
                rights = {role: self._get_rights(model, role) for role in ROLES}
                self.assertEqual(rights, self.matrix[model])

    def test_methods_that_clients_may_call_are_those_of_the_table(self):
        self.assertEqual(
            get_our_public_methods(self.env, ADDON), sorted(PUBLIC_METHODS)
        )

    def test_who_does_not_buy_calls_none_of_them(self):
        for name, protection in PUBLIC_METHODS.items():
            if protection in (CORE, PAGE):
                continue
            model, _, method = name.rpartition(".")
            record = self.env[model].with_user(self.users["internal"]).browse(1)
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(record, method)()
