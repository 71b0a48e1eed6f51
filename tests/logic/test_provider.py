# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime, timedelta

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from logic.provider import Once, Verdict, explain, judge_failure, judge_response

NOW = datetime(2026, 11, 25, 12)


class Wrapped(Exception):
    """As core wraps what went wrong."""


def wrap(error):
    wrapped = Wrapped("Contact support")
    wrapped.__context__ = error
    return wrapped


def http_error(status, **headers):
    response = requests.Response()
    response.status_code, response.reason = status, "So it is"
    response.headers.update(headers)
    return requests.HTTPError(response=response)


def refused():
    cause = NewConnectionError(None, "Connection refused")
    return requests.ConnectionError(MaxRetryError(None, "/", cause), request=None)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (requests.ReadTimeout(), "unknown"),
        (requests.ConnectionError(ProtocolError("aborted")), "unknown"),
        (requests.JSONDecodeError("no", "<html>", 0), "unknown"),
        (http_error(502), "outage"),
        (http_error(504), "unknown"),
        (http_error(401), "failed"),
        (KeyError("nothing was sent"), "outage"),
    ],
)
def test_what_an_error_means_for_those_in_the_call(error, state):
    assert judge_failure(error, NOW).state == state
    assert judge_failure(wrap(error), NOW).state == state


def test_request_that_did_not_leave_is_no_doubt():
    error = refused()
    error.__context__ = NewConnectionError(None, "Connection refused")
    assert judge_failure(wrap(error), NOW) == Verdict("outage")


def test_busy_provider_is_left_alone_as_long_as_it_says():
    error = http_error(429, **{"Retry-After": "90"})
    assert judge_failure(error, NOW) == Verdict("outage", timedelta(seconds=90))


@given(st.integers(400, 599))
def test_every_status_means_something(status):
    verdict = judge_response(status, {}, NOW)
    assert verdict.state in ("outage", "failed", "unknown")


def test_people_read_what_the_provider_said():
    assert explain(wrap(http_error(502))) == "502 So it is"
    assert explain(wrap(requests.ReadTimeout("Timed out\nafter all"))) == "Timed out"
    assert explain(ValueError("wrong")) == "wrong"


class Provider:
    PRICE = 1
    calls = 0

    def _send_sms_batch(self, messages):
        self.calls += 1
        return [self.calls, *messages]


def test_provider_is_asked_once_and_its_answer_kept():
    provider = Provider()
    once = Once(provider)
    assert once._send_sms_batch(["a"]) == once._send_sms_batch(["a"]) == [1, "a"]
    assert (provider.calls, once.PRICE) == (1, 1)
