# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for each thing that it does.
# pylint: disable=consider-merging-classes-inherited
class ResCompany(models.Model):
    _inherit = "res.company"

    backorder_chase_mail = fields.Boolean(
        string="Chase Vendors by Email",
        help="Write to vendors who are late, or who did not confirm when they will "
        "deliver, as the steps of the chase say. Buyers' activities need no setting.",
        groups="base.group_user",
    )
    backorder_chase_unawaited = fields.Boolean(
        string="Chase Purchases That Nobody Waits For",
        help="Chase also what no customer waits for, by those steps that ask for no "
        "harm.",
        groups="base.group_user",
    )
