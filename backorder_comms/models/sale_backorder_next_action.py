# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..logic.next_action import REVIEW, SHIP, WAIT, Facts, find_next_action
from .sale_backorder import OPEN_STATES

REVIEW_DAYS = timedelta(days=7)


# A file for each thing that a backorder does.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorder(models.Model):
    """What is to be done next about a backorder, by whom and by when."""

    _inherit = "sale.backorder"

    next_action = fields.Selection(
        selection=[
            ("answer", "Act on the Decision"),
            ("ship", "Ship"),
            ("call", "Call the Customer"),
            ("supply", "Ask the Supplier"),
            ("substitute", "Offer a Substitute"),
            ("review", "Review"),
            ("wait", "Nothing to Do"),
        ],
        compute="_compute_next_action",
        store=True,
        help="Call: the promise will be broken if nothing changes. Review: nobody "
        "marked it as reviewed for a week.",
    )
    next_action_date = fields.Date(
        string="To Do By", compute="_compute_next_action", store=True
    )
    next_action_user_id = fields.Many2one(
        "res.users",
        string="To Do For",
        compute="_compute_next_action",
        store=True,
        help="What is to be shipped is for whom the warehouse names, the rest for the "
        "salesperson.",
    )
    review_date = fields.Date(
        string="Review By",
        readonly=True,
        default=lambda self: fields.Date.today() + REVIEW_DAYS,
        help="A week after it opened, or was marked as reviewed.",
    )
    decision_state = fields.Selection(
        selection=[("asked", "Asked"), ("pending", "Answered, to do")],
        string="Customer's Decision",
        compute="_compute_decision_state",
        store=True,
        help="Whether the customer was asked and did not answer yet, or answered and "
        "somebody has to do it.",
    )
    has_substitute = fields.Boolean(compute="_compute_has_substitute", store=True)

    _next_action = models.Index(
        "(next_action, next_action_user_id, next_action_date) "
        "WHERE next_action IS NOT NULL"
    )
    _next_action_user_queue = models.Index(
        "(next_action_user_id, queue_date, due_date, id) "
        "WHERE next_action_user_id IS NOT NULL"
    )

    @api.depends(
        "order_id.backorder_decision_ids.state",
        "order_id.backorder_decision_ids.order_line_id",
    )
    def _compute_decision_state(self):
        for backorder in self:
            decisions = backorder.order_id.backorder_decision_ids.filtered(
                lambda decision, line=backorder.order_line_id: (
                    decision.order_line_id in (line, line.browse())
                    and not decision.is_internal
                )
            )
            states = set(decisions.mapped("state"))
            backorder.decision_state = next(
                (state for state in ("pending", "asked") if state in states), False
            )

    @api.depends(
        "company_id", "product_id.product_tmpl_id.backorder_substitute_ids.active"
    )
    def _compute_has_substitute(self):
        """Look at what is declared, not at what is in stock: that is no matter of us.

        Whoever asks the customer is offered what is in stock then.
        """
        substitutes = self.env["sale.backorder.substitute"]
        for company, backorders in self.grouped("company_id").items():
            found = substitutes._load(backorders.product_id, company)
            for backorder in backorders:
                backorder.has_substitute = bool(found[backorder.product_id])

    @api.depends(
        "state",
        "decision_state",
        "at_risk",
        "expected_date",
        "delay_days",
        "has_substitute",
        "review_date",
        "user_id",
    )
    def _compute_next_action(self):
        today = fields.Date.today()
        for backorder in self:
            action = find_next_action(backorder._get_action_facts(today))
            backorder.next_action = action
            backorder.next_action_date = backorder._get_action_date(action)
            backorder.next_action_user_id = backorder._get_action_user(action)

    def _get_action_facts(self, today):
        return Facts(
            self.state,
            is_answered=self.decision_state == "pending",
            is_asked=self.decision_state == "asked",
            is_at_risk=self.at_risk,
            has_date=bool(self.expected_date),
            is_late=not self.expected_date or self.delay_days > 0,
            has_substitute=self.has_substitute,
            is_review_due=bool(self.review_date and self.review_date <= today),
        )

    def _get_action_date(self, action):
        """Return the day by which something should be done."""
        if action in (None, WAIT):
            return False
        if action == REVIEW:
            return self.review_date
        if action == SHIP:
            return self.expected_date
        return self.promised_date or self.due_date

    def _get_action_user(self, action):
        """Return who should do something: a hook."""
        if action in (None, WAIT):
            return self.env["res.users"]
        responsible = self.warehouse_id.backorder_user_id if action == SHIP else None
        return responsible or self.user_id

    # === ACTIONS === #

    def action_mark_reviewed(self):
        """Note that somebody looked at the backorders: they need no review for a week.

        :raise AccessError: unless the user may change them
        """
        self.check_access("write")
        self.sudo().review_date = fields.Date.today() + REVIEW_DAYS

    # === BUSINESS METHODS === #

    @api.model
    def _note_reviews(self):
        """Find what nobody looked at for too long: the day alone changes no field."""
        due = self.search(
            Domain("state", "in", OPEN_STATES)
            & Domain("next_action", "=", WAIT)
            & Domain("review_date", "<=", fields.Date.today())
        )
        self.env.add_to_compute(self._fields["next_action"], due)
        due.flush_recordset()
