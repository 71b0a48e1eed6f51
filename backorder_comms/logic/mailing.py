# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from typing import NamedTuple

from .news import OCCASIONS

# How many orders one mail or text message tells about: more is not read.
ORDERS_PER_LETTER = 20


class Envelope(NamedTuple):
    """What decides which messages may leave together.

    :param int id: of the message
    :param str channel:
    :param int company:
    :param int recipient:
    """

    id: int
    channel: str
    company: int
    recipient: int


def make_letters(envelopes, limit=ORDERS_PER_LETTER):
    """Put what goes to the same person, by the same channel, into one letter.

    :param list[Envelope] envelopes: by importance
    :param int limit: how many messages one letter takes
    :return: letters by importance of their first message
    :rtype: list[list[Envelope]]
    """
    letters = {}
    for envelope in envelopes:
        same = letters.setdefault(envelope[1:], [[]])
        if len(same[-1]) == limit:
            same.append([])
        same[-1].append(envelope)
    rank = {envelope.id: rank for rank, envelope in enumerate(envelopes)}
    found = [letter for same in letters.values() for letter in same if letter]
    return sorted(found, key=lambda letter: rank[letter[0].id])


def make_batches(envelopes, sizes):
    """Split messages into what is handed over at once.

    A batch has one channel, and does not tear letters apart. What belongs to no channel
    of `sizes` goes alone, after the others: nobody knows how long it takes.

    :param list[Envelope] envelopes: by importance
    :param dict[str, int] sizes: how many messages a batch of the channel takes
    :return: ids of messages
    :rtype: list[list[int]]
    """
    batches = []
    for channel, size in sizes.items():
        batch = []
        of_channel = [envelope for envelope in envelopes if envelope.channel == channel]
        for letter in make_letters(of_channel):
            if batch and len(batch) + len(letter) > size:
                batches.append(batch)
                batch = []
            batch += [envelope.id for envelope in letter]
        if batch:
            batches.append(batch)
    return batches + [
        [envelope.id] for envelope in envelopes if envelope.channel not in sizes
    ]


def get_weight(occasion):
    """Return the rank of an occasion: that of the lowest gives a letter its words."""
    return OCCASIONS.index(occasion) if occasion in OCCASIONS else len(OCCASIONS)
