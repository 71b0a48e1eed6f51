# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class SaleBackorderReason(models.Model):
    _inherit = "sale.backorder.reason"

    cause = fields.Selection(
        selection_add=[("vendor", "The vendor put goods off")],
        ondelete={"vendor": "set null"},
    )
