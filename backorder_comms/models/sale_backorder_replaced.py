# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for each thing that a backorder does.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorder(models.Model):
    """How a backorder ends when the customer takes something else."""

    _inherit = "sale.backorder"

    def _wants_replacement(self):
        """Tell whether its customer waits for goods that are a thing of their own."""
        self.ensure_one()
        line = self.order_line_id
        return (
            self.state == "waiting"
            and not self.silent
            and self._get_whole_quantity() > 0
            and not line.combo_item_id
            and not line.linked_line_id
        )

    def _filter_replaceable(self):
        """Keep those of which all that is missing can still be taken back."""
        self.order_line_id.move_ids.mapped("move_orig_ids")  # read at once
        return self.filtered(
            lambda backorder: (
                backorder.product_uom_id.compare(
                    backorder.order_line_id._get_backorder_cancellable_quantity(),
                    backorder._get_whole_quantity(),
                )
                >= 0
            )
        )

    def _get_whole_quantity(self):
        """Return what is missing in whole steps of the line's unit."""
        return self.product_uom_id.round(self.quantity)

    def _note_replaced(self):
        """Close it as the customer wished: he knows, so nobody has to tell him.

        An evaluation would find that goods were cancelled, or that nothing is missing
        any more, and write to him about that.
        """
        self.ensure_one()
        quantity = self.quantity
        self.with_context(tracking_disable=True).write(
            {
                "state": "cancel",
                "quantity": 0.0,
                "open_quantity": self.open_quantity - quantity,
                "closed_date": fields.Datetime.now(),
            }
        )
        self.env["sale.backorder.event"].create(
            {
                "backorder_id": self.id,
                "order_id": self.order_id.id,
                "company_id": self.company_id.id,
                "type": "replaced",
                "new_value": self.env["sale.backorder.event"]._to_text(quantity),
                "handled": True,
            }
        )
