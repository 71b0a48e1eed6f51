# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import new_test_user
from odoo.tools.misc import mute_logger

from ..common import BackorderCommsCommon

ADDONS = "backorder_comms"

ROLES = {
    "portal": "base.group_portal",
    "internal": "base.group_user",
    "sales": "sales_team.group_sale_salesman",
    "leads": "sales_team.group_sale_salesman_all_leads",
    "sales manager": "sales_team.group_sale_manager",
    "stock": "stock.group_stock_user",
    "stock manager": "stock.group_stock_manager",
    "system": "base.group_system",
}
"""Groups of a user of each role, and no others."""


def is_ours(module):
    """Tell whether an addon is one of this family."""
    return module.split(".")[0].startswith(ADDONS)


def get_our_models(env, addon=ADDONS):
    """Return the names of the models that an addon of ours defines.

    :rtype: list[str]
    """
    return sorted(
        name for name, model in env.registry.items() if model._original_module == addon
    )


def get_our_additions(env):
    """Return the fields of ours on models that are not.

    :rtype: dict[str, list[str]]
    """
    additions = {}
    for name, model in env.registry.items():
        if is_ours(model._original_module) or model._abstract:
            continue
        fields = [
            field.name
            for field in model._fields.values()
            if any(map(is_ours, field._modules)) and "backorder" in field.name
        ]
        if fields:
            additions[name] = sorted(fields)
    return additions


def get_our_public_methods(env, addon=ADDONS):
    """Return the methods of an addon of ours that clients can name: `model.method`.

    Those of base classes of Odoo's own that we override are among them.

    :rtype: list[str]
    """
    return sorted(
        {
            f"{name}.{attribute}"
            for name, model in env.registry.items()
            for part in model.__mro__
            if part.__module__.startswith(f"odoo.addons.{addon}.")
            for attribute, value in vars(part).items()
            if not attribute.startswith("_") and callable(value)
        }
    )


class SecurityCommon(BackorderCommsCommon):
    """A user of each role, and an order of somebody else's about which all is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(
                cls.env,
                f"attack_{role.replace(' ', '_')}",
                groups=groups,
                email=f"{role.replace(' ', '.')}@users.example.com",
            )
            for role, groups in ROLES.items()
        }
        cls.users["public"] = cls.env.ref("base.public_user")

    def setUp(self):
        super().setUp()
        # What is refused is logged.
        self.enterContext(
            mute_logger(
                "odoo.addons.base.models.ir_model",
                "odoo.addons.base.models.ir_rule",
                "odoo.models",
            )
        )

    def _create_known_order(self, **values):
        """Confirm an order, tell its customer, and let him ask for a call."""
        self._create_receipt(self.desk, 10, days=5)
        order = self._create_order({self.desk: 10, self.lamp: 2}, **values)
        self._communicate()
        self.env["sale.backorder.decision"].create(
            {"order_id": order.id, "kind": "date", "option": "call", "state": "done"}
        )
        return order
