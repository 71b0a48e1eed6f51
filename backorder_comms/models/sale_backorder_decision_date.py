# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ..logic.decisions import Choice
from ..logic.promises import wants_consent


# A file for each kind of decision.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderDecision(models.Model):
    """Agree to a later date, or ask for a call."""

    _inherit = "sale.backorder.decision"

    @api.model
    def _load_choices(self, order):
        """Override of ours to read what was promised about all lines at once."""
        res = super()._load_choices(order)
        order.backorder_ids.promise_ids.mapped("cause")
        return res

    @api.model
    def _get_line_choices(self, order, line, backorders):
        """Override of ours to offer the new date, and a call."""
        choices = super()._get_line_choices(order, line, backorders)
        waiting = backorders.filtered(lambda one: one.state == "waiting")[:1]
        if not waiting:
            return choices
        # A part of a recordset would be read for itself, line by line.
        waiting = waiting.with_prefetch(backorders._prefetch_ids)
        if self._wants_consent(waiting):
            choices = [*choices, self._prepare_accept_choice(waiting)]
        if not self._is_call_pending(order):
            choices = [*choices, self._prepare_call_choice(order, line)]
        return choices

    @api.model
    def _wants_consent(self, backorder):
        promise = backorder._get_promises()[-1:]
        return wants_consent(
            backorder.company_id._backorder_today(),
            backorder.expected_date or None,
            backorder.due_date or None,
            backorder.promised_date or None,
            promise._is_agreed(),
        )

    @api.model
    def _is_call_pending(self, order):
        return any(
            decision.option == "call" and decision.state == "pending"
            for decision in order.backorder_decision_ids
        )

    @api.model
    def _prepare_accept_choice(self, backorder):
        facts = self.env["sale.backorder.content"]._describe(
            backorder, backorder.quantity
        )
        if facts["latest"]:
            ships = self.env._(
                "%(quantity)s %(name)s: expected to ship between %(date)s and "
                "%(latest)s.",
                **facts,
            )
        else:
            ships = self.env._(
                "%(quantity)s %(name)s: expected to ship on %(date)s.", **facts
            )
        return Choice(
            "accept",
            "date",
            self.env._("Accept the new date"),
            (ships, self.env._("We take it that you agree to this date.")),
            backorder.order_line_id.id,
        )

    @api.model
    def _prepare_call_choice(self, order, line):
        phone = order._get_backorder_contact().phone
        return Choice(
            "call",
            "date",
            self.env._("Please call me"),
            (
                self.env._("We call you at %(phone)s.", phone=phone)
                if phone
                else self.env._("Tell us your phone number, and we call you."),
            ),
            line.id,
            asks_reason=True,
        )

    # === EFFECT === #

    def _apply_accept(self):
        """Record the date as promised by agreement.

        :return: what happened
        :rtype: str
        """
        self.ensure_one()
        backorder = self.order_line_id.backorder_ids.filtered(
            lambda one: one.state == "waiting"
        )
        backorder._promise({backorder: backorder.expected_date}, "accepted")
        facts = self.env["sale.backorder.content"]._describe(
            backorder, backorder.quantity
        )
        return self.env._(
            "You agreed to %(date)s for %(quantity)s %(name)s.",
            date=" - ".join(filter(None, (facts["date"], facts["latest"]))),
            quantity=facts["quantity"],
            name=facts["name"],
        )

    def _apply_call(self):
        """Ask somebody to call.

        :return: what happened
        :rtype: str
        """
        self.ensure_one()
        contact = self.order_id._get_backorder_contact()
        self._become_task(
            "mail.mail_activity_data_call",
            [contact.display_name, contact.phone, self.reason],
        )
        return self.env._("We call you.")
