# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
import smtplib
from datetime import timedelta, timezone
from email.utils import parsedate_to_datetime
from traceback import walk_tb

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
LONGEST_WAIT = timedelta(hours=6)  # whatever a server asks for

# Replies about the mailbox itself (RFC 5321): no such user, moved, not a mailbox.
MAILBOX_REPLIES = (550, 551, 553)
# What they mean in detail (RFC 3463): no such user or domain, not an address, moved,
# a domain without mail; disabled; no such user at Exchange; no server to be found.
# Others are about the sender, the mail, or what passes, as a mailbox that is full.
DEAD_STATUSES = {
    *("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"),
    *("5.2.1", "5.4.1", "5.4.4"),
}
STATUS = re.compile(r"\s*[245]\.\d{1,3}\.\d{1,3}\b")


def get_next_try(now, retries, asked_wait=None):
    """Return when to try again what did not leave.

    Soon at first, for most troubles are over in a minute; then ever more rarely.

    :param datetime now:
    :param int retries: how often it was tried again already
    :param timedelta asked_wait: what the server asked for
    :rtype: datetime
    """
    wait = WAITS[min(retries, len(WAITS) - 1)]
    if asked_wait:
        wait = max(wait, min(asked_wait, LONGEST_WAIT))
    return now + wait


def is_passing_smtp(code):
    """Tell whether a mail server that replies so may take the mail later."""
    return 400 <= code < 500


def is_dead_mailbox(code, text):
    """Tell whether a mail server's reply means that there is no such mailbox.

    :param int code:
    :param str text: what follows the code, often a status first
    """
    if status := STATUS.match(text):
        return code in MAILBOX_REPLIES and is_dead_status(status[0].strip())
    return code in MAILBOX_REPLIES


def is_dead_status(status):
    """Tell whether a status means that mails never arrive at an address.

    :param str status: as 5.1.1
    """
    return status in DEAD_STATUSES


def is_passing_http(status):
    """Tell whether a provider that answers so took nothing, and may take it later.

    A gateway that gave up waiting (504) does not know what became of the request.
    """
    return status == 429 or (500 <= status < 600 and status != 504)


def find_cause(error, *kinds):
    """Return the first error of these kinds that led to this one, if any.

    Core wraps what network libraries raise into its own errors, with fewer details.

    :rtype: Exception | None
    """
    seen = set()
    while error and id(error) not in seen:
        if isinstance(error, kinds):
            return error
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return None


def may_have_sent(error):
    """Tell whether a mail's text was on its way when the session with a server broke.

    Only the step of `smtplib` in which it happened says so: the error is the same.

    :param Exception error: of `smtplib`
    """
    steps = (frame.f_code for frame, _line in walk_tb(error.__traceback__))
    return any(
        step.co_name == "data" and step.co_filename == smtplib.__file__
        for step in steps
    )


def read_retry_after(value, now):
    """Return how long a server wants to be left alone (RFC 9110: seconds or a date).

    :param str | None value: of the header `Retry-After`
    :param datetime now: in UTC
    :rtype: timedelta | None
    """
    if not value:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return timedelta(seconds=min(int(value), LONGEST_WAIT.total_seconds()))
    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo:
            moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return max(moment - now, timedelta(0))
