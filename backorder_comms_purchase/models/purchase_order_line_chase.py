# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools.misc import format_date

from ..logic.chasing import get_days_late


# A file for each thing that it does.
# pylint: disable=consider-merging-classes-inherited
class PurchaseOrderLine(models.Model):
    """When goods are awaited, and whether their vendor said so."""

    _inherit = "purchase.order.line"

    backorder_answered_date = fields.Datetime(
        string="Vendor Answered On",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="When the vendor last confirmed the expected arrival or gave another one, "
        "be it on the portal or to the buyer.",
    )

    def write(self, vals):
        """Override of `purchase` to take another date of arrival for an answer."""
        if "date_planned" not in vals:
            return super().write(vals)
        planned = {line: line._get_backorder_planned_day() for line in self}
        result = super().write(vals)
        self.filtered(
            lambda line: planned[line] != line._get_backorder_planned_day()
        )._note_backorder_answer()
        return result

    # === BUSINESS METHODS === #

    def _filter_backorder_open(self):
        """Keep the lines of confirmed orders whose goods did not arrive in full.

        Without a day of arrival there is none to ask about.
        """
        return self.filtered(
            lambda line: (
                line.order_id.state == "purchase"
                and line.date_planned
                and line.product_id.type == "consu"
                and line.product_uom_id.compare(line.qty_received, line.product_qty) < 0
            )
        )

    def _is_backorder_confirmed(self):
        self.ensure_one()
        return bool(self.backorder_answered_date) or self.order_id.acknowledged

    def _get_backorder_planned_day(self):
        """Return the day of arrival where the company is, if there is any.

        :rtype: date | None
        """
        self.ensure_one()
        if not self.date_planned:
            return None
        return self.company_id._to_backorder_day(self.date_planned)

    def _note_backorder_answer(self):
        """Note that the vendor answered when the goods will come.

        A date that has passed is no answer: he is asked again.
        """
        answered = self._filter_backorder_open().filtered(
            lambda line: (
                line._get_backorder_planned_day() >= line.company_id._backorder_today()
            )
        )
        if not answered:
            return
        answered_sudo = answered.sudo()  # the vendor on the portal changes nothing else
        answered_sudo.backorder_answered_date = fields.Datetime.now()
        user = self.env.user
        attempts_sudo = answered_sudo.env["purchase.chase.attempt"]
        for order, lines in answered_sudo.grouped("order_id").items():
            partner = user.partner_id if user._is_internal() else order.partner_id
            attempts_sudo._note_answer(lines, partner)

    def _get_backorder_chase_facts(self):
        """Return what people read about lines that are awaited.

        In the language of the environment; products as their vendor calls them.

        :rtype: list[dict]
        """
        impacts = self.env["purchase.backorder.impact"].search(
            [("purchase_line_id", "in", self.ids)]
        )
        waited = {impact.purchase_line_id: impact for impact in impacts}
        return [line._prepare_backorder_chase_facts(waited.get(line)) for line in self]

    def _prepare_backorder_chase_facts(self, impact):
        product = self.product_id.with_context(
            lang=self.env.lang, partner_id=self.partner_id.id
        )
        number = self.env["sale.backorder.content"]._format_quantity
        planned = self._get_backorder_planned_day()
        return {
            "line": self,
            "product": product.display_name,
            "quantity": number(self.product_qty - self.qty_received),
            "unit": self.product_uom_id.with_context(lang=self.env.lang).name,
            "agreed": format_date(self.env, planned, date_format="medium"),
            "days_late": get_days_late(planned, self.company_id._backorder_today()),
            "waited": number(impact.quantity) if impact else False,
            "waited_unit": product.uom_id.name,
        }
