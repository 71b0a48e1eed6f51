# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


# A file for each thing that there is to tell.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderEvent(models.Model):
    """Events about what a customer was asked, or answered."""

    _inherit = "sale.backorder.event"

    decision_id = fields.Many2one(
        "sale.backorder.decision",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
        help="The question or the answer that it is about.",
    )

    def _get_occasions(self):
        """Override to tell of questions, of whole orders too, while they are open."""
        questions = self.filtered(lambda event: event.type == "decision")
        others = (self - questions).with_prefetch(self._prefetch_ids)
        others = super(SaleBackorderEvent, others)._get_occasions()
        return others | {
            question: "decision" if question.decision_id.state == "asked" else None
            for question in questions
        }

    @api.depends("decision_id")
    def _compute_summary(self):
        """Override to say what was asked, or answered."""
        decided = self.filtered("decision_id")
        res = super(SaleBackorderEvent, self - decided)._compute_summary()
        for event in decided:
            event.summary = event.decision_id._describe()
        return res
