# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

CHANGED = "sale.backorder/changed"
MAX_IDS = 500


# A file for each thing that a backorder does.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorder(models.Model):
    """How open pages hear which backorders changed: from the jobs, once a commit.

    Users' own transactions say nothing: their pages show already what they did.
    """

    _inherit = "sale.backorder"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `odoo` to remember what the transaction changed."""
        backorders = super().create(vals_list)
        backorders._get_changed_ids().update(backorders.ids)
        return backorders

    def write(self, vals):
        """Override of `odoo` to remember what the transaction changed."""
        self._get_changed_ids().update(self.ids)
        return super().write(vals)

    def _get_changed_ids(self):
        """Return the ids of what the transaction changed so far, to add to them.

        The cursor's cache is emptied at its end, and when a savepoint is rolled back.
        """
        return self.env.cr.cache.setdefault(CHANGED, set())

    @api.model
    def _announce_changes(self):
        """Let open pages of colleagues know, once the transaction is committed.

        They are sent ids and nothing else: what a page shows, its user may see. Of very
        many, they are sent none: each page has a look.
        """
        changed = self._get_changed_ids()
        if changed:
            ids = sorted(changed) if len(changed) <= MAX_IDS else False
            self.env.ref("base.group_user")._bus_send(CHANGED, {"ids": ids})
            changed.clear()
