# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

from .sale_backorder import OPEN_STATES


# A file for each thing that a backorder does.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorder(models.Model):
    """Which backorders a customer finds in his list, and how he may look at them."""

    _inherit = "sale.backorder"

    @api.model
    def _get_listed_domain(self):
        """Return what customers may see at all, whoever they are."""
        return (
            Domain("state", "in", OPEN_STATES)
            & Domain("silent", "=", False)
            & Domain("order_id.state", "=", "sale")
            & Domain("company_id.backorder_comms_active", "=", True)
        )

    @api.model
    def _get_listing_filters(self):
        """Return the filters of the list, the first one being the default.

        :return: dicts with `label` and `domain`, as core's search bar wants them
        :rtype: dict[str, dict]
        """
        waiting = Domain("state", "=", "waiting")
        # A day that has passed is no date any more.
        no_date = Domain("expected_date", "=", False) | Domain(
            "expected_date", "<", fields.Date.context_today(self)
        )
        return {
            "all": {"label": self.env._("All"), "domain": Domain.TRUE},
            "late": {
                "label": self.env._("Late"),
                "domain": waiting & Domain("delay_days", ">", 0),
            },
            "no_date": {
                "label": self.env._("No date yet"),
                "domain": waiting & no_date,
            },
            "ready": {
                "label": self.env._("Arrived"),
                "domain": Domain("state", "=", "ready"),
            },
            "asked": {
                "label": self.env._("To decide"),
                "domain": Domain("order_id.backorder_decision_ids.state", "=", "asked"),
            },
        }

    @api.model
    def _get_listing_sortings(self):
        """Return how the list can be sorted, the first way being the default.

        :return: dicts with `label` and `order`, as core's search bar wants them
        :rtype: dict[str, dict]
        """
        return {
            "date": {"label": self.env._("Date"), "order": "expected_date, id"},
            # Orders come with the newest first, as they do everywhere.
            "order": {"label": self.env._("Order"), "order": "order_id, id"},
            "product": {"label": self.env._("Product"), "order": "product_id, id"},
        }
