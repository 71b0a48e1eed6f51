# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    backorder_digest_date = fields.Date(
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="Day of the last digest of backorders: there is one a day.",
    )
