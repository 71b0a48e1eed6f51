# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError

from ..logic.decisions import Choice

ACTIVITY_TYPE = "backorder_comms.mail_activity_type_return"


# A file for each kind of decision.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderDecision(models.Model):
    """Ask to send back what was shipped; a person makes the return."""

    _inherit = "sale.backorder.decision"

    @api.model
    def _load_choices(self, order):
        """Override of ours to read at once what was sent back of all lines."""
        res = super()._load_choices(order)
        order.order_line.move_ids.returned_move_ids.fetch(["quantity", "state"])
        order.backorder_decision_ids.fetch(["kind", "quantity", "state"])
        return res

    @api.model
    def _get_line_choices(self, order, line, backorders):
        """Override of ours to offer a return of what was shipped of a late order."""
        choices = super()._get_line_choices(order, line, backorders)
        if not order.backorder_ids:
            return choices
        quantity = self._get_returnable_quantity(line)
        if quantity:
            choices = [*choices, self._prepare_return_choice(line, quantity)]
        return choices

    @api.model
    def _get_returnable_quantity(self, line):
        """Return what was shipped lately and nobody asked to send back yet.

        :rtype: float
        """
        company = line.company_id
        days = timedelta(days=company.backorder_return_days)
        first = company._backorder_today() - days
        shipped = sum(
            line._to_backorder_unit(rest)
            for move, rest in self._get_returnable_moves(line).items()
            if days and company._to_backorder_day(move.date) >= first
        )
        asked = line.order_id.backorder_decision_ids.filtered(
            lambda one: (
                one.kind == "return"
                and one.state == "pending"
                and one.order_line_id == line
            )
        )
        rest = shipped - sum(asked.mapped("quantity"))
        return max(line._round_backorder_quantity(rest), 0.0)

    @api.model
    def _get_returnable_moves(self, line):
        """Return the shipments of a line, with what can come back of each.

        :return: quantities in the product's unit, the last shipment first
        :rtype: dict[stock.move, float]
        """
        shipped = line.move_ids.filtered(
            lambda move: move.state == "done" and move.product_id == line.product_id
        )._filter_shipped_to_customer()
        rests = {
            move: move._get_backorder_returnable()
            for move in shipped.sorted("date", reverse=True)
        }
        return {move: rest for move, rest in rests.items() if rest > 0}

    @api.model
    def _prepare_return_choice(self, line, quantity):
        words = line._describe_backorder_quantity(quantity)
        consequences = (
            self.env._(
                "You ask to send back up to %(quantity)s %(unit)s, as many as you "
                "choose.",
                **words,
            ),
            self.env._("We answer you, and tell you how to send it."),
            self.env._("Please keep the goods until then."),
        )
        return Choice(
            "return",
            "return",
            self.env._("Ask to send it back"),
            consequences,
            line.id,
            max_quantity=quantity,
            unit=line.product_uom_id.name,
            asks_reason=True,
        )

    # === EFFECT === #

    def _apply_return(self):
        """Leave it to a person.

        :return: what happened
        :rtype: str
        """
        self.ensure_one()
        self._become_task(ACTIVITY_TYPE, [self.reason])
        return self.env._(
            "You asked to send back %(quantity)s %(unit)s. We answer you soon.",
            **self.order_line_id._describe_backorder_quantity(self.quantity),
        )

    def action_make_return(self):
        """Open core's return of the last shipment, filled in as the customer asked."""
        self.ensure_one()
        self.check_access("read")
        if self.kind != "return" or self.state != "pending":
            raise UserError(self.env._("There is nothing to be returned."))
        moves = self._get_returnable_moves(self.order_line_id)
        if not moves:
            raise UserError(
                self.env._("Nothing is left to be returned: decline it, or look.")
            )
        move, rest = next(iter(moves.items()))
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=move.picking_id.id, active_model="stock.picking")
            .create({"backorder_decision_id": self.id})
        )
        wizard._fill_in(move, rest)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.act_stock_return_picking"
        )
        return action | {"res_id": wizard.id}

    def _note_return(self, picking):
        """Tell the customer that the return is prepared, in staff's words if any."""
        self.ensure_one()
        model = self.with_context(lang=self.partner_id.lang)
        self.reply = self.reply or model.env._(
            "Your return %(name)s is prepared.", name=picking.name
        )
        self._settle("done")
