# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import formatLang

from ..logic.decisions import Choice

ACTIVITY_TYPE = "backorder_comms.mail_activity_type_cancelled"


# A file for each kind of decision.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderDecision(models.Model):
    """Cancel what is missing of a line, or a part of it."""

    _inherit = "sale.backorder.decision"

    @api.model
    def _load_choices(self, order):
        """Override of ours to read the transfers of all lines at once."""
        res = super()._load_choices(order)
        moves = order.order_line.move_ids
        moves.move_orig_ids.fetch(["sale_line_id", "state"])
        moves._filter_customer_bound()
        order.order_line.mapped("is_mto")
        return res

    @api.model
    def _get_line_choices(self, order, line, backorders):
        """Override of ours to offer to cancel."""
        choices = super()._get_line_choices(order, line, backorders)
        quantity = self._get_cancellable_quantity(order, line, backorders)
        if quantity:
            choices = [*choices, self._prepare_cancel_choice(line, quantity)]
        return choices

    @api.model
    def _get_cancellable_quantity(self, order, line, backorders):
        """Return how much of a line its customer may cancel now.

        :rtype: float
        """
        company = order.company_id
        backorder = backorders.filtered(lambda one: one.product_id == line.product_id)
        if not backorder or not company._allows_backorder_cancellation(backorder):
            return 0.0
        if line.is_mto and not company.backorder_cancel_mto:
            return 0.0
        quantity = line._get_backorder_cancellable_quantity()
        if company.backorder_cancel_until == "waits":
            still_open = line._sum_backorder_moves(
                line.move_ids._filter_backorder_open()
            )
            missing = backorder.quantity - backorder._get_dropped_quantity(still_open)
            quantity = min(quantity, line._round_backorder_quantity(missing))
        return max(quantity, 0.0)

    @api.model
    def _prepare_cancel_choice(self, line, quantity):
        credit, is_paid = line._get_backorder_credit(quantity)
        consequences = [
            self.env._(
                "Up to %(quantity)s of %(ordered)s %(unit)s will not be sent, as many "
                "as you choose.",
                **line._describe_backorder_quantity(quantity),
            ),
            self.env._("The rest of your order stays as it is."),
            self._get_credit_words(line, credit, is_paid),
            line.company_id._get_backorder_cancel_words(),
        ]
        return Choice(
            "cancel",
            "cancel",
            self.env._("Cancel what is missing")
            if line.company_id.backorder_cancel_until == "waits"
            else self.env._("Cancel what is not shipped"),
            tuple(filter(None, consequences)),
            line.id,
            max_quantity=quantity,
            unit=line.product_uom_id.name,
        )

    @api.model
    def _get_credit_words(self, line, credit, is_paid):
        """Say what happens to money, as far as it is certain."""
        amount = formatLang(self.env, credit, currency_obj=line.currency_id)
        days = line.company_id.backorder_cancel_refund_days
        if not credit:
            return self.env._("You do not pay for what you cancel.")
        if not is_paid:
            return self.env._(
                "%(amount)s of it is on an invoice already: we correct that.",
                amount=amount,
            )
        if not days:
            return self.env._(
                "You have paid %(amount)s for it: we refund it.", amount=amount
            )
        return self.env._(
            "You have paid %(amount)s for it: we refund it within %(days)s days.",
            amount=amount,
            days=days,
        )

    # === EFFECT === #

    def _apply_cancel(self):
        """Take the quantity off the order; what is left to do is an activity.

        :return: what happened
        :rtype: str
        """
        self.ensure_one()
        line = self.order_line_id
        words = line._describe_backorder_quantity(self.quantity)
        credit, is_paid = line._get_backorder_credit(self.quantity)
        is_mto = line.is_mto
        line._cancel_backorder_quantity(self.quantity)
        self._plan_rest(credit, is_mto)
        return " ".join(
            [
                self.env._(
                    "%(quantity)s of %(ordered)s %(unit)s will not be sent.", **words
                ),
                self._get_credit_words(line, credit, is_paid),
            ]
        )

    def _plan_rest(self, credit, is_mto):
        """Ask the salesperson, or whom the activity type names, to finish it."""
        activity_type = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        order = self.order_id
        user = (
            (activity_type and activity_type.default_user_id)
            or order.user_id
            or order.warehouse_id.backorder_user_id
            or order.create_uid
        )
        decision = self.with_context(lang=user.lang)
        todo = [
            decision._settle_credit(credit) if credit else "",
            decision.env._("Goods bought or made for it may still come.")
            if is_mto
            else "",
            decision.env._("Nothing is left of the order: cancel it, or call.")
            if decision._is_order_empty()
            else "",
        ]
        if note := " ".join(filter(None, todo)):
            order.activity_schedule(
                ACTIVITY_TYPE,
                summary=decision.display_name,
                note=note,
                user_id=user.id,
            )

    def _settle_credit(self, credit):
        """Draft a credit note where that is wanted and possible, and say what to do."""
        order = self.order_id
        amount = formatLang(self.env, credit, currency_obj=order.currency_id)
        if (
            order.company_id.backorder_cancel_money == "credit_note"
            and self.order_line_id.qty_to_invoice < 0
            and not any(order.order_line.mapped("is_downpayment"))
        ):
            order._create_invoices(final=True)
            return self.env._(
                "Check and send the draft credit note (%(amount)s).", amount=amount
            )
        return self.env._("Refund or credit %(amount)s.", amount=amount)

    def _is_order_empty(self):
        """Tell whether no goods are left on the order, shipped ones neither."""
        goods = self.order_id.order_line.filtered(
            lambda line: line.product_id.type == "consu"
        )
        return not any(goods.mapped("product_uom_qty"))
