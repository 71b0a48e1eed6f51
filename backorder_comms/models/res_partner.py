# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


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

    backorder_dead_email = fields.Char(
        readonly=True,
        copy=False,
        help="The address that a mail server says does not exist.",
    )
    is_backorder_email_dead = fields.Boolean(
        compute="_compute_is_backorder_email_dead",
        help="Messages do not arrive at the email address: nothing is written to it "
        "until it changes or somebody says that it works.",
    )

    @api.depends("email_normalized", "backorder_dead_email")
    def _compute_is_backorder_email_dead(self):
        for partner in self:
            partner.is_backorder_email_dead = (
                partner.backorder_dead_email
                and partner.backorder_dead_email == partner.email_normalized
            )

    def action_revive_backorder_email(self):
        """Write to the address again: somebody knows that it works now."""
        self.backorder_dead_email = False

    def _message_receive_bounce(self, email, partner):
        """Override of `mail` to write no more to where mails come back from."""
        result = super()._message_receive_bounce(email, partner)
        self._mark_backorder_email_dead()
        return result

    def _message_reset_bounce(self, email):
        """Override of `mail` to write again to an address that wrote to us."""
        result = super()._message_reset_bounce(email)
        self.action_revive_backorder_email()
        return result

    def _mark_backorder_email_dead(self):
        for partner in self:
            partner.backorder_dead_email = partner.email_normalized

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
        has_mail = self.email_normalized and not self.is_backorder_email_dead
        possible = {"mail"} if has_mail else set()
        if self.phone_sanitized and not self.phone_sanitized_blacklisted:
            possible.add("sms")
        return possible

    def _get_backorder_user(self):
        """Return the colleague that this person is, if any, for an activity."""
        self.ensure_one()
        return self.user_ids.filtered(lambda user: not user.share)[:1]
