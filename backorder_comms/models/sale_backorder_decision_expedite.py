# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.decisions import Choice

PAUSE = timedelta(days=7)


# A file for each kind of decision.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderDecision(models.Model):
    """Ask to hurry: staff decides whether it goes before others."""

    _inherit = "sale.backorder.decision"

    @api.model
    def _get_line_choices(self, order, line, backorders):
        """Override of ours to offer a rush request for what waits."""
        choices = super()._get_line_choices(order, line, backorders)
        if not self._can_hurry(line, backorders) or self._was_rush_asked(order, line):
            return choices
        return [
            *choices,
            Choice(
                "expedite",
                "expedite",
                self.env._("It is urgent"),
                (
                    self.env._("You ask us to send it before others."),
                    self.env._("We see whether that is possible, and answer you."),
                ),
                line.id,
                asks_reason=True,
            ),
        ]

    @api.model
    def _can_hurry(self, line, backorders):
        """Tell whether a line waits, and would go before others with the star."""
        if "waiting" not in backorders.mapped("state"):
            return False
        transfers = line._get_backorder_transfers()
        return bool(transfers) and set(transfers.mapped("priority")) != {"1"}

    @api.model
    def _was_rush_asked(self, order, line):
        """Tell whether it is being looked at, or was asked within a week."""
        since = fields.Datetime.now() - PAUSE
        return any(
            decision.option == "expedite"
            and decision.order_line_id == line
            and (decision.state == "pending" or decision.answered_date > since)
            for decision in order.backorder_decision_ids
        )

    # === EFFECT === #

    def _apply_expedite(self):
        """Ask somebody to decide on it.

        :return: what happened
        :rtype: str
        """
        self.ensure_one()
        self.rush_until = self.company_id._get_rush_end()
        self._become_task("backorder_comms.mail_activity_type_rush", [self.reason])
        return self.env._("You asked us to hurry. We answer you soon.")

    def action_approve(self):
        """Let the goods go before those of others for a while: they get core's star."""
        self.ensure_one()
        self.check_access("write")
        decision = self.sudo()
        if decision.option != "expedite" or decision.state != "pending":
            raise UserError(self.env._("There is nothing to do about it any more."))
        if not self.can_approve:
            raise UserError(self.env._("A sales manager has to approve it."))
        transfers = decision.order_line_id._get_backorder_transfers()
        if not transfers:
            raise UserError(self.env._("Nothing is left to be shipped."))
        decision._start_rush(transfers, self.env.user)
        if not decision.is_internal:
            decision.reply = decision.reply or decision._get_approval_words()
        return self.action_done()

    def _get_approval_words(self):
        """Return what the customer reads, in his language."""
        lang = self.order_id._get_backorder_contact().lang or self.env.lang
        product = self.order_line_id.product_id.with_context(
            display_default_code=False, lang=lang
        )
        return product.env._(
            "%(product)s is marked as urgent now.", product=product.display_name
        )
