# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.quiet_hours import QuietHours
from .res_partner import PREFERRED_CHANNELS


# A file for what concerns the contacts of a company.
# pylint: disable=consider-merging-classes-inherited
class ResCompany(models.Model):
    """Whom a company writes to, and how, unless a contact prefers something else."""

    _inherit = "res.company"

    backorder_comms_recipient = fields.Selection(
        selection=[("order", "Who ordered"), ("delivery", "Who gets the goods")],
        string="Backorder News Go To",
        required=True,
        default="order",
        help="The contact of the order, or that of its delivery address. If that one "
        "cannot be reached, the other one, and at last their company, is written to.",
        groups="base.group_user",
    )
    backorder_comms_channel = fields.Selection(
        selection=PREFERRED_CHANNELS,
        string="Backorder News By",
        required=True,
        default="mail",
        help="For contacts who do not say what they prefer.",
        groups="base.group_user",
    )
    backorder_comms_quiet_from = fields.Float(
        string="Quiet From",
        help="Nothing is sent from this hour on, in the time zone of the contact, or "
        "else of the company. It leaves when the quiet hours end. Twice the same hour: "
        "no quiet hours.",
        groups="base.group_user",
    )
    backorder_comms_quiet_to = fields.Float(
        string="Quiet To",
        help="What waited is sent at this hour.",
        groups="base.group_user",
    )
    backorder_comms_quiet_essential = fields.Boolean(
        string="Bad News Wait, Too",
        default=True,
        help="Otherwise only the rest respects the company's quiet hours: news that "
        "goods are late, will be later or were cancelled leave at once. The hours that "
        "a contact asked for are always respected.",
        groups="base.group_user",
    )
    backorder_comms_status_days = fields.Integer(
        string="Status",
        default=14,
        help="Customers who know a date hear from us after this many days, and on that "
        "day at the latest, even if there is nothing new.",
        groups="base.group_user",
    )
    backorder_comms_retention_months = fields.Integer(
        string="Keep Words",
        default=24,
        help="Months after which the words of a message are removed. That the customer "
        "was told, when and how, is kept. 0: they are kept for ever.",
        groups="base.group_user",
    )

    _backorder_comms_retention_months_positive = models.Constraint(
        "CHECK(backorder_comms_retention_months >= 0)",
        "The months that words are kept cannot be negative.",
    )
    _backorder_comms_status_days_positive = models.Constraint(
        "CHECK(backorder_comms_status_days >= 1)",
        "The next news must be promised for one day ahead at least.",
    )

    @api.constrains("backorder_comms_quiet_from", "backorder_comms_quiet_to")
    def _check_backorder_comms_quiet(self):
        for company in self:
            if not company._get_backorder_quiet_hours().is_possible():
                raise ValidationError(
                    self.env._("Quiet hours must leave two hours a day at least.")
                )

    def _get_backorder_quiet_hours(self):
        self.ensure_one()
        return QuietHours.from_hours(
            self.backorder_comms_quiet_from, self.backorder_comms_quiet_to
        )
