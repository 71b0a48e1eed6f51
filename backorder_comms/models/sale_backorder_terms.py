# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class SaleBackorderTerms(models.AbstractModel):
    """Cancel what customers do not want any more by their terms, after the commit."""

    _name = "sale.backorder.terms"
    _description = "Terms of Delivery"

    @api.model
    def _cancel_rests(self, products):
        """Cancel what is missing where the first shipment was to be the last one.

        Changes nothing where nothing is missing, so it may be repeated at any time.

        :param product.product products: of which something may have been shipped
        """
        moves = self.env["stock.move"].search(
            [
                ("product_id", "in", products.ids),
                ("state", "in", ("waiting", "confirmed", "partially_available")),
                ("company_id.backorder_comms_active", "=", True),
                *self._get_order_domain("sale_line_id.order_id", "partial_cancel"),
            ]
        )
        for order in moves.sale_line_id.order_id:
            if self._is_anything_shipped(order):
                self._cancel_missing(order.order_line)

    @api.model
    def _cancel_late(self):
        """Cancel what still waits so late that its customer does not want it."""
        backorders = self.env["sale.backorder"].search(
            [
                ("state", "=", "waiting"),
                ("silent", "=", False),
                ("due_date", "!=", False),
                ("company_id.backorder_comms_active", "=", True),
                *self._get_order_domain("order_id", "cancel_after"),
            ]
        )
        late = backorders.filtered(
            lambda backorder: (
                (backorder.company_id._backorder_today() - backorder.due_date).days
                > backorder.order_id.backorder_cancel_days
            )
        )
        self._cancel_missing(late.order_line_id)

    def _get_order_domain(self, path, policy):
        return [
            (f"{path}.backorder_delivery_policy", "=", policy),
            (f"{path}.state", "=", "sale"),
        ]

    def _is_anything_shipped(self, order):
        done = order.order_line.move_ids.filtered(lambda move: move.state == "done")
        return bool(done._filter_shipped_to_customer())

    def _cancel_missing(self, lines):
        """Cancel what is missing of each line; one that cannot be stops no other."""
        for line in lines:
            try:
                with self.env.cr.savepoint():
                    self._cancel(line)
            except psycopg2.OperationalError:
                raise  # a concurrent update: the job tries again
            except UserError as error:
                _logger.info("%s is not cancelled by its terms: %s", line, error)
            except Exception:
                _logger.exception("Cannot cancel what is missing of %s", line)

    def _cancel(self, line):
        """Decide for the customer as he wanted it, where both sides see it."""
        quantity = line._get_backorder_missing_quantity()
        if line.product_uom_id.compare(quantity, 0) <= 0:
            return
        language = line.order_id.partner_id.lang
        decision = self.env["sale.backorder.decision"].with_context(lang=language)
        decision.create(
            {
                "order_id": line.order_id.id,
                "order_line_id": line.id,
                "kind": "cancel",
                "option": "cancel",
                "quantity": quantity,
                "state": "done",
                "origin": "policy",
                "answered_date": fields.Datetime.now(),
            }
        )._take_effect()
