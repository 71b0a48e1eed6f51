# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from typing import NamedTuple
from unicodedata import combining, normalize

from .text_message import count_segments

# What a message about each kind of news has to have; a text message has room for
# less, and its link leads to the rest. Other kinds: a contact, and the link.
NEEDS = {
    "opened": {"date", "reason", "apology"},
    "later": {"date", "reason", "apology"},
    "earlier": {"date"},
    "partly_shipped": {"date"},
    "cancelled": {"apology"},
    "still_waiting": {"date", "apology"},
}
NEEDS_ALWAYS = {"contact", "link"}
TOO_LONG_FOR_SMS = {"reason", "contact"}

# Where the example order has no such fact: what its template calls to show one.
CALLS = {
    "date": ("message_lines", "summary", "waiting", "expected_date", "next_update"),
    "reason": ("message_lines", "reason"),
    "contact": ("message_closing", "user_id"),
    "link": ("message_closing", "_get_backorder_url", "get_portal_url"),
}

# How people apologize, without accents. In other languages we cannot tell.
APOLOGIES = {
    "de": ("leid", "entschuldig", "bedauer", "verzeih"),
    "en": ("sorry", "apolog", "regret"),
    "es": ("sentimos", "siento", "disculp", "lament", "perdon"),
    "fr": ("desole", "excus", "pardon", "regrett"),
    "nl": ("spijt", "excus", "sorry", "verontschuldig"),
}

# In brackets only what people leave for others to fill in: a reference of a product
# may stand in brackets, too.
PLACEHOLDER = re.compile(
    r"\{\{|\}\}|\$\{|%\(\w+\)s|\b[Ll]orem [Ii]psum\b|\bTODO\b|\bXXX\b"
    r"|\[[A-Z _]*(?:COMPANY|DATE|LINK|NAME|NUMBER|ORDER|PHONE|PRODUCT)[A-Z _]*\]"
)


class Facts(NamedTuple):
    """What there is to tell about the order that a template was tried on.

    Any of the texts of a kind will do; there may be none.
    """

    date: tuple = ()
    reason: tuple = ()
    contact: tuple = ()
    link: tuple = ()


class Draft(NamedTuple):
    """A message as a template makes it of an order.

    :param str event_type: what it is about
    :param str text: what the customer reads, subject included
    :param str source: the template's own text
    :param str lang: code of the language
    :param Facts facts:
    :param bool is_sms:
    """

    event_type: str
    text: str
    source: str
    lang: str
    facts: Facts = Facts()
    is_sms: bool = False


def find_weaknesses(draft):
    """Return what a customer would miss in a message, the worst first.

    :param Draft draft:
    :return: some of `placeholder`, `many_segments`, `no_apology`, `no_date`,
        `no_reason`, `no_contact`, `no_link`, `two_segments`
    :rtype: list[str]
    """
    weaknesses = []
    if PLACEHOLDER.search(draft.text):
        weaknesses.append("placeholder")
    segments = count_segments(draft.text) if draft.is_sms else 0
    if segments > 2:
        weaknesses.append("many_segments")
    needs = _get_needs(draft)
    if "apology" in needs and not _apologizes(draft):
        weaknesses.append("no_apology")
    weaknesses += [
        f"no_{kind}"
        for kind in Facts._fields
        if kind in needs and not _tells(draft, kind)
    ]
    if segments == 2:
        weaknesses.append("two_segments")
    return weaknesses


def _get_needs(draft):
    needs = NEEDS.get(draft.event_type, set()) | NEEDS_ALWAYS
    return needs - TOO_LONG_FOR_SMS if draft.is_sms else needs


def _tells(draft, kind):
    if facts := getattr(draft.facts, kind):
        text = _fold(draft.text)
        return any(_fold(fact) in text for fact in facts)
    return any(call in draft.source for call in CALLS[kind])


def _apologizes(draft):
    words = APOLOGIES.get(draft.lang[:2])
    text = _fold(draft.text)
    return words is None or any(word in text for word in words)


def _fold(text):
    """Leave out what differs between ways to write the same: case, accents, spaces."""
    letters = normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in letters if not combining(letter))
    return " ".join(plain.split())
