# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from hypothesis import given
from hypothesis import strategies as st

from logic.mailing import (
    ORDERS_PER_LETTER,
    Envelope,
    get_weight,
    make_batches,
    make_letters,
)

SIZES = {"mail": 25, "sms": 40}

envelopes = st.lists(
    st.tuples(
        st.sampled_from(["mail", "sms", "activity"]),
        st.integers(1, 2),
        st.integers(1, 4),
    ),
    max_size=200,
).map(lambda rows: [Envelope(id_, *row) for id_, row in enumerate(rows, start=1)])


def write(*rows):
    return [Envelope(id_, *row) for id_, row in enumerate(rows, start=1)]


def ids(letters):
    return [[envelope.id for envelope in letter] for letter in letters]


def test_what_goes_to_one_person_is_one_letter():
    rows = write(("mail", 1, 7), ("mail", 1, 8), ("mail", 1, 7))
    assert ids(make_letters(rows)) == [[1, 3], [2]]


def test_companies_write_letters_of_their_own():
    assert ids(make_letters(write(("mail", 1, 7), ("mail", 2, 7)))) == [[1], [2]]


def test_channels_have_letters_of_their_own():
    assert ids(make_letters(write(("mail", 1, 7), ("sms", 1, 7)))) == [[1], [2]]


def test_long_letter_is_split():
    rows = write(*[("mail", 1, 7)] * 5)
    assert ids(make_letters(rows, limit=2)) == [[1, 2], [3, 4], [5]]


def test_mails_come_before_what_nobody_knows_the_time_of():
    rows = write(("action", 1, 1), ("sms", 1, 2), ("mail", 1, 3))
    assert make_batches(rows, SIZES) == [[3], [2], [1]]


def test_unknown_occasions_weigh_least():
    assert get_weight("cancelled") < get_weight("still_waiting") < get_weight("?")


@given(envelopes)
def test_each_message_is_in_one_batch(rows):
    batches = make_batches(rows, SIZES)
    assert sorted(id_ for batch in batches for id_ in batch) == [row.id for row in rows]


@given(envelopes)
def test_batches_have_one_channel_and_keep_to_its_size(rows):
    channels = {row.id: row.channel for row in rows}
    for batch in make_batches(rows, SIZES):
        [channel] = {channels[id_] for id_ in batch}
        assert len(batch) <= SIZES.get(channel, 1)


@given(envelopes)
def test_letters_have_one_recipient_and_keep_to_the_limit(rows):
    for letter in make_letters(rows):
        assert len({envelope[1:] for envelope in letter}) == 1
        assert len(letter) <= ORDERS_PER_LETTER


@given(envelopes)
def test_no_letter_could_have_been_part_of_the_one_before(rows):
    last = {}
    for letter in make_letters(rows):
        before = last.get(letter[0][1:])
        assert before is None or len(before) == ORDERS_PER_LETTER
        last[letter[0][1:]] = letter


@given(envelopes)
def test_more_important_messages_to_a_person_do_not_come_later(rows):
    for letter in make_letters(rows):
        assert [row.id for row in letter] == sorted(row.id for row in letter)
