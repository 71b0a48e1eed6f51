# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for who decides how goods are shipped.
# pylint: disable=consider-merging-classes-inherited
class ResCompany(models.Model):
    """Whether customers decide in how many parcels their goods come."""

    _inherit = "res.company"

    backorder_comms_choose_shipping = fields.Boolean(
        string="Customers Choose How It Ships",
        default=True,
        help="Customers may choose, on the quotation and until their goods are packed, "
        "between what is ready now and everything at once. They see the parcels and "
        "dates of both. What they choose is kept by every transfer.",
        groups="base.group_user",
    )
