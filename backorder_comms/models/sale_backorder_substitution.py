# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict
from typing import Any, NamedTuple

from odoo import api, models
from odoo.tools import plaintext2html

from ..logic.substitution import Price, choose_price

MAX_OFFERS = 3


class Offer(NamedTuple):
    """A substitute that a customer may take instead of what he waits for.

    :param sale.backorder backorder: what he waits for
    :param product.product product: the substitute
    :param float quantity: in the unit of the order line
    :param str note: what the company says about it
    :param Price price: of one unit
    :param float difference: what he pays more for all, taxes included
    :param bool is_charged: whether what he waits for was invoiced or paid already
    :param bool is_paid: whether he has paid that
    """

    backorder: Any
    product: Any
    quantity: float
    note: str = ""
    price: Price = Price(0.0)
    difference: float = 0.0
    is_charged: bool = False
    is_paid: bool = False


class SaleBackorderSubstitution(models.AbstractModel):
    """What can be sent at once instead of what is missing, and at which price."""

    _name = "sale.backorder.substitution"
    _description = "Substitution"

    @api.model
    def _get_offers(self, backorders):
        """Return the best substitutes for what waits, of which enough is in stock.

        :param sale.backorder backorders: of one order
        :rtype: dict[sale.order.line, list[Offer]]
        """
        waiting = backorders.filtered(lambda one: one._wants_replacement())
        declared = self.env["sale.backorder.substitute"]._load(
            waiting.product_id, waiting.company_id
        )
        if not declared:
            return {}
        candidates = [
            Offer(
                backorder, substitute, backorder._get_whole_quantity(), row.note or ""
            )
            for backorder in waiting
            for substitute, row in declared[backorder.product_id]
        ]
        best = self._choose_best(self._filter_in_stock(candidates))
        offers = defaultdict(list)
        for offer in self._add_prices(best):
            offers[offer.backorder.order_line_id].append(offer)
        return dict(offers)

    def _choose_best(self, offers):
        """Keep the first few for each, unless what is missing is in hand already."""
        by_backorder = defaultdict(list)
        for offer in offers:
            by_backorder[offer.backorder].append(offer)
        backorders = self.env["sale.backorder"].union(*by_backorder)
        return [
            offer
            for backorder in backorders._filter_replaceable()
            for offer in by_backorder[backorder][:MAX_OFFERS]
        ]

    def _filter_in_stock(self, offers):
        """Keep what can be sent without taking it from whoever waits for it."""
        products = self.env["product.product"].union(*(one.product for one in offers))
        allocation = self.env["sale.backorder.allocation"]._load(
            products, self.env["stock.move"]
        )
        return [
            offer
            for offer in offers
            if (needed := self._get_needed(offer)) is not None
            and offer.product.uom_id.compare(
                allocation.get_surplus(offer.product.id, self._get_path(offer)), needed
            )
            >= 0
        ]

    def _get_needed(self, offer):
        """Return the quantity in the substitute's unit, None if it has no such one."""
        unit = offer.backorder.product_uom_id
        if not unit._has_common_reference(offer.product.uom_id):
            return None
        return unit._compute_quantity(offer.quantity, offer.product.uom_id)

    def _get_path(self, offer):
        warehouse = offer.backorder.order_line_id.warehouse_id
        return warehouse.lot_stock_id.parent_path

    # === PRICES === #

    def _add_prices(self, offers):
        """Return the offers with their prices, as core computes them for a new line.

        :param list[Offer] offers: for one order
        :rtype: list[Offer]
        """
        drafts = self._draft_lines(offers)
        return [
            self._add_price(offer, draft)
            for offer, draft in zip(offers, drafts, strict=True)
        ]

    def _add_price(self, offer, draft):
        line = offer.backorder.order_line_id
        credit, is_paid = line._get_backorder_credit(offer.quantity)
        ordered = Price(self._get_comparable_price(line, draft), line.discount)
        listed = Price(draft.price_unit, draft.discount)
        policy = line.company_id.backorder_comms_substitute_price
        price = choose_price(policy, ordered, listed, bool(credit))
        draft.update({"price_unit": price.unit, "discount": price.discount})
        before = line.price_total * offer.quantity / line.product_uom_qty
        difference = line.currency_id.round(draft.price_total - before)
        return offer._replace(
            price=price,
            difference=difference,
            is_charged=bool(credit),
            is_paid=is_paid,
        )

    def _get_comparable_price(self, line, draft):
        """Return what was ordered costs with the substitute's taxes in the price."""
        return line.tax_ids._adapt_price_unit_to_another_taxes(
            price_unit=line.price_unit,
            product=draft.product_id,
            original_taxes=line.tax_ids,
            new_taxes=draft.tax_ids,
        )

    def _draft_lines(self, offers):
        """Return lines that are never saved, as if the substitutes had been ordered."""
        orders = {
            order: order.new(origin=order)
            for order in {one.backorder.order_id for one in offers}
        }
        drafts = [
            self.env["sale.order.line"].new(
                {
                    "order_id": orders[offer.backorder.order_id].id,
                    "product_id": offer.product.id,
                    "product_uom_id": offer.backorder.product_uom_id.id,
                    "product_uom_qty": offer.quantity,
                    "analytic_distribution": False,  # costs a query and no money
                }
            )
            for offer in offers
        ]
        self._choose_price_rules(drafts)
        return drafts

    def _choose_price_rules(self, drafts):
        """Find the rules of the price list in as few queries as there are quantities.

        Core looks for them line by line.
        """
        groups = {}
        for draft in drafts:
            if draft.order_id.pricelist_id:
                key = (draft.order_id, draft.product_uom_qty, draft.product_uom_id)
                groups.setdefault(key, []).append(draft)
        for (order, _quantity, _unit), group in groups.items():
            products = self.env["product.product"].union(
                *(draft.product_id for draft in group)
            )
            rules = order.pricelist_id._compute_price_rule(
                products, compute_price=False, **group[0]._get_pricelist_kwargs()
            )
            for draft in group:
                draft.pricelist_item_id = rules[draft.product_id.id][1]

    # === DOING IT === #

    @api.model
    def _swap(self, offer):
        """Send a substitute instead of what is missing.

        :param Offer offer:
        :return: the line of the substitute
        :rtype: sale.order.line
        """
        line = offer.backorder.order_line_id
        line._cancel_backorder_quantity(offer.quantity)
        offer.backorder._note_replaced()
        replacement = line._add_backorder_replacement(
            {
                "product_id": offer.product.id,
                "product_uom_id": line.product_uom_id.id,
                "product_uom_qty": offer.quantity,
                "price_unit": offer.price.unit,
                "discount": offer.price.discount,
            }
        )
        if offer.is_charged:
            self._ask_to_settle(offer, replacement)
        return replacement

    def _ask_to_settle(self, offer, replacement):
        """Have somebody put the invoice, or what was paid, right."""
        line = offer.backorder.order_line_id
        if not line.qty_invoiced and not offer.difference:
            return
        order = line.order_id
        words = self.env._(
            "%(ordered)s was invoiced or paid, and the customer took "
            "%(substitute)s instead. Difference: %(difference)s, taxes included.",
            ordered=line.product_id.display_name,
            substitute=replacement.product_id.display_name,
            difference=replacement.currency_id.format(offer.difference),
        )
        order.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Settle the price of a substitute"),
            note=plaintext2html(words),
            user_id=(order.user_id or order.create_uid).id,
        )
