# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..logic.reallocation import hand_over, plan


class SaleBackorderReallocation(models.TransientModel):
    """Take goods that another order holds, with what it does to both in view."""

    _name = "sale.backorder.reallocation"
    _description = "Take Goods from Another Order"

    backorder_id = fields.Many2one(
        "sale.backorder", required=True, readonly=True, ondelete="cascade"
    )
    order_id = fields.Many2one(related="backorder_id.order_id")
    uom_id = fields.Many2one(related="backorder_id.product_id.uom_id")
    line_ids = fields.One2many(
        "sale.backorder.reallocation.line", "reallocation_id", string="Held by Others"
    )
    reason = fields.Char()
    effect = fields.Html(
        string="What It Means", compute="_compute_effect", sanitize=False
    )

    @api.depends("line_ids.quantity")
    def _compute_effect(self):
        effects = self.env["sale.backorder.priority.effect"]
        for wizard in self:
            handovers = wizard._plan()
            wizard.effect = handovers and effects._render(wizard._find(handovers))

    # === ACTIONS === #

    def action_take(self):
        """Let the goods change hands, and note it on both orders."""
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Please give a reason: the others will ask."))
        handovers = self._plan()
        if not handovers:
            raise UserError(self.env._("Say how many to take, and from which order."))
        self._check()
        for handover in handovers:
            self._hand_over(*handover)
        self._post_notes()
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _open(self, backorder):
        """Offer what others hold.

        :param sale.backorder backorder:
        :return: an action
        :rtype: dict
        """
        wizard = self.create({"backorder_id": backorder.id})
        givers = wizard._get_givers() if wizard._get_needs() else {}
        if not givers:
            raise UserError(
                self.env._(
                    "No other order holds any of it that could be taken: what is "
                    "picked, printed or ships complete is left alone."
                )
            )
        wizard.line_ids = [
            Command.create({"move_id": move.id, "held": held})
            for move, held in givers.items()
        ]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take from Another Order"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    # === WHO TAKES, AND FROM WHOM === #

    def _get_takers(self):
        """Return the moves of the backorder that can hold what is free.

        Those that must leave complete get everything at once, or nothing.
        """
        # Sales managers do not read transfers.
        backorder = self.backorder_id.sudo()
        moves = backorder.order_line_id.move_ids.filtered(
            lambda move: move.product_id == backorder.product_id
        )
        return (
            moves._filter_open()
            ._filter_from_stock()
            .filtered(lambda move: not move.picking_id.backorder_ships_whole)
        )

    def _get_needs(self):
        """Return what is missing by taking move, in the product's unit."""
        return {
            move: move.product_uom._compute_quantity(
                move.product_uom_qty - move.quantity, self.uom_id, round=False
            )
            for move in self._get_takers()
        }

    def _get_givers(self):
        """Return what other orders hold where the takers reach, latest due first.

        :return: in the product's unit, by move
        :rtype: dict[stock.move, float]
        """
        takers = self._get_takers()
        moves = (
            self.env["stock.move"]
            .sudo()
            .search(
                [
                    ("product_id", "=", takers.product_id.id),
                    ("state", "in", ("partially_available", "assigned")),
                    ("sale_line_id", "!=", False),
                    ("sale_line_id.order_id", "!=", self.order_id.id),
                    ("location_id", "child_of", takers.location_id.ids),
                    ("picking_id.move_type", "!=", "one"),
                    ("company_id", "=", takers.company_id.id),
                ]
            )
        )
        get_place = self.env["sale.backorder.queue"]._get_place
        untouched = moves._filter_from_stock().filtered(
            lambda move: move._is_backorder_untouched()
        )
        return {
            move: move.product_uom._compute_quantity(
                move.quantity, move.product_id.uom_id, round=False
            )
            for move in untouched.sorted(get_place, reverse=True)
        }

    def _plan(self):
        """Return who hands over how much to whom.

        :rtype: list[Handover]
        """
        needs = {move.id: need for move, need in self._get_needs().items()}
        gifts = {line.move_id.id: line.quantity for line in self.line_ids}
        return plan(gifts, needs)

    def _check(self):
        """Refuse what cannot be taken, or not any more."""
        givers = self._get_givers()
        compare = self.uom_id.compare
        wanted = sum(self.line_ids.mapped("quantity"))
        if compare(wanted, sum(self._get_needs().values())) > 0:
            raise UserError(self.env._("That is more than is missing."))
        for line in self.line_ids.filtered("quantity"):
            held = givers.get(line.move_id.sudo(), 0.0)
            if line.quantity < 0 or compare(line.quantity, held) > 0:
                raise UserError(
                    self.env._(
                        "%(order)s does not hold so many that could be taken. Please "
                        "look again: others may have been faster.",
                        order=line.order_id.name,
                    )
                )

    def _find(self, handovers):
        """Return what it would mean for whoever waits.

        :rtype: dict[int, Effect], by id of the order line
        """

        def revise(moves):
            holdings = {move.id: move.reserved or {} for move in moves}
            after = hand_over(holdings, handovers)
            return [move._replace(reserved=after[move.id] or None) for move in moves]

        return self.env["sale.backorder.priority.effect"]._find(
            self.backorder_id.product_id, revise
        )

    # === DOING IT === #

    def _hand_over(self, giver_id, taker_id, quantity):
        """Let goods change hands by core's own means.

        The giver lets go of everything, as core does it; both then get what is theirs,
        whoever else waits for it.
        """
        moves = self.env["stock.move"].sudo()
        giver, taker = moves.browse(giver_id), moves.browse(taker_id)
        part = self.uom_id._compute_quantity(quantity, giver.product_uom, round=False)
        rest = giver.quantity - part
        giver._do_unreserve()
        taker._action_assign(
            force_qty=self.uom_id._compute_quantity(
                quantity, taker.product_uom, round=False
            )
        )
        if giver.product_uom.compare(rest, 0) > 0:
            giver._action_assign(force_qty=rest)

    def _post_notes(self):
        """Write on both orders who took what from whom, and why."""
        lines = self.line_ids.filtered("quantity")
        notes = {self.order_id: ("taken", lines)} | {
            order: ("lost", lost) for order, lost in lines.grouped("order_id").items()
        }
        for order, (name, noted) in notes.items():
            # Whoever manages the stock does not need to be the order's salesperson.
            order.sudo().message_post_with_source(
                f"backorder_comms.note_reallocation_{name}",
                render_values={"wizard": self, "lines": noted},
                subtype_xmlid="mail.mt_note",
            )
