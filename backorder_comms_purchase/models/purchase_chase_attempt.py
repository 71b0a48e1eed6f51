# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ..logic.chasing import Attempt

OPEN = ("sent", "activity")


class PurchaseChaseAttempt(models.Model):
    """That a vendor was chased about lines of a purchase, and what came of it.

    Nobody writes or removes them by hand: they are what was done.
    """

    _name = "purchase.chase.attempt"
    _description = "Chase Attempt"
    _order = "id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one(
        "purchase.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    line_ids = fields.Many2many("purchase.order.line", string="Lines", readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    buyer_id = fields.Many2one(related="order_id.user_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Vendor",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        help="The company, whichever of its contacts is written to.",
    )
    step_id = fields.Many2one(
        "purchase.chase.step", required=True, ondelete="restrict", readonly=True
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    day = fields.Date(
        required=True, readonly=True, help="The day where the company is."
    )
    days_late = fields.Integer(readonly=True, help="Of the line that is latest.")
    harm = fields.Float(digits=(16, 2), readonly=True, help="Of all its lines.")
    result = fields.Selection(
        selection=[
            ("sent", "Written To"),
            ("activity", "Activity"),
            ("answered", "Answered"),
            ("over", "No Longer Needed"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Char(readonly=True, help="Why it failed.")
    is_letter = fields.Boolean(
        string="Has the Email",
        readonly=True,
        help="The email was posted on this purchase order; the vendor's others are in "
        "it, too.",
    )
    mail_message_id = fields.Many2one(
        "mail.message",
        string="Email",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
    )
    subject = fields.Char(related="mail_message_id.subject")
    body = fields.Html(related="mail_message_id.body")
    activity_id = fields.Many2one("mail.activity", ondelete="set null", readonly=True)
    answered_by_id = fields.Many2one("res.partner", ondelete="set null", readonly=True)
    answered_on = fields.Datetime(readonly=True)
    answer_date = fields.Date(
        string="Date Given", readonly=True, help="When the last of the goods will come."
    )

    _letter_of_day = models.UniqueIndex(
        "(partner_id, day) WHERE is_letter AND result <> 'failed'",
        "A vendor is written to once a day at most.",
    )
    _step_of_day = models.UniqueIndex(
        "(order_id, step_id, day) WHERE result <> 'failed'",
        "A step is taken once a day at most.",
    )
    _open = models.Index("(id) WHERE result IN ('sent', 'activity')")

    @api.depends("order_id", "step_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for attempt in self:
            attempt.display_name = (
                f"{attempt.order_id.display_name} / {attempt.step_id.name}"
            )

    # === ACTIONS === #

    def action_view_order(self):
        self.ensure_one()
        return self.order_id._get_records_action()

    # === WHAT WAS DONE === #

    @api.model
    def _get_letter_of_today(self, vendor, company):
        """Return what says that a vendor was written to today, in whichever company.

        :param res.partner vendor: commercial partner
        """
        return self.search(
            [
                ("partner_id", "=", vendor.id),
                ("day", "=", company._backorder_today()),
                ("is_letter", "=", True),
                ("result", "!=", "failed"),
            ],
            limit=1,
        )

    @api.model
    def _get_of_lines(self, lines):
        """Return for each line what was tried since the vendor last answered.

        :rtype: dict[purchase.order.line, tuple[Attempt]]
        """
        found = self.search_fetch(
            [("line_ids", "in", lines.ids)],
            ["line_ids", "step_id", "date", "day", "result"],
            order="id",
        )
        by_line = dict.fromkeys(lines, ())
        for attempt in found:
            for line in attempt.line_ids.filtered(by_line.__contains__):
                answered = line.backorder_answered_date
                if not answered or answered < attempt.date:
                    by_line[line] += (attempt._prepare_attempt(),)
        return by_line

    def _prepare_attempt(self):
        return Attempt(self.step_id.id, self.day, self.result == "failed")

    # === WHAT CAME OF IT === #

    @api.model
    def _note_answer(self, lines, partner):
        """End what was tried about lines, once nothing of it is left without answer.

        :param res.partner partner: who answered
        """
        found = self.search(
            [("line_ids", "in", lines.ids), ("result", "in", OPEN)], order="id"
        )
        for attempt in found.filtered(lambda attempt: not attempt._get_open_lines()):
            dates = filter(None, attempt.line_ids.mapped("date_planned"))
            attempt.write(
                {
                    "result": "answered",
                    "answered_by_id": partner.id,
                    "answered_on": fields.Datetime.now(),
                    "answer_date": attempt.company_id._to_backorder_day(max(dates)),
                }
            )
            attempt._close_activity()

    def _get_open_lines(self):
        """Return the lines that are awaited, and not answered about since."""
        self.ensure_one()
        return self.line_ids._filter_backorder_open().filtered(
            lambda line: (
                not line.backorder_answered_date
                or line.backorder_answered_date < self.date
            )
        )

    @api.model
    def _close_needless(self):
        """End what is about goods that arrived, or that will never come."""
        needless = self.search([("result", "in", OPEN)]).filtered(
            lambda attempt: not attempt._get_open_lines()
        )
        needless.result = "over"
        for attempt in needless:
            attempt._close_activity()

    def _close_activity(self):
        if activity := self.activity_id.filtered("active"):
            lang = activity.user_id.lang
            activity.with_context(lang=lang).action_feedback(
                feedback=self.with_context(lang=lang)._describe_result()
            )

    def _describe_result(self):
        self.ensure_one()
        if self.result == "over":
            return self.env._("No longer needed: the goods arrived or were cancelled.")
        return self.env._(
            "Answered by %(partner)s: %(date)s.",
            partner=self.answered_by_id.name,
            date=format_date(self.env, self.answer_date, date_format="medium"),
        )

    @api.model
    def _read_results(self):
        """Note which mails did not reach the vendor: such a step is not taken."""
        notifications = self.env["mail.notification"].search(
            Domain("notification_status", "in", ("exception", "bounce"))
            & Domain("mail_message_id", "in", self._get_sent_messages().ids)
        )
        for message, failures in notifications.grouped("mail_message_id").items():
            failed = self.search(
                [("mail_message_id", "=", message.id), ("result", "=", "sent")]
            )
            failed._note_failure(failures[0].format_failure_reason())

    @api.model
    def _get_sent_messages(self):
        return self.search([("result", "=", "sent")]).mail_message_id

    def _note_failure(self, reason):
        self.write({"result": "failed", "reason": reason})
        for attempt in self:
            attempt._post_note()

    def _post_note(self):
        """Document the attempt on its purchase order, for colleagues."""
        self.ensure_one()
        lang = self.order_id.user_id.lang or self.env.lang
        attempt = self.with_context(lang=lang)
        attempt.order_id._message_log(
            body=attempt.env["ir.qweb"]._render(
                "backorder_comms_purchase.note_chase", {"attempt": attempt}
            )
        )
