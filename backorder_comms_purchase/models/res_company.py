# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ResCompany(models.Model):
    """How far the words of vendors are trusted."""

    _inherit = "res.company"

    backorder_comms_count_requests = fields.Boolean(
        string="Count on Requests for Quotation",
        help="What is on a request for quotation counts as ordered soon: customers are "
        "told a range of days, wider by the margin of the warehouse, as if it were "
        "confirmed today.",
        groups="base.group_user",
    )
