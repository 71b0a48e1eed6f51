# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """Messages that ask something: needless once it was answered."""

    _inherit = "sale.backorder.message"

    def _is_true(self):
        """Override to ask nothing that was answered or settled meanwhile."""
        if self.event_type != "decision":
            return super()._is_true()
        questions = self.event_ids.filtered(lambda event: event.type == "decision")
        return any(question._is_question_open() for question in questions)

    def _settle_undeliverable(self):
        """Override to tell what else a question that is dropped was to tell."""
        settled = super()._settle_undeliverable()
        needless = settled.filtered(
            lambda message: (
                message.event_type == "decision" and message.state == "dropped"
            )
        )
        needless._tell_the_rest()
        return settled

    def _tell_the_rest(self):
        """Decide anew what to tell of what these did not tell, nor any other did."""
        events = self.event_ids.filtered(lambda event: event.type != "decision")
        if not events:
            return
        told = self.search(
            [
                ("audience", "=", "customer"),
                ("event_ids", "in", events.ids),
                ("state", "in", ("pending", "queued", "sent", "unknown")),
            ]
        )
        if untold := events - told.event_ids:
            untold.handled = False
            self.env["sale.backorder.signal"]._trigger(
                "backorder_comms.ir_cron_communicate"
            )
