# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from email import message_from_string, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.bouncing import read_report

REPORT = """\
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

Something about a mail.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com

Final-Recipient: rfc822; ann@example.com
{fields}

--part--
"""


def report(**fields):
    """Read a report with such fields about its recipient."""
    lines = (f"{name.replace('_', '-')}: {value}" for name, value in fields.items())
    text = REPORT.format(fields="\n".join(lines))
    return read_report(message_from_string(text, policy=policy.SMTP))


@pytest.mark.parametrize("status", ["5.1.1", "5.1.2", "5.1.10", "5.4.4"])
def test_no_such_mailbox_is_dead(status):
    assert report(Action="failed", Status=status).is_dead


@pytest.mark.parametrize(
    "status", ["4.2.2", "5.2.2", "4.7.1", "4.4.7", "5.7.1", "5.1.8", "5.3.4", "5.0.0"]
)
def test_other_failures_say_nothing_about_the_next_mail(status):
    result = report(Action="failed", Status=status)
    assert (result.is_failure, result.is_dead) == (True, False)


@pytest.mark.parametrize("action", ["delayed", "Delivered", "relayed", "expanded"])
def test_mail_that_is_late_or_arrives_is_no_failure(action):
    result = report(Action=action, Status="5.1.1")
    assert (result.is_failure, result.is_dead) == (False, False)


@pytest.mark.parametrize(
    ("diagnosis", "dead"),
    [
        ("smtp; 550 5.1.1 no such user", True),
        ("SMTP;550 no such user", True),
        ("smtp; 552 5.2.2 mailbox is full", False),
        ("smtp; 550 5.2.2 mailbox is full", False),
        ("x-unix; no such user", False),
    ],
)
def test_what_another_server_said_counts_where_the_status_is_vague(diagnosis, dead):
    vague = report(Action="failed", Status="5.0.0", Diagnostic_Code=diagnosis)
    assert vague.is_dead is dead


def test_status_counts_more_than_what_another_server_said():
    said = {"Diagnostic_Code": "smtp; 550 mailbox is full"}
    assert not report(Action="failed", Status="5.2.2 (full)", **said).is_dead


def test_mail_without_a_report_is_a_failure_of_which_nothing_is_known():
    result = read_report(message_from_string("Sorry!", policy=policy.SMTP))
    assert (result.is_failure, result.is_dead) == (True, False)


words = st.text(st.characters(codec="ascii", categories=("L", "N", "P")), max_size=20)


@given(words, words, words)
def test_whatever_servers_say_is_read(action, status, diagnosis):
    result = report(Action=action, Status=status, Diagnostic_Code=diagnosis)
    assert result.is_failure or not result.is_dead
