# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools.misc import format_date

from ..logic.queue import LONGER, SOONER, URGENT, Waiter, get_standing
from ..logic.shortage import INCOMING, LATE, STOCK


class SaleBackorder(models.Model):
    """Why this date and this place in the queue, in words, as found when asked."""

    _inherit = "sale.backorder"

    explanation = fields.Text(
        string="Why This Date",
        compute="_compute_explanation",
        help="Who is ahead in the queue, and what covers the order, as of now.",
    )

    def _compute_explanation(self):
        self.explanation = False
        forecast = self.env["sale.backorder.forecast"]
        waiting = self.filtered(lambda backorder: backorder._is_open())
        for product, backorders in waiting.grouped("product_id").items():
            outlook = forecast._get_outlook(product)
            for backorder in backorders:
                backorder.explanation = "\n".join(backorder._explain(outlook))

    def _explain(self, outlook):
        """Return the sentences of an explanation.

        :param Outlook outlook: of the product
        :rtype: list[str]
        """
        self.ensure_one()
        own = [
            move
            for move in outlook.moves
            if move.line_id == self.order_line_id.id and move.id in outlook.pieces
        ]
        queued = [move for move in own if not move.ships_from]
        own_pieces = [piece for move in own for piece in outlook.pieces[move.id]]
        return [
            *self._explain_place(queued[:1], self._filter_rivals(outlook, own)),
            *(self._explain_piece(piece) for piece in own_pieces),
        ]

    def _filter_rivals(self, outlook, own):
        """Keep the others who wait for the product in the same warehouse."""
        get_warehouse = outlook.map.warehouses.get
        warehouses = {get_warehouse(move.source) for move in own}
        return [
            move
            for move in outlook.moves
            if move not in own
            and any(piece.cause != STOCK for piece in outlook.pieces.get(move.id, ()))
            and get_warehouse(move.source) in warehouses
        ]

    def _explain_place(self, own, rivals):
        to_place = self.env["sale.backorder.queue"]._to_place
        for move in own:
            standing = get_standing(
                Waiter(move.score, to_place(move)),
                [Waiter(rival.score, to_place(rival)) for rival in rivals],
            )
            yield self.env._(
                "Number %(position)s of %(count)s in the queue, since %(date)s.",
                position=standing.position,
                count=standing.count,
                date=format_date(self.env, self.queue_date),
            )
            if standing.ahead:
                yield self._explain_ahead(standing.ahead)
            if move.score:
                yield self._explain_score(move.score)

    def _explain_ahead(self, ahead):
        words = {
            URGENT: self.env._("%(count)s more urgent", count=ahead[URGENT]),
            LONGER: self.env._("%(count)s waiting longer", count=ahead[LONGER]),
            SOONER: self.env._("%(count)s due sooner", count=ahead[SOONER]),
        }
        reasons = ", ".join(word for key, word in words.items() if ahead[key])
        return self.env._("Ahead of it: %(reasons)s.", reasons=reasons)

    def _explain_score(self, score):
        """Say what the points are that its place counts, as when it was scored."""
        names = [term["name"] for term in self._get_priority_terms() if term["points"]]
        return self.env._(
            "It counts %(score)s points of priority: %(reasons)s.",
            score=score,
            reasons=", ".join(names),
        )

    def _explain_piece(self, piece):
        """Return in a sentence what a piece is covered by: a hook."""
        words = self._prepare_piece_words(piece)
        if piece.cause == STOCK:
            return self.env._("%(quantity)s in stock.", **words)
        if piece.cause == LATE:
            return self.env._(
                "%(quantity)s with %(transfer)s, which is overdue: no date.", **words
            )
        if piece.cause != INCOMING:
            return self.env._("%(quantity)s: nothing is on its way.", **words)
        if not piece.supply:
            return self.env._("%(quantity)s in the building, to be put away.", **words)
        if piece.latest:
            return self.env._(
                "%(quantity)s with %(transfer)s, can leave between %(date)s and"
                " %(latest)s: it must come to the other warehouse first.",
                **words,
            )
        return self.env._(
            "%(quantity)s with %(transfer)s, can leave on %(date)s.", **words
        )

    def _prepare_piece_words(self, piece):
        uom = self.product_id.uom_id
        content = self.env["sale.backorder.content"]
        quantity = content._format_quantity(uom.round(piece.quantity))
        return {
            "quantity": f"{quantity} {uom.name}",
            "transfer": self._get_transfer_name(piece.supply),
            "date": piece.day and format_date(self.env, piece.day),
            "latest": piece.latest and format_date(self.env, piece.latest),
        }

    def _get_transfer_name(self, move_id):
        """Return the name of what brings goods: salespeople may know that much.

        A hook for what is no move yet.
        """
        move = self.env["stock.move"].sudo().browse(move_id)
        return move.picking_id.name or move.reference or move.display_name
