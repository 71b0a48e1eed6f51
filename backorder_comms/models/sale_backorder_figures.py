# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL


# A file for each thing that a backorder does.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorder(models.Model):
    """What reports count: facts that are kept, as nobody could find them later."""

    _inherit = "sale.backorder"

    currency_id = fields.Many2one(related="company_id.currency_id")
    opened_quantity = fields.Float(
        string="Quantity at the Start",
        readonly=True,
        help="What was missing when it began, in the product's unit.",
    )
    opened_value = fields.Monetary(
        string="Value at the Start",
        readonly=True,
        help="What the customer pays for what was missing when it began, without "
        "taxes, in the company's currency.",
    )
    shipped_date = fields.Date(
        compute="_compute_shipped_date",
        store=True,
        help="Day on which the last piece left. Empty unless all of it was shipped.",
    )
    first_told_date = fields.Datetime(
        string="First Told",
        readonly=True,
        help="When the customer first heard from us that he must wait.",
    )
    is_told_first = fields.Boolean(
        string="Told Before Asked",
        readonly=True,
        help="Whether he heard from us before he wrote to us about the order.",
    )

    _opened = models.Index("(opened_date)")

    @api.depends("state")
    def _compute_shipped_date(self):
        shipped = self._get_shipped_days()
        for backorder in self:
            backorder.shipped_date = shipped.get(backorder)

    # === BUSINESS METHODS === #

    @api.model
    def _prepare_figures(self, line, quantity):
        """Prepare what is kept of the beginning.

        :param sale.order.line line:
        :param float quantity: what is missing, in the line's unit
        """
        price = line.price_subtotal / (line.product_uom_qty or 1.0)
        return {
            "opened_quantity": line.product_uom_id._compute_quantity(
                quantity, line.product_id.uom_id, round=False
            ),
            "opened_value": quantity * price / (line.order_id.currency_rate or 1.0),
        }

    def _note_told(self, messages):
        """Extend to remember when a customer heard of it first, and who spoke first."""
        new = self.filtered(lambda backorder: not backorder.first_told_date)
        asked = new._get_asked_moments()
        new.first_told_date = fields.Datetime.now()
        new.filtered(
            lambda backorder: (
                backorder.order_id.id not in asked
                or asked[backorder.order_id.id] < backorder.opened_date
            )
        ).is_told_first = True
        return super()._note_told(messages)

    def _get_asked_moments(self):
        """Return when the customers wrote last on the orders, by mail or portal.

        :rtype: dict[int, datetime], by id of the order
        """
        if not self:
            return {}
        self.env["mail.message"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT message.res_id, MAX(message.date)
                  FROM mail_message AS message
                  JOIN sale_order AS sale ON sale.id = message.res_id
                  JOIN res_partner AS customer ON customer.id = sale.partner_id
                  JOIN res_partner AS author ON author.id = message.author_id
                 WHERE message.model = 'sale.order'
                   AND message.res_id = ANY(%s)
                   AND message.message_type IN ('email', 'comment')
                   AND author.commercial_partner_id = customer.commercial_partner_id
              GROUP BY message.res_id
                """,
                self.order_id.ids,
            )
        )
        return dict(rows)
