# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class PurchaseEtaImportCustomer(models.TransientModel):
    """A waiting customer whose date would move."""

    _name = "purchase.eta.import.customer"
    _description = "Customer Touched by an Import of Dates"
    _order = "is_told desc, id"

    import_id = fields.Many2one(
        "purchase.eta.import", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="cascade"
    )
    # Buyers cannot read sales orders.
    sale_order_name = fields.Char(string="Sales Order", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True, ondelete="cascade")
    old_date = fields.Date(
        string="Until Now",
        readonly=True,
        help="Empty: no date is known, or the goods were not late yet.",
    )
    new_date = fields.Date(readonly=True, help="Empty: no date is known any more.")
    is_told = fields.Boolean(
        string="Told",
        readonly=True,
        help="Whether it moves far enough to be news. Whoever is told hears of it as "
        "your rules say, once this is applied.",
    )
