# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..logic.chasing import Step


class PurchaseChaseStep(models.Model):
    """What is done, and when, about goods that a vendor does not deliver."""

    _name = "purchase.chase.step"
    _description = "Chase Step"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Leave empty to take the step in each company.",
    )
    moment = fields.Selection(
        selection=[
            ("before", "Before the expected arrival, unless confirmed"),
            ("after", "After the expected arrival"),
        ],
        string="When",
        required=True,
        default="after",
        help="Confirmed is what the vendor acknowledged, or what has a new date.",
    )
    days = fields.Integer(
        required=True,
        default=1,
        help="How many days before the expected arrival, or after it.",
    )
    wait_days = fields.Integer(
        string="Days Since the Step Before",
        required=True,
        default=1,
        help="How long the vendor, or the buyer, has had time since the step before.",
    )
    minimum_harm = fields.Float(
        string="Only From a Harm Of",
        digits=(16, 2),
        help="Only for lines that do at least so much harm to customers who wait. 0: "
        "for each line, also those that nobody waits for, if they are chased at all.",
    )
    action = fields.Selection(
        selection=[
            ("mail", "Write to the vendor"),
            ("buyer", "Activity for the buyer"),
            ("manager", "Activity for a manager"),
            ("vendors", "Suggest other vendors to the buyer"),
        ],
        required=True,
        default="mail",
        help="Vendors are written to only if the settings allow it, and at most once a "
        "day, about all that is late.",
    )
    mail_template_id = fields.Many2one(
        "mail.template",
        string="Email",
        domain=[("model", "=", "purchase.order")],
        ondelete="restrict",
        help="If several steps are due for a vendor, he gets the last one's email.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Manager",
        domain=[("share", "=", False)],
        help="Empty: an administrator of purchases in the company.",
    )

    _days_positive = models.Constraint(
        "CHECK(days >= 0 AND wait_days >= 1 AND minimum_harm >= 0)",
        "Days and harm cannot be negative, and steps are a day apart at least.",
    )

    @api.constrains("action", "mail_template_id")
    def _check_mail_template(self):
        for step in self:
            if step.action == "mail" and not step.mail_template_id:
                raise ValidationError(
                    self.env._("Which email does “%s” send?", step.name)
                )

    @api.model
    def _get_ladder(self, company, with_mails=None):
        """Return the steps of a company in their order, those that are off among them.

        :param bool with_mails: whether mails are on; unless given, as the company says
        :rtype: list[Step]
        """
        if with_mails is None:
            with_mails = company.backorder_chase_mail
        steps = self.with_context(active_test=False).search(
            Domain("company_id", "in", [company.id, False])
        )
        return [step._prepare_step(with_mails) for step in steps]

    def _prepare_step(self, with_mails):
        is_mail = self.action == "mail"
        return Step(
            id=self.id,
            moment=self.moment,
            days=self.days,
            minimum_harm=self.minimum_harm,
            wait_days=self.wait_days,
            is_mail=is_mail,
            is_on=self.active and (with_mails or not is_mail),
        )
