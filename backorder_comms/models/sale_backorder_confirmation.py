# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from collections import defaultdict

import psycopg2

from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import plaintext2html

from ..logic.limits import Line, find_missing

_logger = logging.getLogger(__name__)

# How a confirmation treats the limits: "ask" when somebody is there to answer, "lift"
# after the answer, `PAID` when it must not fail. None of it lets anyone go beyond a
# refusal but managers and payments.
LIMITS_KEY = "backorder_comms_limits"
# No client can send it: a customer paid, so nobody is to be refused or asked.
PAID = object()


class SaleBackorderConfirmation(models.AbstractModel):
    """What would wait if orders were confirmed now, and whether it may."""

    _name = "sale.backorder.confirmation"
    _description = "Backorder Limits at Confirmation"

    @api.model
    def _get_excesses(self, orders):
        """Return where confirming orders would go beyond limits.

        :param sale.order orders: all of them are confirmed, or none
        :rtype: list[tuple[sale.backorder.limit, Excess]]
        """
        limits = self.env["sale.backorder.limit"]
        if not limits._is_anything_limited():
            return []
        # Whoever confirms may see neither the stock nor what others wait for.
        quotations = orders.sudo().filtered(
            lambda order: order.state in ("draft", "sent")
        )
        missing = self._get_missing(quotations.order_line)
        if not missing:
            return []
        return [
            (limit, excess)
            for limit in limits.sudo()._get_for_companies(quotations.company_id)
            for excess in limit._find_excesses(missing)
        ]

    # === WHAT IS MISSING === #

    def _get_missing(self, lines):
        """Return what the free stock of their warehouses does not cover.

        :param sale.order.line lines: first come, first served
        :rtype: list[Missing]
        """
        lines = lines.filtered(self._is_served_from_stock)
        free = {
            (warehouse, product.id): product.free_qty
            for warehouse, served in lines.grouped("warehouse_id").items()
            for product in served.product_id.with_context(warehouse_id=warehouse.id)
        }
        return find_missing(map(self._prepare_line, lines), free)

    def _is_served_from_stock(self, line):
        """Tell whether free stock says something about an order line.

        It does not for kits, nor for what is made, bought or shipped for this order
        alone. Core's `is_mto` would say so, too, in some queries for each line.
        """
        product = line.product_id
        if not product.is_storable or line.product_uom_qty <= 0:
            return False
        if self.env["stock.quant"]._should_bypass_product(product):
            return False
        routes = line.route_ids or product.route_ids + product.categ_id.total_route_ids
        return line.warehouse_id.mto_pull_id.route_id not in routes and not any(
            rule.location_src_id.usage == "supplier"
            and rule.location_dest_id.usage == "customer"
            for rule in routes.rule_ids
        )

    def _prepare_line(self, line):
        ordered = line.product_uom_id._compute_quantity(
            line.product_uom_qty, line.product_id.uom_id, round=False
        )
        rate = line.order_id.currency_rate or 1
        return Line(
            record=line,
            stock=(line.warehouse_id, line.product_id.id),
            ordered=ordered,
            price=line.price_subtotal / rate / ordered,
        )

    # === BEFORE THE CONFIRMATION === #

    def _describe(self, excesses):
        return "\n\n".join(
            limit.with_env(limit.env(context=self.env.context))._describe(excess)
            for limit, excess in excesses
        )

    @api.model
    def _check(self, orders, excesses):
        """Refuse to go beyond limits, or ask whether to.

        :raise UserError: if a limit refuses
        :raise RedirectWarning: if the user may go on
        """
        refusing = [pair for pair in excesses if pair[0].policy == "refuse"]
        if refusing and self._is_user_bound():
            raise UserError(
                self.env._(
                    "%(excesses)s\n\nAsk a sales manager to confirm, or to change the "
                    "limit under Sales > Configuration > Backorders > Limits.",
                    excesses=self._describe(refusing),
                )
            )
        if excesses and self.env.context.get(LIMITS_KEY) == "ask":
            raise RedirectWarning(
                self._describe(excesses),
                self.env.ref("backorder_comms.sale_order_action_confirm").id,
                self.env._("Confirm Anyway"),
                {"active_model": orders._name, "active_ids": orders.ids},
            )

    def _is_user_bound(self):
        """Tell whether a refusal applies to whoever confirms.

        Not to customers who sign or pay: an order refused by then would be lost, with
        the money. Not to managers who were, or will be, asked.
        """
        answer = self.env.context.get(LIMITS_KEY)
        if self.env.su or answer is PAID:
            return False
        is_manager = self.env.user.has_group("sales_team.group_sale_manager")
        return not (is_manager and answer in ("ask", "lift"))

    # === AFTER THE CONFIRMATION === #

    @api.model
    def _note(self, excesses):
        """Leave a trace on the orders; where nobody was asked, a task as well.

        The orders are confirmed by now, which nothing that goes wrong here may undo.
        """
        if not excesses:
            return
        by_order = defaultdict(list)
        for limit, excess in excesses:
            for order in {piece.line.record.order_id for piece in excess.missing}:
                by_order[order].append((limit, excess))
        try:
            with self.env.cr.savepoint():
                for order, pairs in by_order.items():
                    self._note_on(order, pairs)
        except psycopg2.OperationalError:
            raise  # a concurrent update: Odoo tries all of it again
        except Exception:
            _logger.exception("Cannot note on %s that it goes beyond limits", by_order)

    def _note_on(self, order, excesses):
        # Without a salesperson, whoever made the limit should know.
        user = order.user_id or order.team_id.user_id or excesses[0][0].create_uid
        own = self.with_context(lang=user.lang)
        body = plaintext2html(
            own.env._("Confirmed beyond the limits of backorders.")
            + "\n"
            + own._describe(excesses)
        )
        order._message_log(body=body, author_id=self.env.user.partner_id.id)
        if self.env.context.get(LIMITS_KEY) != "lift":
            order.activity_schedule(
                "backorder_comms.mail_activity_type_limit", note=body, user_id=user.id
            )
