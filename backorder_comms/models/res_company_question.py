# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields, models


# A file for what concerns the questions of a company.
# pylint: disable=consider-merging-classes-inherited
class ResCompany(models.Model):
    """What a company asks its customers, and how long it waits for the answer."""

    _inherit = "res.company"

    backorder_question_days = fields.Integer(
        string="Time to Answer",
        default=3,
        help="Working days that customers have to answer a question, unless another "
        "deadline is set.",
        groups="base.group_user",
    )
    backorder_ask_shipping = fields.Boolean(
        string="Ask Whether to Wait",
        help="As soon as a part of an order can ship and another one is late, its "
        "customer is asked, once, whether to ship what is ready or to wait. Without an "
        "answer, nothing changes.",
        groups="base.group_user",
    )
    backorder_unread_days = fields.Integer(
        string="No Reaction After",
        default=3,
        help="Days after which an email that goods are late, or with a question, "
        "counts as one without reaction. A decision, a reply, a login to the portal or "
        "a look at the whole order is one. Whoever only reads it, or the page that it "
        "leads to, leaves no trace. 0: never.",
        groups="base.group_user",
    )

    _backorder_question_days_positive = models.Constraint(
        "CHECK(backorder_question_days >= 1 AND backorder_unread_days >= 0)",
        "Customers need one day at least to answer, and days cannot be negative.",
    )

    def _get_backorder_deadline(self):
        """Return the last of the working days that customers have to answer.

        :rtype: date
        """
        self.ensure_one()
        days = self.backorder_question_days
        tomorrow = self._backorder_today() + timedelta(days=1)
        if calendar := self.sudo().resource_calendar_id:
            last = calendar.plan_days(
                days, self._to_backorder_moment(tomorrow), compute_leaves=True
            )
            if last:
                return self._to_backorder_day(last)
        return tomorrow + timedelta(days=days - 1)
