# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from .sale_order import BACKORDER_GROUPS


# A file for what an order is, another one for what its customer is asked.
# pylint: disable=consider-merging-classes-inherited
class SaleOrder(models.Model):
    """What customers are asked about an order, and what staff decides for them."""

    _inherit = "sale.order"

    backorder_decision_count = fields.Integer(
        string="Decisions",
        compute="_compute_backorder_decision_count",
        groups=BACKORDER_GROUPS,
    )

    @api.depends("backorder_decision_ids")
    def _compute_backorder_decision_count(self):
        for order in self:
            order.backorder_decision_count = len(order.backorder_decision_ids)

    # === ACTIONS === #

    def action_view_backorder_decisions(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "backorder_comms.sale_backorder_decision_action"
        )
        action["domain"] = [("order_id", "=", self.id)]
        action["context"] = {}
        return action

    def action_backorder_decide(self):
        """Offer to ask the customer, or to decide for him."""
        self.ensure_one()
        return self.env["sale.backorder.decide"]._open(self)

    # === BUSINESS METHODS === #

    def _get_backorder_asked(self):
        """Return the questions that the customer did not answer yet."""
        asked = self.backorder_decision_ids.filtered(lambda one: one.state == "asked")
        return asked.sorted("id")

    def _get_backorder_questions(self, choices, access_token):
        """Return what the customer is asked, for a page of the portal.

        :rtype: list[dict], see `sale.backorder.content`
        """
        content = self.env["sale.backorder.content"]
        asked = self._get_backorder_asked()
        return content._get_questions(asked, choices, access_token)

    def _backorder_ask(self, kind, line=None, **details):
        """Ask the customer to decide, see `sale.backorder.decision`.

        :param str kind:
        :param sale.order.line line: none when it is about the whole order
        :rtype: sale.backorder.decision
        """
        self.ensure_one()
        decision = self.env["sale.backorder.decision"].sudo()
        return decision._ask(
            self.sudo(),
            kind,
            line_id=line.id if line else False,
            by=self.env.user.partner_id,
            **details,
        )
