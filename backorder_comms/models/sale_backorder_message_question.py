# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """Messages that ask something: before all else, and needless once answered."""

    _inherit = "sale.backorder.message"

    @api.model
    def _choose_notices(self, news_list):
        """Override to tell a customer who is asked nothing else: it is told with it."""
        choices = super()._choose_notices(news_list)
        asked = {
            news.order
            for news, notices in zip(news_list, choices, strict=True)
            if news.event_type == "decision"
            and any(notice.is_for_customer() for notice in notices)
        }
        return [
            [
                notice
                for notice in notices
                if news.event_type == "decision"
                or news.order not in asked
                or not notice.is_for_customer()
            ]
            for news, notices in zip(news_list, choices, strict=True)
        ]

    def _deliver_by_activity(self):
        """Override to plan none about answers that are somebody's task already."""
        answers = self.event_ids.decision_id
        if self.event_type == "answered" and all(one.activity_id for one in answers):
            self._settle(
                "dropped", self.env._("The same activity is planned for it already.")
            )
            return None
        return super()._deliver_by_activity()

    def _is_true(self):
        """Override to ask nothing that was answered or settled meanwhile."""
        if self.event_type != "decision":
            return super()._is_true()
        questions = self.event_ids.filtered(lambda event: event.type == "decision")
        return any(question.decision_id._is_worth_asking() for question in questions)

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
