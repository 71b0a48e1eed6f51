# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.quiet_hours import QuietHours, find_send_moment

PREFERRED_CHANNELS = [
    ("mail", "Email"),
    ("sms", "SMS"),
    ("both", "Email and SMS"),
    ("none", "Portal only"),
]
CHANNELS_OF = {
    "mail": {"mail"},
    "sms": {"sms"},
    "both": {"mail", "sms"},
    "none": set(),
}

# What changes what a customer can count on: nobody opts out of it by accident.
ESSENTIAL_TYPES = ("opened", "later", "cancelled", "decision")

# Which preference each kind of message may have beside the general one.
CHANNEL_FIELDS = {
    "earlier": "backorder_channel",
    "partly_shipped": "backorder_shipment_channel",
    "ready": "backorder_shipment_channel",
    "shipped": "backorder_shipment_channel",
    "still_waiting": "backorder_reminder_channel",
}


class ResPartner(models.Model):
    _inherit = "res.partner"

    backorder_channel = fields.Selection(
        selection=PREFERRED_CHANNELS,
        string="Backorder News",
        tracking=True,
        help="How to write when goods of an order are late, ship or arrive. Empty: as "
        "the contact's company prefers it, or else as the settings say.",
        groups="base.group_user",
    )
    backorder_shipment_channel = fields.Selection(
        selection=PREFERRED_CHANNELS,
        string="Arrivals and Shipments",
        help="How to write that goods arrived or are on their way, if otherwise than "
        "the rest.",
        groups="base.group_user",
    )
    backorder_reminder_channel = fields.Selection(
        selection=PREFERRED_CHANNELS,
        string="Still Waiting",
        help="How to write that there is nothing new, if otherwise than the rest.",
        groups="base.group_user",
    )
    backorder_extent = fields.Selection(
        selection=[("all", "Everything"), ("essential", "Only what matters")],
        string="Extent of Backorder News",
        tracking=True,
        help="What matters is that goods are late, will be later or were cancelled, "
        "and questions. Empty: as the contact's company prefers it, or else "
        "everything.",
        groups="base.group_user",
    )
    backorder_quiet_from = fields.Float(
        string="Quiet From",
        help="Nothing about backorders is sent from this hour on, in the time zone of "
        "the contact, or else of the company. It leaves when the quiet hours end. "
        "Twice the same hour: as the contact's company prefers it, or else as the "
        "settings say.",
        groups="base.group_user",
    )
    backorder_quiet_to = fields.Float(
        string="Quiet To",
        help="What waited is sent at this hour.",
        groups="base.group_user",
    )
    backorder_by_mail = fields.Boolean(
        string="Backorder News by Email",
        compute="_compute_backorder_by_mail",
        inverse="_inverse_backorder_by_mail",
        help="Whether the contact hears of backorders by email, as things are.",
        groups="base.group_user",
    )
    backorder_by_sms = fields.Boolean(
        string="Backorder News by SMS",
        compute="_compute_backorder_by_mail",
        inverse="_inverse_backorder_by_mail",
        help="Whether the contact hears of backorders by SMS, as things are.",
        groups="base.group_user",
    )

    backorder_dead_email = fields.Char(
        readonly=True,
        copy=False,
        help="The address that a mail server says does not exist.",
        groups="base.group_user",
    )
    is_backorder_email_dead = fields.Boolean(
        compute="_compute_is_backorder_email_dead",
        help="Messages do not arrive at the email address: nothing is written to it "
        "until it changes or somebody says that it works.",
        groups="base.group_user",
    )

    @api.depends(
        "backorder_channel",
        "commercial_partner_id.backorder_channel",
    )
    @api.depends_context("company")
    def _compute_backorder_by_mail(self):
        for partner in self:
            channels = partner._get_wanted_backorder_channels(None)
            partner.backorder_by_mail = "mail" in channels
            partner.backorder_by_sms = "sms" in channels

    def _inverse_backorder_by_mail(self):
        names = {
            (True, False): "mail",
            (False, True): "sms",
            (True, True): "both",
            (False, False): "none",
        }
        for partner in self:
            wanted = (partner.backorder_by_mail, partner.backorder_by_sms)
            partner.backorder_channel = names[wanted]

    @api.constrains("backorder_quiet_from", "backorder_quiet_to")
    def _check_backorder_quiet(self):
        for partner in self:
            if not partner._get_own_backorder_quiet_hours().is_possible():
                raise ValidationError(
                    self.env._("Quiet hours must leave two hours a day at least.")
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

    def _message_reset_bounce(self, email):
        """Override of `mail` to write again to an address that wrote to us."""
        result = super()._message_reset_bounce(email)
        self.action_revive_backorder_email()
        return result

    def _mark_backorder_email_dead(self):
        for partner in self:
            partner.backorder_dead_email = partner.email_normalized

    # === BUSINESS METHODS === #

    def _get_backorder_channels(self, event_type=None):
        """Return how this person wants to hear of backorders and can be reached.

        Whoever wants news but cannot be reached in the way he prefers gets them in the
        other one. Whoever wants none reads them in the portal.

        :param str event_type: what there is to tell; by default, what matters
        :return: channels of `sale.backorder.rule`; None when unreachable
        :rtype: set[str] | None
        """
        self.ensure_one()
        wanted = self._get_wanted_backorder_channels(event_type)
        if not wanted:
            return wanted
        possible = self._get_possible_backorder_channels()
        if not possible:
            return None
        possible -= self._get_unwanted_backorder_channels(event_type)
        return wanted & possible or possible

    def _get_wanted_backorder_channels(self, event_type):
        """Return how this person wants to hear of an event, if it can be done."""
        is_essential = self._is_backorder_essential(event_type)
        extent = self._get_backorder_preference("backorder_extent")
        if not is_essential and extent == "essential":
            return set()
        general = (
            self._get_backorder_preference("backorder_channel")
            or self.env.company.sudo().backorder_comms_channel
        )
        field = CHANNEL_FIELDS.get(event_type, "backorder_channel")
        channels = CHANNELS_OF[self._get_backorder_preference(field) or general]
        return channels - self._get_unwanted_backorder_channels(event_type)

    def _get_unwanted_backorder_channels(self, event_type):
        """Return by which channels only what is essential may come.

        SMS to whoever said STOP are not possible at all.
        """
        if self._is_backorder_essential(event_type) or not self.is_blacklisted:
            return set()
        return {"mail"}

    def _get_backorder_preference(self, field):
        """Return what the contact, or else the company he belongs to, prefers."""
        # Whoever ships may not read the company of the person.
        return self[field] or self.commercial_partner_id.sudo()[field]

    @api.model
    def _is_backorder_essential(self, event_type):
        return event_type is None or event_type in ESSENTIAL_TYPES

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

    # === QUIET HOURS === #

    def _get_backorder_send_moment(self, moment, is_essential=True):
        """Return when a message may leave without disturbing this person.

        :param datetime moment: when it is ready, in UTC
        :param bool is_essential: whether it is news that the company may want to send
            in spite of its own quiet hours
        :return: that moment or the first one outside of the quiet hours after it
        :rtype: datetime
        """
        self.ensure_one()
        zone = pytz.timezone(self.tz or self.env.company._get_backorder_zone().zone)
        return find_send_moment(moment, self._get_quiet_hours(is_essential), zone)

    def _get_quiet_hours(self, is_essential):
        """Return the contact's quiet hours, his company's, or those of ours."""
        for partner in (self, self.commercial_partner_id.sudo()):
            own = partner._get_own_backorder_quiet_hours()
            if own.is_any():
                return own
        company = self.env.company.sudo()
        if is_essential and not company.backorder_comms_quiet_essential:
            return QuietHours(0, 0)
        return company._get_backorder_quiet_hours()

    def _get_own_backorder_quiet_hours(self):
        self.ensure_one()
        return QuietHours.from_hours(self.backorder_quiet_from, self.backorder_quiet_to)
