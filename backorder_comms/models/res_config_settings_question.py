# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# Settings of one topic, beside those of the others.
# pylint: disable=consider-merging-classes-inherited
class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    backorder_question_days = fields.Integer(
        related="company_id.backorder_question_days", readonly=False
    )
    backorder_ask_shipping = fields.Boolean(
        related="company_id.backorder_ask_shipping", readonly=False
    )
    backorder_unread_days = fields.Integer(
        related="company_id.backorder_unread_days", readonly=False
    )
