# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column

from .res_partner_shipping import COMPLETE_POLICIES, DELIVERY_POLICIES, POLICY_HELP

COLUMNS = {
    "backorder_delivery_policy": "varchar",
    "backorder_is_policy_chosen": "bool",
    "backorder_cancel_days": "int4",
}


# A file for the terms on which a customer buys.
# pylint: disable=consider-merging-classes-inherited
class SaleOrder(models.Model):
    """How the customer's standing terms of delivery become those of his orders."""

    _inherit = "sale.order"

    backorder_delivery_policy = fields.Selection(
        selection=DELIVERY_POLICIES,
        string="Missing Goods",
        compute="_compute_backorder_delivery_policy",
        store=True,
        readonly=False,
        precompute=True,
        help=POLICY_HELP,
        groups="base.group_user",
    )
    backorder_cancel_days = fields.Integer(
        compute="_compute_backorder_delivery_policy",
        store=True,
        readonly=False,
        precompute=True,
        help="Days after the due date on which what still waits is cancelled.",
        groups="base.group_user",
    )
    backorder_is_policy_chosen = fields.Boolean(
        string="Shipping Chosen by the Customer",
        compute="_compute_backorder_delivery_policy",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="The customer decided what ships together: nothing of that leaves early, "
        "unless a manager ships it anyway.",
        groups="base.group_user",
    )

    def _auto_init(self):
        """Override of the ORM: nobody had terms before, so compute nothing."""
        for name, kind in COLUMNS.items():
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, kind)
        return super()._auto_init()

    @api.depends("partner_id")
    def _compute_backorder_delivery_policy(self):
        """Take over the terms as long as nothing was agreed on.

        Those of the customer himself are kept to the letter; those of a tag are only
        what the company does by default.
        """
        for order in self.filtered(lambda order: order.state in ("draft", "sent")):
            terms = order.partner_id._get_backorder_terms()
            order.backorder_delivery_policy = terms.backorder_delivery_policy
            order.backorder_cancel_days = terms.backorder_cancel_days
            order.backorder_is_policy_chosen = (
                terms._name == "res.partner"
                and terms.backorder_delivery_policy in COMPLETE_POLICIES
            )

    @api.onchange("partner_id", "backorder_delivery_policy")
    def _onchange_backorder_delivery_policy(self):
        if policy := self._get_picking_policy():
            self.picking_policy = policy

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sale` to ship as the customer wants it, if nobody says how."""
        orders = super().create(vals_list)
        for order, vals in zip(orders, vals_list, strict=True):
            policy = order._get_picking_policy()
            if policy and "picking_policy" not in vals:
                order.picking_policy = policy
        return orders

    def _get_picking_policy(self):
        """Return how core is to ship on these terms; nothing where there are none."""
        policy = self.backorder_delivery_policy
        if policy == "partial_free":
            is_free = self.env["sale.backorder.parcels"]._is_split_free(self)
            return "direct" if is_free else "one"
        return policy and ("one" if policy in COMPLETE_POLICIES else "direct")
