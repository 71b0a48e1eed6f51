# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class SaleBackorderDecideChoice(models.TransientModel):
    """One of the ways to decide about a topic."""

    _name = "sale.backorder.decide.choice"
    _description = "Choice to Decide Between"
    _order = "id"

    topic_id = fields.Many2one(
        "sale.backorder.decide.topic", required=True, readonly=True, ondelete="cascade"
    )
    option = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    product_id = fields.Many2one("product.product", readonly=True, ondelete="cascade")
    consequences = fields.Text(readonly=True)
    max_quantity = fields.Float(readonly=True)
    unit = fields.Char(readonly=True)
    is_current = fields.Boolean(readonly=True, help="Whether it is planned so already.")
    digest = fields.Char(
        readonly=True, help="Names what was shown: it may change meanwhile."
    )

    @api.depends("name", "is_current")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for choice in self:
            if choice.is_current:
                choice.display_name = self.env._("%(name)s (as now)", name=choice.name)
            else:
                choice.display_name = choice.name
