# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from typing import NamedTuple

from .retrying import is_dead_mailbox, is_dead_status

STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
REPLY = re.compile(r"\s*smtp\s*;\s*(\d{3})[ -]?(.*)", re.IGNORECASE | re.DOTALL)
VAGUE = ("", "5.0.0")


class Report(NamedTuple):
    """What a mail server reports about a mail and its recipient (RFC 3464).

    :param str action: `failed`, or what is no failure: `delayed`, `delivered`, …
    :param str status: as 5.1.1, empty if it does not say (RFC 3463)
    :param str diagnosis: what another server replied to it, if one did
    """

    action: str
    status: str
    diagnosis: str

    @property
    def is_failure(self):
        """Whether the mail comes back; servers that do not say so mean it."""
        return self.action in ("", "failed")

    @property
    def is_dead(self):
        """Whether there is no such mailbox; else another mail may arrive."""
        if not self.is_failure:
            return False
        reply = REPLY.match(self.diagnosis)
        if self.status in VAGUE and reply:
            return is_dead_mailbox(int(reply[1]), reply[2])
        return is_dead_status(self.status)


def read_report(mail):
    """Return what a mail reports about the delivery of another one.

    Of several recipients, the first one: that is whom Odoo takes it to be about.

    :param email.message.EmailMessage mail:
    :rtype: Report
    """
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            for group in part.get_payload():
                if group["Action"] or group["Status"]:
                    return _read_recipient(group)
    return Report("", "", "")


def _read_recipient(group):
    status = STATUS.match(str(group["Status"] or ""))
    return Report(
        str(group["Action"] or "").strip().lower(),
        status[1] if status else "",
        str(group["Diagnostic-Code"] or ""),
    )
