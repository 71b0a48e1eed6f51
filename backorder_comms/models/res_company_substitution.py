# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from ..logic.substitution import LIST, PROTECTED, SAME


# A file for what a company offers instead of what is missing.
# pylint: disable=consider-merging-classes-inherited
class ResCompany(models.Model):
    """What a substitute costs whoever takes it."""

    _inherit = "res.company"

    backorder_comms_substitute_price = fields.Selection(
        selection=[
            (PROTECTED, "The lower of both prices"),
            (SAME, "The price of what was ordered"),
            (LIST, "The price of the substitute"),
        ],
        string="Price of a Substitute",
        required=True,
        default=PROTECTED,
        help="What a customer pays who takes a substitute. A discount that he had, he "
        "keeps. Whoever was invoiced or paid already never pays more.",
        groups="base.group_user",
    )
