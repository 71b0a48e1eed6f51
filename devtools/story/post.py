"""What came of it: mails, text messages and posts as they arrived at the sinks."""

import html
import json
import re
from typing import NamedTuple

from .cast import CUSTOMERS

LINK = re.compile(r"https?://[^\s<>\"'\]]+")
HREF = re.compile(r'href="(https?://[^"]+)"')
FILLER = "\u034f\u200b \n"
"""What Odoo puts between the preview that mail programs show in their list and the
mail, so that they show no more than that."""


class Piece(NamedTuple):
    """One mail or text message to a customer, or post to the chat tool about him.

    `kind` is the event of our message that it carries; None if it is none of ours.
    """

    channel: str
    customer: str | None
    kind: str | None
    sender: str
    recipient: str
    subject: str
    text: str
    links: tuple


class Post:
    """Reads what arrives, each piece once."""

    def __init__(self, env, sinks):
        self.env = env
        self.sinks = sinks
        self.seen = dict.fromkeys(sinks, 0)
        self.by_phone = {to_digits(c.phone): key for key, c in CUSTOMERS.items()}
        self.by_email = {c.email: key for key, c in CUSTOMERS.items()}

    def collect(self):
        """Return the pieces that arrived since the last call, mails first."""
        return [
            *map(self.read_mail, self.take(self.sinks.mail)),
            *map(self.read_sms, self.take(self.sinks.sms)),
            *map(self.read_post, self.take(self.sinks.chat)),
        ]

    def take(self, sink):
        new = sink.messages[self.seen[sink] :]
        self.seen[sink] += len(new)
        return new

    def keep_mail(self, recipient):
        """Return the only new mail to an address as plain values, for a picture."""
        (mail,) = (m for m in self.take(self.sinks.mail) if recipient in m.recipients)
        return {
            "sender": mail.message["From"],
            "recipient": mail.message["To"],
            "subject": mail.message["Subject"],
            "html": mail.message.get_body(("html",)).get_content(),
        }

    def read_mail(self, mail):
        message = mail.message
        text = message.get_body(("plain",)).get_content()
        hrefs = HREF.findall(message.get_body(("html",)).get_content())
        (recipient,) = mail.recipients
        posted = self.env["mail.message"].search(
            [("message_id", "=", message["Message-Id"].strip())]
        )
        return Piece(
            "mail",
            self.by_email.get(recipient),
            self.find_kind([("mail_message_id", "in", posted.ids)]),
            message["From"],
            message["To"],
            message["Subject"],
            drop_preview(text),
            tuple(map(html.unescape, hrefs)),
        )

    def read_sms(self, sms):
        tracker = self.env["sms.tracker"].search([("sms_uuid", "=", sms.uuid)])
        posted = tracker.mail_notification_id.mail_message_id
        return Piece(
            "sms",
            self.by_phone.get(to_digits(sms.number)),
            self.find_kind([("mail_message_id", "in", posted.ids)]),
            "",
            sms.number,
            "",
            sms.content,
            tuple(LINK.findall(sms.content)),
        )

    def read_post(self, post):
        """Read a post of the webhook: it has fields of the order, and no words."""
        order = self.env[post.content["_model"]].browse(post.content["_id"])
        return Piece(
            "chat",
            self.by_email.get(order.partner_id.email),
            self.find_kind([("order_id", "=", order.id), ("channel", "=", "action")]),
            "",
            "the chat tool",
            "",
            json.dumps(post.content, indent=2),
            (),
        )

    def find_kind(self, domain):
        """Return what the last of our messages that match is about, if there is one."""
        ours = self.env["sale.backorder.message"].search(domain, limit=1)
        return ours.event_type or None


def drop_preview(text):
    """Leave out the preview at the top, a shortened double of what follows."""
    return text.rpartition("\u200b")[2].lstrip(FILLER)


def to_digits(phone):
    return re.sub(r"\D", "", phone)
