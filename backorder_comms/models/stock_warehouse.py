# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    backorder_protection = fields.Boolean(
        string="Keep Goods for Who Waits",
        default=True,
        help="What orders further ahead in the queue wait for is not reserved for "
        "others.",
        groups="base.group_user",
    )
    backorder_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Shipping Days",
        compute="_compute_backorder_calendar_id",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        help="Days on which the warehouse ships. A date that customers are told is "
        "always one of them. Empty: every day.",
        groups="base.group_user",
    )
    backorder_margin_days = fields.Integer(
        string="Margin of Unsure Dates",
        default=3,
        help="Customers are told a range of so many days, not a date, as long as what "
        "they wait for must come to another warehouse first.",
        groups="base.group_user",
    )

    backorder_user_id = fields.Many2one(
        "res.users",
        string="Backorder Responsible",
        domain=[("share", "=", False)],
        help="Whom rules for the responsible of the warehouse tell about backorders.",
        groups="base.group_user",
    )

    _backorder_margin_days_positive = models.Constraint(
        "CHECK(backorder_margin_days >= 0)",
        "The margin of a date cannot be negative.",
    )

    @api.depends("company_id")
    def _compute_backorder_calendar_id(self):
        for warehouse in self:
            warehouse.backorder_calendar_id = warehouse.company_id.resource_calendar_id
