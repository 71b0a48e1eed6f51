# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    backorder_by_mail = fields.Boolean(
        string="Backorder News by Email",
        default=True,
        help="Write an email when goods of an order are late, ship or arrive.",
    )
    backorder_by_sms = fields.Boolean(
        string="Backorder News by SMS",
        help="Write a text message when goods of an order are late, ship or arrive.",
    )

    def _get_backorder_channels(self):
        """Return how this person wants to hear of backorders and can be reached.

        Whoever wants news but cannot be reached in the way he prefers gets them in the
        other one. Whoever wants none reads them in the portal.

        :return: channels of `sale.backorder.rule`; None when unreachable
        :rtype: set[str] | None
        """
        self.ensure_one()
        wanted = {"mail"} if self.backorder_by_mail else set()
        wanted |= {"sms"} if self.backorder_by_sms else set()
        if not wanted:
            return wanted
        possible = self._get_possible_backorder_channels()
        return wanted & possible or possible or None

    def _get_possible_backorder_channels(self):
        """Return by which channels a message would arrive.

        Core writes to nobody who is archived, and does not say so.
        """
        if not self.active:
            return set()
        possible = {"mail"} if self.email_normalized else set()
        if self.phone_sanitized and not self.phone_sanitized_blacklisted:
            possible.add("sms")
        return possible

    def _get_backorder_user(self):
        """Return the colleague that this person is, if any, for an activity."""
        self.ensure_one()
        return self.user_ids.filtered(lambda user: not user.share)[:1]
