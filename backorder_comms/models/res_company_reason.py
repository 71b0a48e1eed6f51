# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for each topic of the settings.
# pylint: disable=consider-merging-classes-inherited
class ResCompany(models.Model):
    """Whether staff has to say why goods are late."""

    _inherit = "res.company"

    backorder_reason_required = fields.Boolean(
        string="Confirm the Reason",
        help="Whoever decides something for a customer about goods that are late says "
        "why they are: what was found is filled in and may be changed. Dates and lines "
        "that are changed on the order itself are not held up.",
        groups="base.group_user",
    )
