# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models, tools


class SaleBackorderReason(models.Model):
    _name = "sale.backorder.reason"
    _description = "Backorder Reason"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    customer_text = fields.Char(
        required=True,
        translate=True,
        help="What customers read, as the end of a sentence's thought: short, true and "
        "without jargon. Never name vendors here.",
    )
    cause = fields.Selection(
        selection=[
            ("none", "Nothing is on its way"),
            ("late", "Supply is overdue"),
            ("incoming", "Supply is on its way"),
            ("demand", "Demand is above usual"),
            ("corrected", "Stock was corrected"),
            ("outranked", "Later orders got the goods"),
            ("hold", "Goods are held back"),
        ],
        help="Set by itself when this is found; of several, the first in the list. "
        "Leave it empty for reasons that only people choose; those stay.",
    )
    note = fields.Char(
        string="For Colleagues",
        translate=True,
        help="When it applies and what to do; customers never read it. Such as: recall "
        "of batch 17, ask Quality before promising a date.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _cause_unique = models.UniqueIndex(
        "(cause) WHERE cause IS NOT NULL",
        "Each cause has one reason.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache("stable")
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache("stable")
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache("stable")
        return super().unlink()

    @api.model
    @tools.ormcache(cache="stable")
    def _get_by_cause(self):
        """Return the id of the reason for each cause, without those archived.

        :return: in their order: the first that applies is the one
        :rtype: dict[str, int]
        """
        reasons = self.sudo().search_fetch([("cause", "!=", False)], ["cause"])
        return {reason.cause: reason.id for reason in reasons}

    @api.model
    @tools.ormcache(cache="stable")
    def _get_chosen_ids(self):
        """Return the ids of those that only people choose, archived ones included.

        :rtype: frozenset[int]
        """
        everywhere = self.sudo().with_context(active_test=False)
        return frozenset(everywhere.search([("cause", "=", False)]).ids)
