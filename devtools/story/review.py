"""Compares what arrived with what the screenplay says must arrive."""

from typing import NamedTuple
from unicodedata import combining, normalize

from .cast import CUSTOMERS, PRODUCTS


class News(NamedTuple):
    """What a customer must hear, once by each channel: his own ones unless others are
    given.

    `says` and `details` are texts that must be found in each message, and in mails:
    functions of the stage, the customer and the channel, as dates are known only on the
    day and are written in his language.
    """

    customer: str
    kind: str
    says: list = ()
    details: list = ()
    channels: tuple = ()

    def expand(self):
        """Return (customer, kind, channel) for each channel."""
        channels = self.channels or CUSTOMERS[self.customer].channels
        return [(self.customer, self.kind, channel) for channel in channels]


def day(receipt):
    """The day for which a receipt is planned, by its product or name."""
    return lambda stage, *reader: write_day(stage, *reader, stage.arrival(receipt))


def next_news(stage, customer, channel):
    """The day by which the customer was promised news."""
    return write_day(stage, customer, channel, stage.next_news(customer))


def amount(quantity, product):
    """So many of a product."""

    def write(stage, customer, _channel):
        lang = CUSTOMERS[customer].lang
        unit = stage.cast.products[product].uom_id.with_context(lang=lang).name
        return f"{quantity} {unit} {getattr(PRODUCTS[product], lang)}"

    return write


def write_day(stage, customer, channel, value):
    from odoo.tools.misc import format_date

    lang = CUSTOMERS[customer].lang
    length = "medium" if channel == "sms" else "long"
    return format_date(stage.env, value, lang_code=lang, date_format=length)


def find_faults(stage, told, pieces):
    """Return a line for each message that is missing, too much or untrue.

    :param told: the News that must have arrived
    :param pieces: the Pieces that arrived
    """
    missing = [expected for news in told for expected in news.expand()]
    faults = []
    for piece in pieces:
        got = (piece.customer, piece.kind, piece.channel)
        if got in missing:
            missing.remove(got)
            (news,) = (n for n in told if (n.customer, n.kind) == got[:2])
            faults += find_untruths(stage, news, piece)
        else:
            faults.append(f"{describe(*got)} came to {piece.recipient} unexpectedly")
    return faults + [f"{describe(*expected)} did not come" for expected in missing]


def find_untruths(stage, news, piece):
    """Return a line for each thing that the message must say and does not.

    A post has no words: it names the order.
    """
    if piece.channel == "chat":
        is_named = f'"{stage.orders[news.customer].name}"' in piece.text
        return [] if is_named else ["the post does not name the order"]
    texts = [*news.says, *(news.details if piece.channel == "mail" else [])]
    read = leave_out_accents if piece.channel == "sms" else str
    said = read(" ".join(piece.text.replace("*", "").split()))
    faults = [
        f"the {piece.channel} to {news.customer} does not say {text!r}"
        for write in texts
        if read(text := " ".join(write(stage, news.customer, piece.channel).split()))
        not in said
    ]
    if not leads_to(piece, stage.orders[news.customer]):
        faults.append(
            f"the {piece.channel} to {news.customer} has no link to the order"
        )
    return faults


def leads_to(piece, order):
    """Tell whether a message has the link to the order."""
    is_short = piece.channel == "sms"
    url = order.with_context(backorder_comms_text=is_short)._get_backorder_url()
    return url in piece.links


def leave_out_accents(text):
    """Text messages have cheap characters for some accents only."""
    parts = normalize("NFD", text)
    return "".join(part for part in parts if not combining(part))


def describe(customer, kind, channel):
    return f"{channel} {kind or 'not of ours'!r} for {customer or 'a stranger'}"
