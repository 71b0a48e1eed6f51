# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    backorder_protection = fields.Boolean(
        string="Keep Goods for Who Waits",
        default=True,
        help="What orders further ahead in the queue wait for is not reserved for "
        "others.",
    )
    backorder_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Shipping Days",
        default=lambda self: self.env.company.resource_calendar_id,
        check_company=True,
        help="Days on which the warehouse ships. A date that customers are told is "
        "always one of them. Empty: every day.",
    )
