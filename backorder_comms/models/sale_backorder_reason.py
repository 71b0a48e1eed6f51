# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, fields, models


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
        ],
        help="Set by itself when this is found. Leave it empty for reasons that only "
        "people choose; those are never overwritten.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _cause_unique = models.UniqueIndex(
        "(cause) WHERE cause IS NOT NULL",
        "Each cause has one reason.",
    )

    @api.model
    def _get_by_cause(self):
        """Return the reason for each cause; none for those that were archived.

        :rtype: dict[str | None, sale.backorder.reason]
        """
        reasons = defaultdict(self.browse)
        # All of them: backorders ask the others for their cause, too.
        known = self.with_context(active_test=False).search_fetch(
            [], ["active", "cause"]
        )
        chosen = known.filtered(lambda reason: reason.active and reason.cause)
        reasons.update(chosen.grouped("cause"))
        return reasons
