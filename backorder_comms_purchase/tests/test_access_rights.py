# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import new_test_user, tagged
from odoo.tools.misc import mute_logger

from odoo.addons.backorder_comms.tests.common import BackorderCommsCommon

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
sale.backorder                     -    rw       rw    rw     r        r      -
sale.backorder.supply              -     r        r     r     r        r      -
sale.backorder.event               -     r        r     r     -        -      -
sale.backorder.message             -     r        r     r     -        -      -
sale.backorder.promise             -     r        r     r     -        -      -
"""


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
        ours = {
            name
            for name, model in self.env.registry.items()
            if model._original_module == ADDON
        }
        self.assertEqual(ours - self.matrix.keys(), set())

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_each_role_has_the_rights_of_the_table(self):
        for model in self.matrix:
            with self.subTest(model):
                rights = {role: self._get_rights(model, role) for role in ROLES}
                self.assertEqual(rights, self.matrix[model])
