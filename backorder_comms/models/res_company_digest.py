# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for each thing that a company decides.
# pylint: disable=consider-merging-classes-inherited
class ResCompany(models.Model):
    """Whether colleagues get a list of what to do in the morning."""

    _inherit = "res.company"

    backorder_digest = fields.Boolean(
        string="Daily Digest of Backorders",
        help="Each morning, salespeople get what they have to do about backorders, and "
        "whoever a warehouse names gets what to ship, what arrives for whom and what "
        "to hold. No message where there is nothing.",
        groups="base.group_user",
    )
    backorder_digest_channel_id = fields.Many2one(
        "discuss.channel",
        string="Digest in Discuss",
        ondelete="set null",
        groups="base.group_user",
        help="This channel gets, each morning, how many backorders need what.",
    )
    backorder_digest_date = fields.Date(readonly=True, groups="base.group_system")
