# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import smtplib
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.retrying import (
    LONGEST_WAIT,
    WAITS,
    find_cause,
    get_next_try,
    is_dead_mailbox,
    is_passing_http,
    is_passing_smtp,
    may_have_sent,
    read_retry_after,
)

NOW = datetime(2026, 11, 25, 12)


@pytest.mark.parametrize(
    ("retries", "minutes"), [(0, 1), (1, 5), (2, 15), (3, 60), (4, 60), (99, 60)]
)
def test_waits_grow_up_to_an_hour(retries, minutes):
    assert get_next_try(NOW, retries) == NOW + timedelta(minutes=minutes)


def test_server_that_asks_for_time_gets_it():
    asked = timedelta(minutes=7)
    assert get_next_try(NOW, 0, asked) == NOW + asked


def test_server_that_asks_for_less_does_not_shorten_the_wait():
    assert get_next_try(NOW, 2, timedelta(seconds=1)) == NOW + WAITS[2]


@given(st.integers(0, 10**6), st.none() | st.timedeltas())
def test_next_try_is_always_ahead_and_never_far(retries, asked):
    assert NOW < get_next_try(NOW, retries, asked) <= NOW + LONGEST_WAIT


@given(st.integers(400, 599))
def test_smtp_replies_are_for_now_or_for_good(code):
    assert is_passing_smtp(code) == (code < 500)


@pytest.mark.parametrize(
    ("status", "passes"),
    [(429, True), (500, True), (502, True), (503, True), (504, False), (401, False)],
)
def test_http_statuses(status, passes):
    assert is_passing_http(status) is passes


def test_cause_is_found_through_wrapped_errors():
    try:
        try:
            raise TimeoutError
        except TimeoutError as error:
            raise ValueError("wrapped") from error
    except ValueError as error:
        assert isinstance(find_cause(error, TimeoutError), TimeoutError)
        assert find_cause(error, KeyError) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("Wed, 25 Nov 2026 12:02:00 GMT", 120),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert read_retry_after(value, NOW) == timedelta(seconds=seconds)


@given(st.text())
def test_no_header_is_an_error(value):
    wait = read_retry_after(value, NOW)
    assert wait is None or wait >= timedelta(0)


@given(st.integers(0, 10**30).map(str))
def test_any_number_of_seconds_is_understood(value):
    assert read_retry_after(value, NOW) <= LONGEST_WAIT


@pytest.mark.parametrize(
    ("code", "text", "dead"),
    [
        (550, "no such mailbox", True),
        (550, "5.1.1 user unknown", True),
        (553, "5.1.3 not an address", True),
        (550, "5.7.1 looks like spam", False),
        (552, "5.2.2 mailbox full", False),
        (554, "transaction failed", False),
        (550, "5.2.2 mailbox is full", False),
        (550, "5.1.8 sender's domain does not exist", False),
        (550, "5.4.1 Recipient address rejected: Access denied", True),
    ],
)
def test_only_replies_about_the_mailbox_make_an_address_dead(code, text, dead):
    assert is_dead_mailbox(code, text) is dead


def break_off_at(step, *arguments):
    """Return the error of a session that broke off at a step of it."""
    client = smtplib.SMTP()
    client.sock = client.file = None
    client.getreply = lambda: (354, b"go on")
    try:
        getattr(client, step)(*arguments)
    except smtplib.SMTPServerDisconnected as error:
        return error
    raise AssertionError("it did not break off")


def test_mail_may_have_left_once_its_text_was_on_its_way():
    assert may_have_sent(break_off_at("data", b"text"))
    assert not may_have_sent(break_off_at("noop"))
