# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import new_test_user

from .common import BackorderCommsCommon


class RuleCommon(BackorderCommsCommon):
    """A company whose only rules are those of the test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sale.backorder.rule"].search([]).active = False
        cls.sale_user.email = "sam@example.com"
        cls.buddy = new_test_user(
            cls.env,
            "buddy",
            groups="sales_team.group_sale_salesman",
            email="buddy@example.com",
        )
        cls.activity_type = cls.env.ref("mail.mail_activity_data_todo")

    # === FACTORIES === #

    def _create_rule(self, **values):
        """Create a rule that mails customers that they must wait, unless told."""
        event_type = values.get("event_type", "opened")
        if values.get("audience", "customer") == "customer":
            self._add_templates(event_type, values)
        return self.env["sale.backorder.rule"].create(
            {"name": "Test", "event_type": event_type, "channel": "mail", **values}
        )

    def _add_templates(self, event_type, values):
        for channel in ("mail", "sms"):
            if values.get("channel", "mail") in (channel, "preferred"):
                template = f"backorder_comms.{channel}_template_{event_type}"
                values.setdefault(f"{channel}_template_id", self.env.ref(template).id)

    def _create_activity_rule(self, **values):
        return self._create_rule(
            channel="activity",
            activity_type_id=self.activity_type.id,
            **{"audience": "salesperson", **values},
        )

    def _create_late_order(self, days=5, quantity=10, **values):
        """Confirm an order that can ship so many days from now."""
        self._create_receipt(self.desk, quantity, days=days)
        return self._create_order({self.desk: quantity}, **values)

    # === LOOKING AT THE RESULT === #

    def _get_messages(self, order, *fields):
        """Return what fields of the order's messages hold, oldest message first."""
        messages = order.backorder_message_ids.sorted("id")
        return [tuple(message[name] for name in fields) for message in messages]

    def assertTold(self, order, *rules):
        """Check by which rules anybody was told of the order, oldest first."""
        told = order.backorder_message_ids.filtered(
            lambda message: message.state in ("queued", "sent")
        )
        self.assertEqual(
            [message.rule_id for message in told.sorted("id")], list(rules)
        )
