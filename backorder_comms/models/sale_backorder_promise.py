# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

# What the customer and we agreed on: no message has to tell him.
AGREED_CAUSES = ("agreed", "accepted")


class SaleBackorderPromise(models.Model):
    """Append-only: each date that a customer was told or agreed to.

    Never taken from core's deadlines and planned dates, which move behind the
    customer's back.
    """

    _name = "sale.backorder.promise"
    _description = "Backorder Promise"
    _order = "made_date desc, id desc"
    _rec_name = "date"

    backorder_id = fields.Many2one(
        "sale.backorder", required=True, index=True, ondelete="cascade", readonly=True
    )
    order_id = fields.Many2one(
        related="backorder_id.order_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        related="backorder_id.partner_id", store=True, precompute=True
    )
    product_id = fields.Many2one(
        related="backorder_id.product_id", store=True, precompute=True
    )
    company_id = fields.Many2one(
        related="backorder_id.company_id", store=True, precompute=True
    )
    made_date = fields.Datetime(
        string="Promised On",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
    )
    previous_date = fields.Date(
        string="Before", readonly=True, help="The date that the customer had before."
    )
    date = fields.Date(
        string="Promised Date",
        readonly=True,
        help='Empty: the customer was told that there is "no date yet".',
    )
    latest_date = fields.Date(
        string="At the Latest",
        readonly=True,
        help="The last day to expect it: told beside the date where that was unsure.",
    )
    days_moved = fields.Integer(
        compute="_compute_days_moved",
        store=True,
        precompute=True,
        help="Days by which the date is later than the one before; negative when it is "
        "earlier, 0 when one of them is missing.",
    )
    cause = fields.Selection(
        selection=[
            ("told", "Message"),
            ("agreed", "By hand"),
            ("accepted", "Accepted by the customer"),
        ],
        required=True,
        readonly=True,
        help="What the customer was told by a message, agreed on with staff, who "
        "changed the order's delivery date by hand, or accepted himself.",
    )
    reason_id = fields.Many2one(
        "sale.backorder.reason",
        ondelete="restrict",
        readonly=True,
        help="Why the goods were late at that time.",
    )
    message_id = fields.Many2one(
        "sale.backorder.message",
        ondelete="set null",
        readonly=True,
        help="What the customer was told it with.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Agreed By",
        ondelete="set null",
        readonly=True,
        help="Whoever wrote on the order last when its other date was noticed; "
        "empty for messages, which go out by themselves.",
    )

    @api.depends("previous_date", "date")
    def _compute_days_moved(self):
        for promise in self:
            dates = (promise.date, promise.previous_date)
            promise.days_moved = (dates[0] - dates[1]).days if all(dates) else 0

    # === BUSINESS METHODS === #

    @api.model
    def _make(self, dates, cause, messages=None):
        """Record dates, unless they are the ones that the customers have already.

        Those that they accept are recorded all the same.

        :param dict[sale.backorder, date | bool] dates: False where nobody knows
        :param str cause:
        :param dict[sale.backorder, sale.backorder.message] messages: by which they were
            told
        :rtype: sale.backorder.promise
        """
        return self.create(
            [
                {
                    "backorder_id": backorder.id,
                    "previous_date": backorder.promised_date,
                    "date": day,
                    "latest_date": cause != "agreed" and backorder.latest_date,
                    "cause": cause,
                    "reason_id": backorder.reason_id.id,
                    "user_id": cause == "agreed" and backorder.order_id.write_uid.id,
                    "message_id": messages and messages[backorder].id,
                }
                for backorder, day in dates.items()
                if day != backorder.promised_date
                or not backorder.promise_ids
                or cause == "accepted"
            ]
        )

    def _is_agreed(self):
        """Tell whether the customer agreed to it, False when there is no promise."""
        return self.cause in AGREED_CAUSES

    def _is_repeated(self):
        """Tell whether the customer only accepted the date that he was told."""
        return self.cause == "accepted" and self.date == self.previous_date

    def _get_limit(self):
        """Return the last day on which the promise is kept, False without a date."""
        self.ensure_one()
        return self.latest_date or self.date

    def _is_slip(self):
        """Tell whether it was bad news: a later date, or none where there was one."""
        self.ensure_one()
        return self.days_moved > 0 or bool(self.previous_date and not self.date)
