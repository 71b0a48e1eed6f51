# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

# What EDIFACT calls 4493, "Delivery requirements, coded": BK, SC, SF, SP and CD.
DELIVERY_POLICIES = [
    ("partial", "Ship what is ready"),
    ("complete", "Ship everything at once"),
    ("partial_free", "Ship what is ready if it costs no more freight"),
    ("partial_cancel", "Ship what is ready, cancel the rest"),
    ("cancel_after", "Ship what is ready, cancel what is too late"),
]
COMPLETE_POLICIES = ("complete", "partial_free")

POLICY_HELP = (
    "How goods are shipped when some are missing. At once: nothing leaves before "
    "everything can. No more freight: at once, too, unless the carrier takes the same "
    "for several parcels. Cancel the rest: what is missing at the first shipment is "
    "cancelled. Too late: what still waits so many days after its due date is "
    "cancelled."
)


# A file for how a customer wants his goods shipped.
# pylint: disable=consider-merging-classes-inherited
class ResPartner(models.Model):
    _inherit = "res.partner"

    backorder_delivery_policy = fields.Selection(
        selection=DELIVERY_POLICIES,
        string="Missing Goods",
        help=f"{POLICY_HELP} Empty: as the contact's tags say, or else as the order "
        "says. New orders of the contact and his company take it over.",
        groups="base.group_user",
    )
    backorder_cancel_days = fields.Integer(
        string="Days Until Cancelled",
        help="After the due date. 0: what has not left on its due date is cancelled.",
        groups="base.group_user",
    )
    backorder_accepts_substitutes = fields.Boolean(
        string="Accepts Substitutes",
        help="The contact wants the company to send what is in stock instead of what "
        "is missing (EDI: item substitution allowed).",
        groups="base.group_user",
    )

    _backorder_cancel_days_positive = models.Constraint(
        "CHECK(backorder_cancel_days >= 0)",
        "Goods cannot be cancelled before they are due.",
    )

    def _commercial_fields(self):
        """Override of `base`: a company's contacts buy on its terms."""
        return super()._commercial_fields() + [
            "backorder_delivery_policy",
            "backorder_cancel_days",
            "backorder_accepts_substitutes",
        ]

    def _get_backorder_terms(self):
        """Return whose terms of delivery apply: the company's, or those of its tags.

        :return: a partner or one of his tags, empty if neither says anything
        :rtype: res.partner | res.partner.category
        """
        company = self.commercial_partner_id.sudo()
        if company.backorder_delivery_policy:
            return company
        return company.category_id.filtered("backorder_delivery_policy")[:1]
