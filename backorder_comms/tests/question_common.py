# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.exceptions import UserError

from ..logic.decisions import Choice
from .common import BackorderCommsCommon


class QuestionCommon(BackorderCommsCommon):
    """Choices that do nothing: how orders ship, and whether to cancel what waits."""

    def setUp(self):
        super().setUp()
        self.possible = {"ship", "wait", "cancel"}
        self.impossible = False  # whether what is offered fails
        model = type(self.env["sale.backorder.decision"])
        for name, method in {
            "_get_choices": lambda _model, order: self._get_choices(order),
            "_apply_ship": lambda _decision: self._apply("Two parcels will come."),
            "_apply_wait": lambda _decision: self._apply("One parcel will come."),
            "_apply_cancel": lambda _decision: self._apply("It is cancelled."),
        }.items():
            patcher = patch.object(model, name, method, create=True)
            self.addCleanup(patcher.stop)
            patcher.start()

    def _get_shipping(self):
        choices = [
            Choice("ship", "shipping", "Ship what is ready", ("2 parcels <soon>",)),
            Choice("wait", "shipping", "Wait for all", ("1 parcel, later",)),
        ]
        return [
            choice._replace(is_current=choice.option == "wait")
            for choice in choices
            if choice.option in self.possible
        ]

    def _get_choices(self, order):
        choices = {False: self._get_shipping()}
        if "cancel" in self.possible:
            choices |= {
                backorder.order_line_id.id: [self._get_cancelling(backorder)]
                for backorder in order._get_open_backorders()
            }
        return choices

    def _get_cancelling(self, backorder):
        return Choice(
            "cancel",
            "cancel",
            "Cancel it",
            line_id=backorder.order_line_id.id,
            max_quantity=backorder.quantity,
            unit="Units",
            asks_reason=True,
        )

    def _apply(self, effect):
        if self.impossible:
            raise UserError(self.env._("It is being packed."))
        return effect

    # === WHAT HAPPENS === #

    def _create_late_order(self, **values):
        """Confirm an order of two lamps that nobody has a date for, and say so."""
        values = {"user_id": self.sale_user.id, **values}
        order = self._create_order({self.lamp: 2}, **values)
        self._communicate()
        return order

    def _ask(self, order, kind="shipping", **details):
        return order._backorder_ask(kind, **details)

    def _answer(self, order, option="ship", **details):
        details = {"by": self.partner, "origin": "link", **details}
        return order._backorder_decide(option, **details)

    def _send_mails(self):
        """Let the mails that are queued leave."""
        with self.mock_mail_gateway():
            self.env["mail.mail"].search([("state", "=", "outgoing")]).send()

    # === LOOKING AT THE RESULT === #

    def _get_last_body(self, order):
        messages = order.backorder_message_ids.filtered("mail_message_id")
        return messages.sorted("id")[-1].mail_message_id.body

    def _get_activities(self, order, name):
        activity_type = self.env.ref(f"backorder_comms.mail_activity_type_{name}")
        return order.activity_ids.filtered(
            lambda activity: activity.activity_type_id == activity_type
        )
