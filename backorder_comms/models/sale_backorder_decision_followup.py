# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..logic.questions import find_answers, find_reminder, is_question

_logger = logging.getLogger(__name__)

# As far as we know, the customer has read it.
TOLD_STATES = ("queued", "sent", "unknown")


# A file for what a decision is, another one for what becomes of a question.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderDecision(models.Model):
    """What becomes of questions: reminded of, settled at the deadline, or needless."""

    _inherit = "sale.backorder.decision"

    reminded_date = fields.Datetime(
        readonly=True, help="When the customer was asked once more."
    )

    # === WHEN THINGS CHANGED === #

    @api.model
    def _keep_up(self, orders):
        """Take back what need not be asked any more, and ask what the settings ask.

        :param sale.order orders: of which something just happened
        """
        concerned = orders.search(
            Domain("id", "in", orders.ids)
            & (
                Domain("company_id.backorder_ask_shipping", "=", True)
                | Domain("backorder_decision_ids.state", "=", "asked")
            )
        )
        for order in concerned:
            try:
                with self.env.cr.savepoint():
                    order._get_backorder_asked()._withdraw_needless()
                    if order.company_id.backorder_ask_shipping:
                        self._ask_about_shipping(order)
            except psycopg2.OperationalError:
                raise  # a concurrent update: the caller tries again
            except Exception:
                _logger.exception("Cannot look after questions of order %s", order.id)

    def _withdraw_needless(self):
        """Take back those of an order's questions that are none any more."""
        if not self:
            return
        choices = self.order_id._get_backorder_choices()
        for question in self._in_words_of_customer():
            question._withdraw_if_needless(choices)

    def _withdraw_if_needless(self, choices):
        """Take a question back to which no answer would change anything.

        :param dict[int | bool, list[Choice]] choices: all of the order
        :return: whether it was taken back
        """
        if is_question(self._get_answers(choices)):
            return False
        self.write(
            {
                "state": "withdrawn",
                "effect": self.env._("There was nothing to decide any more."),
            }
        )
        return True

    @api.model
    def _ask_about_shipping(self, order):
        """Ask once whether to ship what is ready, unless it was decided already."""
        if not self._is_partly_ready(order) or self.search_count(
            [("order_id", "=", order.id), ("kind", "=", "shipping")], limit=1
        ):
            return
        if is_question(find_answers(self._get_choices(order), "shipping")):
            self._ask(order, "shipping")

    def _is_partly_ready(self, order):
        """Tell whether a part of an order can ship and another one is late."""
        backorders = order._get_open_backorders().filtered(lambda one: not one.silent)
        waiting = backorders.filtered(lambda one: one.state == "waiting")
        if not waiting:
            return False
        content = self.env["sale.backorder.content"]
        return bool(backorders - waiting or content._get_unaffected(order, backorders))

    # === WHEN TIME PASSED === #

    @api.model
    def _follow_up(self):
        """Look after all open questions, each on its own account."""
        cron = self.env["ir.cron"]
        asked = self.search([("state", "=", "asked")], order="id")
        cron._commit_progress(remaining=len(asked))
        for question in asked:
            question._follow_up_alone()
            if not cron._commit_progress(1):
                return

    def _follow_up_alone(self):
        try:
            with self.env.cr.savepoint():
                if self.try_lock_for_update() and self.state == "asked":
                    self._in_words_of_customer()._take_next_step()
        except psycopg2.OperationalError:
            self.env.cr.rollback()  # somebody is at work on it: the next run does it
        except Exception:
            _logger.exception("Cannot follow up question %s", self.id)

    def _in_words_of_customer(self):
        """Return it in the language of whoever is told what becomes of it."""
        company = self.company_id
        contact = self.order_id._get_backorder_contact()
        return self.with_company(company).with_context(
            lang=contact.lang or company.partner_id.lang
        )

    def _take_next_step(self):
        """Withdraw, close or remind of a question, whichever it is time for."""
        self.ensure_one()
        if self._withdraw_if_needless(self.order_id._get_backorder_choices()):
            return
        if not self.deadline:
            return
        company = self.company_id
        if self.deadline < company._backorder_today():
            self._close()
            return
        moment = self.asked_date and find_reminder(
            self.asked_date, company._to_backorder_day, self.deadline
        )
        if moment and moment <= fields.Datetime.now() and not self.reminded_date:
            self.reminded_date = fields.Datetime.now()
            self._record_event("decision")

    def _close(self):
        """Do what was announced for the deadline, or leave it to the salesperson.

        Nothing is done by default to whoever was not told that it would be.
        """
        if not self.default_option:
            self._expire(self.env._("The customer did not answer in time."))
            return
        if not self._was_told():
            self._expire(
                self.env._("The question did not reach the customer: nothing was done.")
            )
            return
        try:
            with self.env.cr.savepoint():
                self._decide_by_default()
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            if not isinstance(error, UserError):
                _logger.exception("Cannot decide question %s by default", self.id)
            self._expire(
                self.env._(
                    "The customer did not answer in time, and this could not be done "
                    "instead: %(error)s",
                    error=str(error),
                )
            )

    def _was_told(self):
        """Tell whether a message with the question left for the customer."""
        messages = self.env["sale.backorder.message"].search(
            [
                ("event_ids", "in", self.event_ids.ids),
                ("audience", "=", "customer"),
                ("state", "in", TOLD_STATES),
            ],
            limit=1,
        )
        return bool(messages)

    def _decide_by_default(self):
        choices = self._get_answers(self.order_id._get_backorder_choices())
        choice = next(
            (one for one in choices if one.option == self.default_option), None
        )
        if choice is None:
            raise UserError(self._get_refusal())
        self.order_id._backorder_decide(
            choice.option,
            line_id=choice.line_id,
            product_id=choice.product_id,
            quantity=self.quantity,
            key=f"deadline-{self.id}",
            by=self.company_id.partner_id,
            origin="policy",
        )

    def _expire(self, reason):
        """End a question without an answer; somebody is to talk to the customer."""
        self.write({"state": "expired", "effect": reason})
        self.order_id.activity_schedule(
            "backorder_comms.mail_activity_type_no_answer",
            note=plaintext2html(f"{self._get_question()} {reason}"),
            user_id=(self.order_id.user_id or self.order_id.create_uid).id,
        )
