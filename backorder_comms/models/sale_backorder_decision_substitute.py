# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ..logic.decisions import Choice

OFFERS_KEY = "backorder_comms_offers"


# A file for each kind of decision.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderDecision(models.Model):
    """Take something else that is in stock, or insist on what was ordered."""

    _inherit = "sale.backorder.decision"

    @api.model
    def _get_choices(self, order):
        """Override to look at once for substitutes of all lines."""
        decision = self.with_context(**{OFFERS_KEY: self._get_offers(order)})
        return super(SaleBackorderDecision, decision)._get_choices(order)

    @api.model
    def _get_offers(self, order):
        refused = order.backorder_decision_ids.filtered(
            lambda decision: decision.option == "refuse"
        ).order_line_id
        backorders = order._get_open_backorders().filtered(
            lambda backorder: backorder.order_line_id not in refused
        )
        return self.env["sale.backorder.substitution"]._get_offers(backorders)

    @api.model
    def _get_line_choices(self, order, line, backorders):
        choices = super()._get_line_choices(order, line, backorders)
        offers = self.env.context.get(OFFERS_KEY, {}).get(line, [])
        choices += [self._prepare_swap(offer) for offer in offers]
        if offers:
            choices.append(
                Choice(
                    "refuse",
                    "substitute",
                    self.env._("No substitute, please"),
                    (self._get_refuse_words(line),),
                    line.id,
                )
            )
        return choices

    def _prepare_swap(self, offer):
        line = offer.backorder.order_line_id
        consequences = [
            self._get_swap_words(offer),
            offer.note,
            self.env._("It is in stock."),
            self._get_price_words(offer),
            self._get_settlement_words(offer),
        ]
        return Choice(
            "swap",
            "substitute",
            self.env._(
                "Take %(product)s instead",
                product=self._get_product_name(offer.product),
            ),
            tuple(filter(None, consequences)),
            line.id,
            offer.product.id,
        )

    # === EFFECT === #

    def _apply_swap(self):
        line = self.order_line_id
        offers = self._get_offers(self.order_id).get(line, [])
        [offer] = [one for one in offers if one.product == self.product_id]
        self.quantity = offer.quantity
        self.env["sale.backorder.substitution"]._swap(offer)
        return " ".join([self._get_swap_words(offer), self._get_price_words(offer)])

    def _apply_refuse(self):
        return self._get_refuse_words(self.order_line_id)

    # === WORDS === #

    def _get_swap_words(self, offer):
        content = self.env["sale.backorder.content"]
        unit = offer.backorder.product_uom_id
        return self.env._(
            "You get %(quantity)s %(substitute)s instead of %(ordered)s.",
            quantity=f"{content._format_quantity(offer.quantity)} {unit.name}",
            substitute=self._get_product_name(offer.product),
            ordered=self._get_product_name(offer.backorder.product_id),
        )

    def _get_price_words(self, offer):
        amount = offer.backorder.order_line_id.currency_id.format(abs(offer.difference))
        if offer.difference > 0:
            return self.env._("You pay %(amount)s more, taxes included.", amount=amount)
        if offer.difference < 0:
            return self.env._("You pay %(amount)s less, taxes included.", amount=amount)
        return self.env._("The price stays the same.")

    def _get_settlement_words(self, offer):
        """Say what happens to what was charged already, as far as it is certain."""
        if offer.is_charged and not offer.is_paid:
            return self.env._("We correct your invoice.")
        if offer.is_paid and offer.difference:
            return self.env._("We get in touch about what you have paid.")
        return ""

    def _get_refuse_words(self, line):
        return self.env._(
            "You wait for %(product)s. We offer you no substitutes for it any more.",
            product=self._get_product_name(line.product_id),
        )

    def _get_product_name(self, product):
        return product.with_context(display_default_code=False).display_name
