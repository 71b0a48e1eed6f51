# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..logic.promises import is_at_risk, judge

PROMISE_STATES = [("open", "Open"), ("kept", "Kept"), ("broken", "Broken")]


# A file for each thing that a backorder does.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorder(models.Model):
    """What the customer was promised, whether it is at risk, and if it was kept."""

    _inherit = "sale.backorder"

    promise_ids = fields.One2many(
        "sale.backorder.promise", "backorder_id", string="Promises", readonly=True
    )
    promise_count = fields.Integer(
        string="Dates Promised",
        compute="_compute_promise_count",
        store=True,
        help="How many dates the customer was told or agreed to.",
    )
    slip_count = fields.Integer(
        string="Times Put Off",
        compute="_compute_promise_count",
        store=True,
        help="How often a promised date was put off or taken back.",
    )
    slip_days = fields.Integer(
        string="Days Moved",
        compute="_compute_promise_count",
        store=True,
        help="Days by which the last promised date is later than the first one.",
    )
    promise_state = fields.Selection(
        selection=PROMISE_STATES,
        string="Promise",
        compute="_compute_promise_state",
        store=True,
        readonly=True,
        help="Against the last date that the customer was told or agreed to. Kept: all "
        "of it was shipped on that day or before. Empty when there was no date, or the "
        "goods were cancelled.",
    )
    first_promise_state = fields.Selection(
        selection=PROMISE_STATES,
        string="First Promise Kept",
        compute="_compute_promise_state",
        store=True,
        readonly=True,
        help="The same against the first date: what was put off, then kept, counts as "
        "broken here.",
    )
    promised_latest_date = fields.Date(
        string="Promised at the Latest",
        readonly=True,
        help="The last day on which the current promise is kept. Empty as long as the "
        "customer has no date.",
    )
    at_risk = fields.Boolean(
        compute="_compute_at_risk",
        store=True,
        help="Expected later than promised, or not known any more until when: the "
        "promise will be broken if nothing changes.",
    )
    promise_status = fields.Char(compute="_compute_promise_status")
    is_risk_noted = fields.Boolean(
        readonly=True, help="Whether the risk to the current promise was recorded."
    )
    is_told_ready = fields.Boolean(
        readonly=True, help="Whether the customer was told last that the goods arrived."
    )

    _at_risk = models.Index("(promised_date) WHERE at_risk IS TRUE")
    _promise_state = models.Index(
        "(promise_state, closed_date) WHERE promise_state IS NOT NULL"
    )

    @api.depends("promise_ids.date")
    def _compute_promise_count(self):
        for backorder in self:
            days = [
                promise.date
                for promise in backorder._get_promises()
                if promise.date and not promise._is_repeated()
            ]
            slips = backorder.promise_ids.filtered(lambda promise: promise._is_slip())
            backorder.promise_count = len(days)
            backorder.slip_count = len(slips)
            backorder.slip_days = (days[-1] - days[0]).days if days else 0

    @api.depends("state", "promise_ids.date", "promise_ids.latest_date")
    def _compute_promise_state(self):
        shipped = self._get_shipped_days()
        for backorder in self:
            promises = backorder._get_promises().filtered("date")
            days = [promise._get_limit() for promise in promises] or [None]
            fate = (backorder.state, shipped.get(backorder))
            backorder.promise_state = judge(days[-1], *fate)
            backorder.first_promise_state = judge(days[0], *fate)

    @api.depends("state", "expected_date", "promised_latest_date")
    def _compute_at_risk(self):
        for backorder in self:
            backorder.at_risk = is_at_risk(
                backorder.promised_latest_date or None,
                backorder.state,
                backorder.expected_date or None,
            )

    @api.depends("promise_state", "at_risk")
    @api.depends_context("lang")
    def _compute_promise_status(self):
        labels = dict(self._fields["promise_state"]._description_selection(self.env))
        for backorder in self:
            backorder.promise_status = (
                self.env._("At risk")
                if backorder.at_risk
                else labels.get(backorder.promise_state)
            )

    # === BUSINESS METHODS === #

    def _get_promises(self):
        """Return what the customer was told and agreed to, in that order."""
        self.ensure_one()
        promises = self.promise_ids
        return promises.sorted("id").with_prefetch(promises._prefetch_ids)

    def _get_shipped_days(self):
        """Return the day on which the last piece left, for what was shipped.

        The day of the transfer, not the one on which we came to look at it.

        :rtype: dict[sale.backorder, date]
        """
        done = self.filtered(lambda backorder: backorder.state == "done")
        moves = done.order_line_id.move_ids.filtered(lambda move: move.state == "done")
        by_line = moves._filter_shipped_to_customer().grouped("sale_line_id")
        days = {}
        for backorder in done:
            dates = by_line.get(backorder.order_line_id, moves.browse()).mapped("date")
            moment = max(dates, default=backorder.closed_date)
            days[backorder] = backorder.company_id._to_backorder_day(moment)
        return days

    def _promise(self, dates, cause, messages=None):
        """Record what the customers were told or agreed to, and go by it from now on.

        :param dict[sale.backorder, date | bool] dates: False where nobody knows
        :param str cause: see `sale.backorder.promise`
        :param dict[sale.backorder, sale.backorder.message] messages: by which they were
            told
        """
        promises = self.env["sale.backorder.promise"]._make(dates, cause, messages)
        days = promises.grouped(lambda promise: (promise.date, promise._get_limit()))
        for (day, limit), made in days.items():
            backorders = made.backorder_id
            backorders.write(
                {
                    "promised_date": day,
                    "promised_latest_date": limit,
                    "is_risk_noted": False,
                }
            )
            first = backorders.filtered(lambda b: not b.first_promised_date)
            first.first_promised_date = day

    def _is_promise_agreed(self):
        """Tell whether the customer and we agreed on the current promise."""
        self.ensure_one()
        return self._get_promises()[-1:]._is_agreed()

    def _follow_due_dates(self, demands):
        """Take over what people changed on the orders since.

        A delivery date that was set by hand is a promise: whoever set it talked to the
        customer, who needs no message about it, nor the news that he was promised for
        want of a date. Where it was removed, or a lead time changed, only the order
        says something else.

        :param dict[int, Demand] demands: by id of the order line
        """
        agreed = self.browse()
        for backorder in self:
            due = demands[backorder.order_line_id.id].due
            if due and due != backorder.due_date:
                backorder.due_date = due
                agreed |= backorder.filtered("order_id.commitment_date")
        agreed.next_update_date = False
        agreed.update_ids._withdraw()
        self._promise({backorder: backorder.due_date for backorder in agreed}, "agreed")

    def _note_risks(self):
        """Return those whose promise, it turns out, is broken if nothing changes.

        Once for each promise.

        :rtype: sale.backorder
        """
        risky = self.filtered(lambda b: b.at_risk and not b.is_risk_noted)
        risky.is_risk_noted = True
        return risky
