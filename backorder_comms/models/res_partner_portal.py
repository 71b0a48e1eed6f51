# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import consteq, hmac

from ..logic.quiet_hours import format_hour, parse_hour

UNSUBSCRIBE_SCOPE = "backorder_comms_unsubscribe"

# What contacts may choose for themselves; the times have a form of their own.
CHOICES = (
    "backorder_channel",
    "backorder_shipment_channel",
    "backorder_reminder_channel",
    "backorder_extent",
)


# A file for what a contact says himself, from outside.
# pylint: disable=consider-merging-classes-inherited
class ResPartner(models.Model):
    """How a contact sets in the portal, or with a click, what he wants to hear."""

    _inherit = "res.partner"

    # === PREFERENCES === #

    def _get_backorder_answers(self):
        """Return what the form shows at first: texts by field.

        :rtype: dict[str, str]
        """
        self.ensure_one()
        quiet = (self.backorder_quiet_from, self.backorder_quiet_to)
        has_quiet = self._get_own_backorder_quiet_hours().is_any()
        start, end = map(format_hour, quiet) if has_quiet else ("", "")
        return {
            **{field: self[field] or "" for field in CHOICES},
            "backorder_quiet_from": start,
            "backorder_quiet_to": end,
            "lang": self.lang or "",
        }

    @api.model
    def _get_backorder_options(self):
        """Return what can be chosen for each field, with its label.

        :rtype: dict[str, list[tuple[str, str]]]
        """
        options = {
            field: self._fields[field]._description_selection(self.env)
            for field in CHOICES
        }
        return {**options, "lang": self.env["res.lang"].get_installed()}

    def _save_backorder_answers(self, answers):
        """Write what the contact chose, and nothing else.

        :param dict[str, str] answers: from anybody
        :raise ValidationError: with words for the contact, if it cannot be so
        """
        self.ensure_one()
        options = self._get_backorder_options()
        values = {}
        for field, choices in options.items():
            answer = answers.get(field, "")
            if answer and answer not in dict(choices):
                raise ValidationError(self.env._("Please choose one of the answers."))
            values[field] = answer or False
        values["lang"] = values["lang"] or self.lang
        self._check_backorder_phone(values)
        self.write({**values, **self._parse_backorder_quiet_hours(answers)})

    def _check_backorder_phone(self, values):
        wants_sms = {values[field] for field in CHOICES} & {"sms", "both"}
        if wants_sms and not self.phone_sanitized:
            raise ValidationError(
                self.env._("We do not know a phone number of yours to send SMS to.")
            )

    def _parse_backorder_quiet_hours(self, answers):
        fields = ("backorder_quiet_from", "backorder_quiet_to")
        texts = [answers.get(field, "") for field in fields]
        if not any(texts):
            return dict.fromkeys(fields, 0.0)
        hours = [*map(parse_hour, texts)]
        if None in hours:
            raise ValidationError(
                self.env._("Please say from when and until when to let you rest.")
            )
        return dict(zip(fields, hours, strict=True))

    # === ONE CLICK === #

    def _get_backorder_unsubscribe_path(self):
        """Return the address at which only this contact hears less, without a login."""
        self.ensure_one()
        return f"/backorders/unsubscribe/{self.id}/{self._sign_backorder_unsubscribe()}"

    def _is_backorder_unsubscribe_signature(self, signature):
        expected = self._sign_backorder_unsubscribe()
        return signature.isascii() and consteq(expected, signature)

    def _sign_backorder_unsubscribe(self):
        return hmac(self.env(su=True), UNSUBSCRIBE_SCOPE, self.id)

    def _unsubscribe_from_backorder_news(self):
        """Leave it at what matters: that is part of the contract, and no newsletter."""
        self.backorder_extent = "essential"
