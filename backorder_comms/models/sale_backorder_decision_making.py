# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# Nobody makes up his mind so often; machines do.
HOURLY_CAPS = {"order_id": 20, "address": 60}


class StaleChoice(UserError):
    """What was confirmed is not what was shown."""


# A file for what a decision is, another one for how it is made.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderDecision(models.Model):
    """How what somebody chose takes effect, once."""

    _inherit = "sale.backorder.decision"

    @api.model
    def _decide(self, order, answer, source, partner):
        """Let an answer take effect, unless it did already.

        :param sale.order order: as superuser
        :param Answer answer:
        :param Source source:
        :param res.partner partner: who answers
        :return: what was made of it
        :rtype: sale.backorder.decision
        :raise StaleChoice: when the choice is not what was shown any more
        :raise UserError: when it cannot be decided; nothing is changed then
        """
        self._lock(order)
        if made := self._find_made(order, answer):
            return made
        self._check_rate(order, source)
        choice = self._find_choice(order, answer)
        if answer.is_stale(choice):
            raise StaleChoice(
                self.env._(
                    "Something has changed since you opened the page. Please look at "
                    "it again."
                )
            )
        decision = self._answer(order, choice, answer, source, partner)
        decision._take_effect()
        return decision

    def _lock(self, order):
        """Let decisions about an order happen one after the other.

        An update, not a lock only: whoever waited for it would not see what the other
        one did, and is started anew by the server instead.
        """
        order.backorder_decided_date = fields.Datetime.now()
        order.flush_recordset(["backorder_decided_date"])

    def _find_made(self, order, answer):
        if not answer.key:
            return self.browse()
        return self.search([("order_id", "=", order.id), ("key", "=", answer.key)])

    def _check_rate(self, order, source):
        """Refuse to be kept busy by a machine."""
        if source.origin not in ("portal", "link"):
            return
        since = fields.Datetime.now() - timedelta(hours=1)
        values = {"order_id": order.id, "address": source.address}
        for name, cap in HOURLY_CAPS.items():
            domain = [
                (name, "=", values[name]),
                ("answered_date", ">=", since),
                ("origin", "in", ("portal", "link")),
            ]
            if values[name] and self.search_count(domain, limit=cap) >= cap:
                raise UserError(
                    self.env._(
                        "These were many changes within an hour. Please try again "
                        "later, or call us."
                    )
                )

    def _find_choice(self, order, answer):
        """Return the choice that an answer means, if it can still be made.

        :rtype: Choice
        """
        choices = self._get_choices(order).get(answer.line_id, [])
        choice = next((one for one in choices if one.is_for(answer)), None)
        if choice is None:
            raise UserError(self._get_refusal())
        if answer.get_quantity(choice) is None:
            raise UserError(
                self.env._(
                    "Please say how many, up to %(count)s %(unit)s.",
                    count=f"{choice.max_quantity:g}",
                    unit=choice.unit,
                )
            )
        return choice

    @api.model
    def _get_refusal(self):
        """Return what to say about a choice that there is not, or not any more."""
        return self.env._("This is not possible any more: things have moved on.")

    def _answer(self, order, choice, answer, source, partner):
        """Write down what was chosen, beside the question if there was one."""
        vals = {
            "option": choice.option,
            "product_id": choice.product_id,
            "quantity": answer.get_quantity(choice),
            "reason": answer.reason,
            "state": "done",
            "origin": source.origin,
            "address": source.address,
            "answered_date": fields.Datetime.now(),
            "answered_by_id": partner.id,
            "key": answer.key,
        }
        question = self.search(
            [
                ("order_id", "=", order.id),
                ("order_line_id", "=", choice.line_id),
                ("kind", "=", choice.kind),
                ("state", "=", "asked"),
            ]
        )
        if question:
            question.write(vals)
            return question
        return self.create(
            {
                "order_id": order.id,
                "order_line_id": choice.line_id,
                "kind": choice.kind,
                **vals,
            }
        )

    def _take_effect(self):
        """Do what was chosen, all of it or nothing, and tell both sides.

        Each option has a method that does it and returns what it did in a sentence; one
        that takes somebody to finish it sets the state to `pending`.
        """
        self.ensure_one()
        with self.env.cr.savepoint():
            self.effect = getattr(self, f"_apply_{self.option}")()
        self._announce()

    def _announce(self):
        """Write into the order's chatter what was decided, where both sides see it."""
        self.ensure_one()
        body = self.env["ir.qweb"]._render(
            "backorder_comms.decision_note",
            {"decision": self},
            lang=self.env.lang,
        )
        # Whoever follows decisions hears of it by the mail queue, not meanwhile.
        self.order_id.with_context(mail_notify_force_send=False).message_post(
            body=body,
            author_id=self.answered_by_id.id,
            message_type="comment",
            subtype_xmlid="backorder_comms.mt_decision",
        )
