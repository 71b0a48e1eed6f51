# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for each topic of the settings.
# pylint: disable=consider-merging-classes-inherited
class ResCompany(models.Model):
    """What customers may cancel and send back by themselves."""

    _inherit = "res.company"

    backorder_cancel_until = fields.Selection(
        selection=[
            ("never", "Never"),
            ("waits", "While the goods have not arrived"),
            ("packed", "Until the goods are being packed"),
        ],
        string="Customers May Cancel",
        required=True,
        default="waits",
        help="Until when customers may cancel by themselves, line by line, what is "
        "still to be shipped of an order that is late. What someone has begun to pick "
        "or printed is never cancelled by them.",
        groups="base.group_user",
    )
    backorder_cancel_days = fields.Integer(
        string="Cancel If Late By",
        help="Customers may cancel what is late by this many days at least; goods "
        "without a date count as late. 0: whatever waits.",
        groups="base.group_user",
    )
    backorder_cancel_mto = fields.Boolean(
        string="Cancel Goods Made to Order",
        help="Customers may also cancel what is bought or made just for their order.",
        groups="base.group_user",
    )
    backorder_cancel_money = fields.Selection(
        selection=[
            ("activity", "Ask the salesperson to refund it"),
            ("credit_note", "Draft a credit note"),
        ],
        string="Cancelled and Paid",
        required=True,
        default="activity",
        help="What to do when a customer cancels what was invoiced or paid already. "
        "Somebody gets an activity in both cases: nothing is paid back by itself. "
        "Without an invoice, or with down payments, no credit note is drafted.",
        groups="base.group_user",
    )
    backorder_cancel_refund_days = fields.Integer(
        string="Refunded Within",
        help="Days within which customers are told that they get their money back. "
        "0: they are told no time.",
        groups="base.group_user",
    )
    backorder_cancel_policy = fields.Text(
        string="Words of the Cancellation Policy",
        translate=True,
        help="What customers read about cancelling, in messages and in the portal. "
        "Empty: sentences that say what is set here.",
        groups="base.group_user",
    )
    backorder_return_days = fields.Integer(
        string="Ask for Returns Within",
        default=30,
        help="Days after a shipment in which customers of an order that was late can "
        "ask to send a part of it back. 0: they cannot.",
        groups="base.group_user",
    )

    _backorder_cancel_days_positive = models.Constraint(
        "CHECK(backorder_cancel_days >= 0 AND backorder_cancel_refund_days >= 0 "
        "AND backorder_return_days >= 0)",
        "Days of cancellations and returns cannot be negative.",
    )

    def _allows_backorder_cancellation(self, backorder):
        """Tell whether the company's policy lets the customer cancel what is late.

        What is bought or made to order is told apart by the line, which knows more.
        """
        self.ensure_one()
        late = not backorder.expected_date or (
            backorder.delay_days >= self.backorder_cancel_days
        )
        states = {"waits": ("waiting",), "packed": ("waiting", "ready")}
        return (
            backorder.state in states.get(self.backorder_cancel_until, ())
            and late
            and not backorder.product_id.backorder_no_cancel
        )

    def _get_backorder_cancel_words(self):
        """Say what customers may cancel, in the language of the environment.

        :rtype: str
        """
        self.ensure_one()
        if self.backorder_cancel_until == "never":
            return ""
        if self.backorder_cancel_policy:
            return self.backorder_cancel_policy
        if self.backorder_cancel_until == "waits":
            words = [self.env._("You can cancel what has not arrived yet.")]
        else:
            words = [self.env._("You can cancel what is not being packed yet.")]
        if self.backorder_cancel_days:
            words.append(
                self.env._(
                    "It has to be late by %(count)s days.",
                    count=self.backorder_cancel_days,
                )
            )
        if not self.backorder_cancel_mto:
            words.append(self.env._("What is bought or made just for you is excepted."))
        return " ".join(words)
