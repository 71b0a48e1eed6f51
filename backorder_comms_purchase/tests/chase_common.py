# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import html2plaintext

from odoo.addons.backorder_comms.tests.common import BackorderCommsCommon

CHASE = "backorder_comms_purchase.ir_cron_chase"


class ChaseCommon(BackorderCommsCommon):
    """A vendor, his buyer, and goods that customers wait for.

    Days count from the one on which goods are to arrive.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {"backorder_chase_mail": True, "backorder_chase_unawaited": False}
        )
        cls.env["purchase.chase.step"].search(
            [("minimum_harm", ">", 0)]
        ).minimum_harm = 0.01
        cls.agreed = fields.Datetime.now().replace(hour=12) + timedelta(days=10)
        cls.buyer = new_test_user(
            cls.env,
            "bea",
            groups="purchase.group_purchase_user",
            email="bea@example.com",
        )
        cls.manager = new_test_user(
            cls.env, "max", groups="purchase.group_purchase_manager"
        )
        cls.vendor = cls._create_vendor("Vic")
        cls.steps = {
            name: cls.env.ref(f"backorder_comms_purchase.chase_step_{name}")
            for name in ("confirm", "late", "call", "urgent", "vendors", "manager")
        }
        cls.steps["manager"].user_id = cls.manager
        cls.attempts = cls.env["purchase.chase.attempt"]

    # === FACTORIES === #

    @classmethod
    def _create_vendor(cls, name, **values):
        address = f"{name.lower()}@vendors.example.com"
        return cls.env["res.partner"].create({"name": name, "email": address, **values})

    def _buy(self, *products, vendor=None, day=0, quantity=10, **values):
        """Confirm a purchase of goods that are to arrive on a day.

        :rtype: purchase.order
        """
        lines = [
            Command.create(
                {
                    "product_id": product.id,
                    "product_qty": quantity,
                    "date_planned": self.agreed + timedelta(days=day),
                }
            )
            for product in products
        ]
        purchase = (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": (vendor or self.vendor).id,
                    "order_line": lines,
                    **values,
                }
            )
        )
        purchase.button_confirm()
        return purchase

    def _await(self, *products, quantity=7):
        """Have a customer wait for goods, and the evaluation know of it."""
        order = self._create_order(dict.fromkeys(products, quantity))
        self._evaluate()
        return order

    def _buy_awaited(self, *products, **values):
        purchase = self._buy(*(products or [self.desk]), **values)
        self._await(*(products or [self.desk]))
        return purchase

    # === TIME === #

    def _on_day(self, day):
        """Have it be a day after the one on which goods are to arrive."""
        return self.mock_datetime_and_now(self.agreed + timedelta(days=day))

    def _chase(self, *days):
        """Run the job on days."""
        for day in days:
            self.env.cr.flush()
            self.env.cr.clear()
            with (
                self._on_day(day),
                self.mock_mail_gateway(),
                self.enter_registry_test_mode(),
            ):
                self.env.ref(CHASE).method_direct_trigger()
            self.env.invalidate_all()

    # === LOOKING AT THE RESULT === #

    def _get_story(self, vendor=None):
        """Return what was done: the day, the step, and the order.

        :rtype: list[tuple[int, str, purchase.order]]
        """
        names = {step: name for name, step in self.steps.items()}
        attempts = self.attempts.search(
            [("partner_id", "=", (vendor or self.vendor).id)], order="id"
        )
        return [
            (
                (attempt.day - self.agreed.date()).days,
                names[attempt.step_id],
                attempt.order_id,
            )
            for attempt in attempts
        ]

    def _get_letters(self, vendor=None):
        """Return the mails to a vendor, in order.

        :rtype: mail.message
        """
        attempts = self.attempts.search(
            [("partner_id", "=", (vendor or self.vendor).id)]
        )
        return attempts.mail_message_id.sorted("id")

    def _get_text(self):
        """Return what is to be read in the last mail to the vendor."""
        text = html2plaintext(self._get_letters()[-1:].body, include_references=False)
        return " ".join(text.split())

    def assertResults(self, purchase, results):
        attempts = purchase.sudo().backorder_chase_attempt_ids.sorted("id")
        self.assertEqual(" ".join(attempts.mapped("result")), results)
