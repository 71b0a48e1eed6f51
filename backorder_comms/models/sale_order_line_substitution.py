# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


# A file for each thing that becomes of an order line.
# pylint: disable=consider-merging-classes-inherited
class SaleOrderLine(models.Model):
    """What was ordered, and what is sent instead."""

    _inherit = "sale.order.line"

    backorder_replaced_line_id = fields.Many2one(
        "sale.order.line",
        string="Replaces",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="What the customer ordered and waited for before he took this instead.",
        groups="base.group_user",
    )
    backorder_replacement_ids = fields.One2many(
        "sale.order.line",
        "backorder_replaced_line_id",
        readonly=True,
        groups="base.group_user",
    )

    def _get_sale_order_line_multiline_description_sale(self):
        """Override of `sale` to say what a product is sent instead of."""
        description = super()._get_sale_order_line_multiline_description_sale()
        if not self.backorder_replaced_line_id:
            return description
        ordered = self.backorder_replaced_line_id.product_id
        return f"{description}\n" + self.env._(
            "Instead of: %(product)s",
            product=ordered.with_context(display_default_code=False).display_name,
        )

    def _add_backorder_replacement(self, vals):
        """Add what is sent instead right after the line; core sees to the delivery.

        :param dict vals:
        :rtype: sale.order.line
        """
        self.ensure_one()
        order = self.order_id
        locked = order.locked
        if locked:
            order.action_unlock()
        self._make_room_after()
        replacement = self.with_context(sale_no_log_for_new_lines=True).create(
            {
                **vals,
                "order_id": order.id,
                "sequence": self.sequence + 1,
                "backorder_replaced_line_id": self.id,
            }
        )
        if locked:
            order.action_lock()
        return replacement

    def _make_room_after(self):
        """Let no other line have the sequence that follows, in an unchanged order."""
        lines = self.order_id.order_line.sorted(lambda line: (line.sequence, line.id))
        following = lines[lines.ids.index(self.id) + 1 :]
        shift = self.sequence + 2 - following[:1].sequence
        if following and shift > 0:
            for line in following:
                line.sequence += shift
