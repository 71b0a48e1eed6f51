# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from odoo.addons.backorder_comms.logic.shortage import INCOMING


# A file for each thing that it does.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorder(models.Model):
    """What vendors have to do with a date, without their names."""

    _inherit = "sale.backorder"

    def _explain_piece(self, piece):
        """Override of `backorder_comms` to say what vendors' words are worth."""
        if piece.cause != INCOMING or not piece.supply:
            return super()._explain_piece(piece)
        words = self._prepare_piece_words(piece)
        if piece.supply < 0:
            return self.env._(
                "%(quantity)s with the request for quotation %(transfer)s, can leave"
                " on %(date)s at the earliest: it is not ordered yet.",
                **words,
            )
        move = self.env["stock.move"].sudo().browse(piece.supply)
        lateness = move.purchase_line_id._get_backorder_lateness()
        if not lateness:
            return super()._explain_piece(piece)
        words |= {"days": lateness.likely_days, "count": lateness.receipt_count}
        if piece.latest:
            return self.env._(
                "%(quantity)s with %(transfer)s, can leave between %(date)s and"
                " %(latest)s. The supplier usually delivers %(days)s days after the"
                " first promise (%(count)s receipts).",
                **words,
            )
        return self.env._(
            "%(quantity)s with %(transfer)s, can leave on %(date)s. The supplier"
            " usually delivers %(days)s days after the first promise (%(count)s"
            " receipts).",
            **words,
        )

    def _get_transfer_name(self, move_id):
        """Override of `backorder_comms` to name requests, which are no moves yet."""
        if not move_id or move_id > 0:
            return super()._get_transfer_name(move_id)
        line = self.env["purchase.order.line"].sudo().browse(-move_id)
        return line.order_id.name
