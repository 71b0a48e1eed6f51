# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .common import SecurityCommon, get_our_models

COLUMNS = (
    "public",
    "portal",
    "internal",
    "sales",
    "leads",
    "sales manager",
    "stock",
    "stock manager",
    "system",
)
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}

# Who may do what with which model: read, write, create, delete, or nothing (-).
# Writing is further limited to the fields that are not read-only.
MATRIX = """
model                                public portal internal sales leads smanager stock stmanager system
sale.backorder                            -      -        -    rw    rw       rw    rw        rw      -
sale.backorder.agreement                  -      -        -   rwc   rwc      rwc     -         -      -
sale.backorder.allocation                 -      -        -     -     -        -     -         -      -
sale.backorder.cause                      -      -        -     -     -        -     -         -      -
sale.backorder.confirmation               -      -        -     -     -        -     -         -      -
sale.backorder.content                    -      -        -     -     -        -     -         -      -
sale.backorder.decide                     -      -        -   rwc   rwc      rwc     -         -      -
sale.backorder.decide.choice              -      -        -   rwc   rwc      rwc     -         -      -
sale.backorder.decide.topic               -      -        -   rwc   rwc      rwc     -         -      -
sale.backorder.decision                   -      -        -    rw    rw       rw     r         r      -
sale.backorder.demand                     -      -        -     -     -        -     -         -      -
sale.backorder.digest                     -      -        -     -     -        -     -         -      -
sale.backorder.evaluation                 -      -        -     -     -        -     -         -      -
sale.backorder.event                      -      -        -     r     r        r     r         r      -
sale.backorder.evidence                   -      -        -   rwc   rwc      rwc   rwc       rwc      -
sale.backorder.explanation                -      -        -     -     -        -     -         -      -
sale.backorder.forecast                   -      -        -     -     -        -     -         -      -
sale.backorder.health                     -      -        -     -     -        -     -         -      r
sale.backorder.limit                      -      -        -     r     r     rwcd     -         -      -
sale.backorder.map                        -      -        -     -     -        -     -         -      -
sale.backorder.message                    -      -        -     r     r        r     r         r      -
sale.backorder.offer                      -      -        -     -     -        -     -         -      -
sale.backorder.outbox                     -      -        -     -     -        -     -         -     rw
sale.backorder.parcels                    -      -        -     -     -        -     -         -      -
sale.backorder.prevention                 -      -        -     -     -        r     r         r      -
sale.backorder.priority                   -      -        -     -     -        -     -         -      -
sale.backorder.priority.effect            -      -        -     -     -        -     -         -      -
sale.backorder.priority.rule              -      -        -     r     r     rwcd     -         -      -
sale.backorder.priority.simulation        -      -        -     -     -     rwcd     -         -      -
sale.backorder.priority.simulation.rule   -      -        -     -     -     rwcd     -         -      -
sale.backorder.promise                    -      -        -     r     r        r     r         r      -
sale.backorder.queue                      -      -        -     -     -        -     -         -      -
sale.backorder.reallocation               -      -        -     -     -     rwcd     -      rwcd      -
sale.backorder.reallocation.line          -      -        -     -     -     rwcd     -      rwcd      -
sale.backorder.reason                     -      -        -     r     r     rwcd     r         r      -
sale.backorder.report                     -      -        -     r     r        r     r         r      -
sale.backorder.reason.mixin               -      -        -     -     -        -     -         -      -
sale.backorder.rule                       -      -        -     r     r     rwcd     -         -      -
sale.backorder.rule.preview               -      -        -     -     -     rwcd     -         -      -
sale.backorder.rule.replay                -      -        -     -     -     rwcd     -         -      -
sale.backorder.rule.replay.line           -      -        -     -     -     rwcd     -         -      -
sale.backorder.rush                       -      -        -   rwc   rwc      rwc     -         -      -
sale.backorder.service.report             -      -        -     r     r        r     r         r      -
sale.backorder.signal                     -      -        -     -     -        -     -         -    rwd
sale.backorder.substitute                 -      -        -     r     r     rwcd     r         r      -
sale.backorder.substitution               -      -        -     -     -        -     -         -      -
sale.backorder.supply                     -      -        -     r     r        r     r         r      -
sale.backorder.terms                      -      -        -     -     -        -     -         -      -
sale.backorder.update                     -      -        -     r     r        r     r         r      -
stock.picking.backorder.reserve           -      -        -     -     -     rwcd     -      rwcd      -
stock.picking.backorder.reserve.line      -      -        -     -     -     rwcd     -      rwcd      -
stock.picking.backorder.ship              -      -        -     -     -     rwcd     -      rwcd      -
"""  # noqa: E501

# Whose records have nothing to do with one order, one salesperson or one company.
OF_NO_ORDER = {
    "sale.backorder.health",
    "sale.backorder.limit",
    "sale.backorder.outbox",
    "sale.backorder.priority.rule",
    "sale.backorder.prevention",
    "sale.backorder.reason",
    "sale.backorder.rule",
    "sale.backorder.signal",
    "sale.backorder.substitute",
}


@tagged("post_install", "-at_install")
class TestAttacksAccess(SecurityCommon):
    """A23: who may do what with which model is what is written here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        _header, *lines = MATRIX.strip().splitlines()
        cls.matrix = {
            model: dict(zip(COLUMNS, rights, strict=True))
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
        self.assertEqual(
            [name for name in get_our_models(self.env) if name not in self.matrix], []
        )

    def test_each_role_has_the_rights_of_the_table(self):
        for model in get_our_models(self.env):
            with self.subTest(model):
                rights = {role: self._get_rights(model, role) for role in COLUMNS}
                self.assertEqual(rights, self.matrix[model])

    def test_salesperson_reads_nothing_of_the_orders_of_others(self):
        self._create_known_order(user_id=self.users["sales manager"].id)
        for name in self._get_models_of_orders():
            everything = self.env[name].search([])
            with self.subTest(name):
                self.assertTrue(everything)
                own = self.env[name].with_user(self.users["sales"])
                others = everything.filtered(lambda record: record.order_id.user_id)
                self.assertFalse(own.search([("id", "in", others.ids)]))
                for role in ("leads", "sales manager", "stock"):
                    all_ = self.env[name].with_user(self.users[role])
                    self.assertEqual(all_.search_count([]), len(everything))

    def test_salesperson_reads_everything_of_the_own_orders(self):
        order = self._create_known_order(user_id=self.users["sales"].id)
        for name in self._get_models_of_orders():
            with self.subTest(name):
                own = self.env[name].with_user(self.users["sales"])
                self.assertTrue(own.search([("order_id", "=", order.id)]))

    def test_each_wizard_is_of_its_user_alone(self):
        """Core lets everybody who may open a wizard read those of others, too."""
        for name in get_our_models(self.env):
            if self.env[name]._transient:
                with self.subTest(name):
                    rules = self.env["ir.rule"].with_user(self.users["sales"])
                    domains = rules._get_rules(name).sudo().mapped("domain_force")
                    self.assertIn("create_uid", str(domains))

    def test_evidence_that_somebody_asked_for_is_not_read_by_another(self):
        order = self._create_known_order(user_id=self.users["sales"].id)
        evidence = self.env["sale.backorder.evidence"]
        mine = evidence.with_user(self.users["sales"]).create({"order_id": order.id})
        self.assertTrue(mine.has_access("read"))
        self.assertFalse(mine.with_user(self.users["stock"]).has_access("read"))

    def _get_models_of_orders(self):
        """Return the models that hold what happened to orders."""
        return [
            name
            for name in get_our_models(self.env)
            if not self.env[name]._abstract
            and not self.env[name]._transient
            and name not in OF_NO_ORDER
        ]
