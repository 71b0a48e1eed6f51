# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.questions import find_answers, is_question


# A file for what a decision is, another one for how it is asked for.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderDecision(models.Model):
    """How a customer is asked to decide."""

    _inherit = "sale.backorder.decision"

    event_ids = fields.One2many(
        "sale.backorder.event", "decision_id", string="Events", readonly=True
    )

    @api.model
    def _ask(self, order, kind, line_id=False, by=None, **details):
        """Ask the customer of an order, who is written to by the rules.

        :param sale.order order: as superuser
        :param str kind:
        :param int | bool line_id: False when it is about the whole order
        :param res.partner by: who asks, nobody when the settings do
        :param details: of the question, such as `deadline` and `default_option`
        :rtype: sale.backorder.decision
        :raise UserError: if there is nothing to decide, or he was asked already
        """
        answers = find_answers(
            self._get_choices(order), kind, line_id, details.get("product_id")
        )
        options = {False, *(answer.option for answer in answers)}
        if (
            not is_question(answers)
            or details.get("default_option", False) not in options
        ):
            raise UserError(self._get_refusal())
        question = self._create_question(
            {
                "order_id": order.id,
                "order_line_id": line_id,
                "kind": kind,
                "deadline": order.company_id._get_backorder_deadline(),
                "asked_by_id": by and by.id,
                "asked_date": fields.Datetime.now(),
                **details,
            }
        )
        question._record_event("decision")
        return question

    def _create_question(self, vals):
        """Create a question, which the database has once only."""
        try:
            with self.env.cr.savepoint():
                return self.create(vals)
        except psycopg2.errors.UniqueViolation as error:
            raise UserError(
                self.env._("The customer was asked this, and did not answer yet.")
            ) from error

    def _record_event(self, event_type):
        """Have the rules tell whoever is to hear of it."""
        self.ensure_one()
        self.env["sale.backorder.event"].create(
            {
                "order_id": self.order_id.id,
                "company_id": self.company_id.id,
                "decision_id": self.id,
                "type": event_type,
            }
        )

    def _announce(self):
        """Override to tell colleagues of what none of them decided."""
        res = super()._announce()
        if self.origin != "staff":
            self._record_event("answered")
        return res

    # === WHAT IS ASKED === #

    def _get_answers(self, choices):
        """Return the answers that there are to a question.

        :param dict[int | bool, list[Choice]] choices: all of the order
        :rtype: list[Choice]
        """
        self.ensure_one()
        return find_answers(
            choices, self.kind, self.order_line_id.id, self.product_id.id
        )

    def _is_worth_asking(self):
        """Tell whether it is still open, and an answer would change something."""
        self.ensure_one()
        return self.state == "asked" and is_question(
            self._get_answers(self.order_id._get_backorder_choices())
        )

    def _get_question(self):
        """Return what the customer is asked, in a sentence."""
        self.ensure_one()
        line = self.order_line_id
        words = {
            "shipping": self.env._("Ship what is ready, or wait for everything?"),
            "date": self.env._("Can you wait until the new date?"),
            "cancel": self.env._("Do you still want what is missing?"),
            "substitute": self.env._("Would you take something else instead?"),
            "expedite": self.env._("Is it urgent?"),
            "return": self.env._("Would you like to send it back?"),
        }
        if not line:
            return words[self.kind]
        product = line.product_id.with_context(display_default_code=False)
        return f"{product.display_name}: {words[self.kind]}"

    def _describe(self):
        """Return in a line what it is about and what came of it, for colleagues."""
        self.ensure_one()
        product = self.order_line_id.product_id.display_name
        parts = [product, self._get_title(), self.effect]
        return ": ".join(filter(None, parts))
