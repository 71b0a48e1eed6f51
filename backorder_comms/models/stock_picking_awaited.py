# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.fields import Domain

from .sale_backorder import OPEN_STATES


# A file for each thing that a transfer does.
# pylint: disable=consider-merging-classes-inherited
class StockPicking(models.Model):
    """Which customers wait for what comes in."""

    _inherit = "stock.picking"

    backorder_customer_count = fields.Integer(
        string="Customers Waiting",
        compute="_compute_backorder_customer_count",
        groups="stock.group_stock_user",
        help="How many customers the goods are for, as far as they still wait.",
    )

    def _compute_backorder_customer_count(self):
        groups = self.env["sale.backorder.supply"]._read_group(
            Domain("move_id", "in", self.move_ids.ids)
            & Domain("backorder_id.state", "in", OPEN_STATES),
            ["move_id"],
            ["backorder_id:recordset"],
        )
        backorders = dict(groups)
        for picking in self:
            customers = {
                backorder.partner_id
                for move in picking._origin.move_ids
                for backorder in backorders.get(move, ())
            }
            picking.backorder_customer_count = len(customers)

    # === ACTIONS === #

    def action_view_backorders(self):
        """Show who waits for the goods, in the order of the queue."""
        self.env["sale.backorder"].check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "backorder_comms.sale_backorder_action"
            ),
            "display_name": self.env._("Customers Waiting"),
            "domain": [
                ("supply_ids.move_id", "in", self.move_ids.ids),
                ("state", "in", OPEN_STATES),
            ],
            "context": {},
        }
