# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class SaleBackorder(models.Model):
    _inherit = "sale.backorder"

    vendor_id = fields.Many2one(
        "res.partner",
        readonly=True,
        index="btree_not_null",
        groups="purchase.group_purchase_user",
        help="Who was to bring the most of it, or brought it.",
    )

    @api.model
    def _get_purchase_action(self, domain):
        """Return the action that shows a buyer who waits for what is bought.

        :param list domain: of the supply that they wait for
        """
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "backorder_comms_purchase.sale_backorder_action_purchase"
            ),
            "domain": [("supply_ids", "any", [*domain, ("is_arrived", "=", False)])],
        }
