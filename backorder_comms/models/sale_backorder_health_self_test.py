# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

GRACE = timedelta(days=1)
TOO_LONG = timedelta(days=3)


# A file for what is looked at, one for what is done about it.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderHealth(models.Model):
    """The nightly self-test: nothing that happened is lost, nothing is told twice.

    It goes by what is in the tables, not by how it came there: so it also finds what a
    restored dump, an import or a mistake of ours left behind.
    """

    _inherit = "sale.backorder.health"

    def _check_books(self):
        self.env.flush_all()
        tests = {
            self.env._("Waits, but no message says so"): self._find_untold(),
            self.env._("Written to twice about the same"): self._find_twice(),
            self.env._("A message is still to be sent after days"): self._find_stuck(),
            self.env._(
                "A message was handed over that is not there"
            ): self._find_lost(),
            self.env._("A message about nothing"): self._find_baseless(),
            self.env._(
                "An event has a message, but is to be told"
            ): self._find_undone(),
        }
        lines = [
            f"{label}: {self._list_names(orders)} ({len(orders)})"
            for label, orders in tests.items()
            if orders
        ]
        return lines and {"state": "problem", "details": "\n".join(lines)}

    def _find_untold(self):
        """Return the orders whose customers should know that they wait, and cannot.

        Left out are those whom nobody has to tell: the order was late before the
        installation, the customer wants no news, there is no rule.
        """
        backorders = self.env["sale.backorder"].search(
            Domain("state", "=", "waiting")
            & Domain("silent", "=", False)
            & Domain("told_date", "=", False)
            & Domain("company_id.backorder_comms_active", "=", True)
            & Domain("opened_date", "<", fields.Datetime.now() - GRACE)
            & Domain("order_id.backorder_message_ids", "=", False)
        )
        undecided = self.env["sale.backorder.event"]._get_unhandled().order_id
        orders = backorders.order_id - undecided
        return orders._filter_having_words(dict.fromkeys(orders, "opened"))

    def _find_twice(self):
        """Return the orders with messages that the unique key should have prevented."""
        self.env.cr.execute(
            """
            SELECT DISTINCT order_id
              FROM sale_backorder_message
          GROUP BY order_id, partner_id, channel, occasion, rule_id
            HAVING count(*) > 1
            """
        )
        return self._browse_orders()

    def _find_stuck(self):
        """Return the orders with messages that do not come to an end.

        While the outbox is held, they wait for an administrator.
        """
        if self.env["sale.backorder.outbox"]._is_held():
            return self.env["sale.order"]
        limit = fields.Datetime.now() - TOO_LONG
        return (
            self.env["sale.backorder.message"]
            .search(
                Domain("state", "in", ("pending", "queued"))
                & Domain("create_date", "<", limit)
                & (Domain("send_after", "=", False) | Domain("send_after", "<", limit))
            )
            .order_id
        )

    def _find_lost(self):
        """Return the orders with queued messages that core does not have any more."""
        limit = fields.Datetime.now() - GRACE
        queued = self.env["sale.backorder.message"].search(
            [
                ("state", "=", "queued"),
                ("mail_message_id", "=", False),
                ("write_date", "<", limit),
            ]
        )
        return queued.order_id

    def _find_baseless(self):
        return (
            self.env["sale.backorder.message"]
            .search([("event_ids", "=", False)])
            .order_id
        )

    def _find_undone(self):
        """Return the orders with events that were told and may be told again."""
        self.env.cr.execute(
            """
            SELECT DISTINCT event.order_id
              FROM sale_backorder_event AS event
              JOIN sale_backorder_event_sale_backorder_message_rel AS told
                ON told.sale_backorder_event_id = event.id
             WHERE event.handled IS NOT TRUE
            """
        )
        return self._browse_orders()

    def _browse_orders(self):
        return self.env["sale.order"].browse(
            order_id for (order_id,) in self.env.cr.fetchall()
        )
