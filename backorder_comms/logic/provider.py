# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from typing import NamedTuple

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from .retrying import find_cause, is_passing_http, read_retry_after


class Verdict(NamedTuple):
    """What a failed call to a provider of messages means for those in it.

    :param str state: `outage` took nothing and may later, `failed` never takes it,
        `unknown` may have taken it
    :param timedelta | None wait: how long the provider wants to be left alone
    """

    state: str
    wait: object = None


def judge_failure(error, now):
    """Return what an error in a call over HTTP means.

    :param Exception error:
    :param datetime now: in UTC
    :rtype: Verdict
    """
    response = getattr(find_cause(error, requests.HTTPError), "response", None)
    if response is not None:
        return judge_response(response.status_code, response.headers, now)
    if find_cause(error, NewConnectionError, ConnectTimeoutError):
        return Verdict("outage")  # the request did not even leave
    if find_cause(error, requests.RequestException, OSError, ValueError):
        return Verdict("unknown")  # it left, and what came back says nothing
    return Verdict("outage")  # somebody refused before there was a call


def explain(error):
    """Return the part of an error that says most to people.

    What core makes of it asks them to contact Odoo's support.
    """
    cause = find_cause(error, requests.RequestException) or error
    response = getattr(cause, "response", None)
    if response is not None and not response.ok:
        return f"{response.status_code} {response.reason}"
    return str(cause).partition("\n")[0]


def judge_response(status, headers, now):
    """Return what the status of an answer means."""
    if is_passing_http(status):
        return Verdict("outage", read_retry_after(headers.get("Retry-After"), now))
    return Verdict("unknown" if status >= 500 else "failed")


class Once:
    """A provider whose answer is kept: to ask it again sends nothing.

    So what it said can be written down again, when that failed.

    :param provider: of core, with `_send_sms_batch`
    """

    def __init__(self, provider):
        self._provider = provider
        self._results = None

    def __getattr__(self, name):
        return getattr(self._provider, name)

    def _send_sms_batch(self, *args, **kwargs):
        if self._results is None:
            self._results = self._provider._send_sms_batch(*args, **kwargs)
        return self._results
