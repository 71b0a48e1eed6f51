# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from ..logic.date_plan import CHANGE, REFUSED, UNCHANGED, UNCLEAR

REASONS = [
    ("part", "A part: gets its own line."),
    ("blank", "No date in this row."),
    ("formula", "A formula without a value."),
    ("date", "This date cannot be read."),
    ("unsure", "Day or month first?"),
    ("past", "This date has passed."),
    ("number", "This quantity cannot be read."),
    ("missing", "Neither order nor product."),
    ("order", "Unknown order."),
    ("vendor", "Order of another vendor."),
    ("company", "Order of another company."),
    ("state", "This order is not confirmed."),
    ("product", "This product is not on the order."),
    ("received", "Nothing is to come any more."),
    ("quantity", "More than is still to come."),
    ("several", "Several lines fit."),
    ("orders", "Lines of several orders fit."),
    ("contradiction", "The sheet contradicts itself."),
    ("repeated", "The same as in another row."),
    ("split", "Bought for one customer: split by hand."),
]


class PurchaseEtaImportLine(models.TransientModel):
    """What becomes of a row of a vendor's spreadsheet."""

    _name = "purchase.eta.import.line"
    _description = "Row of a Vendor's Spreadsheet"
    _order = "id"

    import_id = fields.Many2one(
        "purchase.eta.import", required=True, index=True, ondelete="cascade"
    )
    sheet = fields.Char(readonly=True)
    number = fields.Integer(string="Row", readonly=True)
    state = fields.Selection(
        selection=[
            (CHANGE, "Will Change"),
            (UNCHANGED, "Unchanged"),
            (UNCLEAR, "Unclear"),
            (REFUSED, "Refused"),
        ],
        string="Result",
        required=True,
        readonly=True,
    )
    reason = fields.Selection(REASONS, readonly=True)
    order_text = fields.Char(string="Order in the Sheet", readonly=True)
    product_text = fields.Char(string="Product in the Sheet", readonly=True)
    quantity_text = fields.Char(string="Quantity", readonly=True)
    date_text = fields.Char(string="Date in the Sheet", readonly=True)
    purchase_line_id = fields.Many2one(
        "purchase.order.line", readonly=True, ondelete="cascade"
    )
    order_id = fields.Many2one(
        related="purchase_line_id.order_id", string="Purchase Order"
    )
    product_id = fields.Many2one(related="purchase_line_id.product_id")
    old_date = fields.Date(string="Until Now", readonly=True)
    new_date = fields.Date(readonly=True)
    days = fields.Integer(
        readonly=True, help="How many days later; less than zero is earlier."
    )
    customers = fields.Char(
        readonly=True, help="Who waits for these goods and would get another date."
    )
