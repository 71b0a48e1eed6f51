"""Mail servers that are down, busy, lying or silent: nothing is lost or sent twice.

Scenarios F7 down, F8 busy, F9 no such mailbox, F10 takes and drops,
F11 silent, F26 goods that arrive meanwhile, F42 mail that comes back.
"""

import socket
from contextlib import contextmanager
from unittest.mock import patch

import pytest

from . import scenes

pytestmark = pytest.mark.slow
CUSTOMERS = 12


# inside of the Odoo process


def write_with_little_patience(env, count):
    """Write by mail and SMS where the mail server lets one wait."""
    from odoo.addons.base.models import ir_mail_server

    scenes.create_short_orders(env, count)
    last = env["sale.order"].search([], limit=1).partner_id
    last.write(
        {
            "backorder_by_mail": False,
            "backorder_by_sms": True,
            "phone": "+32470123456",
        }
    )
    with patch.object(ir_mail_server, "SMTP_TIMEOUT", 0.5):
        return scenes.write(env)


def receive_goods_and_write(env):
    scenes.set_stock(env, env["sale.order"].search([]).order_line.product_id, 1)
    return scenes.wait_and_write(env)


def write_two(env):
    """Have two customers wait; return the names in which they are told."""
    return scenes.write_to(env, 2)


def queue_others_mail(env):
    """Put a mail that is none of ours into core's queue."""
    env["mail.mail"].create(
        {
            "subject": "Newsletter",
            "email_from": "shop@example.com",
            "email_to": "reader@example.com",
        }
    )


def write_to_many_and_others(env):
    queue_others_mail(env)
    return scenes.write_to(env, 2)


def read_others_mail(env):
    mail = env["mail.mail"].search([("subject", "=", "Newsletter")])
    return mail.state


def make_mail_bounce(env):
    """Have the mail server of the customer send back what was taken first."""
    scenes.write_to(env, 1)
    [message] = env["sale.backorder.message"].search([])
    alias = env.company.alias_domain_id or env["mail.alias.domain"].create(
        {"name": "example.com"}
    )
    env.company.alias_domain_id = alias
    bounce = BOUNCE.format(
        bounce=f"{alias.bounce_alias}@{alias.name}",
        message_id=message.mail_message_id.message_id,
        customer=message.partner_id.email,
    )
    env["mail.thread"].message_process("sale.order", bounce)
    return scenes.report(env)


BOUNCE = """\
Return-Path: <>
To: {bounce}
From: MAILER-DAEMON@example.com
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

No such user here.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com

Final-Recipient: rfc822; {customer}
Action: failed
Status: 5.1.1

--part
Content-Type: message/rfc822

Message-ID: {message_id}
To: {customer}
Subject: Your order

--part--
"""


def reply(env):
    """Have the customer answer our message; return what came of it."""
    scenes.write_to(env, 1)
    [message] = env["sale.backorder.message"].search([])
    before = env["mail.mail"].search_count([])
    mail = REPLY.format(
        message_id=message.mail_message_id.message_id,
        customer=message.partner_id.email,
    )
    env["mail.thread"].message_process("sale.order", mail)
    scenes.write(env)
    answers = message.order_id.message_ids.filtered(
        lambda answer: answer.author_id == message.partner_id
    )
    return {
        "answers": [answer.preview for answer in answers],
        "to_customer": env["mail.mail"].search_count(
            [("recipient_ids", "in", message.partner_id.ids)]
        ),
        "mails": before,
    }


REPLY = """\
To: shop@example.com
From: {customer}
Subject: Re: Your order
Message-ID: <reply@example.com>
In-Reply-To: {message_id}
References: {message_id}
Content-Type: text/plain

Thank you for telling me.
"""


# the tests


@contextmanager
def down(sink):
    """Have nobody listen where the sink was."""
    port = sink.port
    sink.stop()
    yield
    sink.start(port)


@contextmanager
def silence(sink):
    """Have somebody listen who never says a word."""
    port = sink.port
    sink.stop()
    with socket.create_server(("127.0.0.1", port)):
        yield
    sink.start(port)


def recipients(sink):
    return sorted(mail.recipients[0] for mail in sink.messages)


def everybody(count):
    return sorted(f"customer{number}@example.com" for number in range(count))


def test_all_mails_leave_once_when_the_server_is_back(database, sink):
    with down(sink):
        before = database.run(scenes.write_to, CUSTOMERS, trouble=True)
        again = database.run(scenes.wait_and_write, trouble=True)
    after = database.run(scenes.wait_and_write)
    assert (before["states"], before["waiting"]) == ({"queued": CUSTOMERS}, CUSTOMERS)
    assert (again["retries"], again["activities"]) == (2 * CUSTOMERS, 0)
    assert after["states"] == {"sent": CUSTOMERS}
    assert recipients(sink) == everybody(CUSTOMERS)


@pytest.mark.faults
def test_retry_is_not_made_before_its_time(database, sink):
    with down(sink):
        database.run(scenes.write_to, 1, trouble=True)
    result = database.run(scenes.write)
    assert (result["waiting"], sink.messages) == (1, [])


@pytest.mark.faults
def test_server_busy_for_some_holds_up_nobody_else(database, sink):
    sink.mode_for = lambda mail: "busy" if "3" in mail.recipients[0] else "ok"
    before = database.run(scenes.write_to, 6, trouble=True)
    assert (before["states"], before["waiting"]) == ({"queued": 1, "sent": 5}, 1)
    assert "451 try again later" in before["reasons"][0]
    sink.mode_for = lambda _mail: "ok"
    after = database.run(scenes.wait_and_write)
    assert after["states"] == {"sent": 6}
    assert recipients(sink) == everybody(6)


def test_dead_address_is_flagged_and_never_tried_again(database, sink):
    sink.mode_for = lambda mail: "reject" if "1" in mail.recipients[0] else "ok"
    result = database.run(scenes.write_to, 2, trouble=True)
    assert result["states"] == {"failed": 1, "sent": 1}
    assert (result["dead"], result["activities"]) == (["Customer 1"], 1)
    assert "550 no such mailbox" in result["reasons"][0]
    sink.mode_for = lambda _mail: "ok"
    database.run(scenes.wait_and_write)
    assert recipients(sink) == ["customer0@example.com"]


@pytest.mark.faults
def test_server_that_drops_the_line_after_taking_a_mail_is_asked_once_more(
    database, sink
):
    sink.mode = "lost"
    database.run(scenes.write_to, 1, trouble=True)
    sink.mode = "ok"
    result = database.run(scenes.wait_and_write)
    assert result["states"] == {"sent": 1}
    first, second = [mail.message["Message-Id"] for mail in sink.messages]
    assert first == second


@pytest.mark.faults
def test_mail_in_doubt_twice_is_unknown(database, sink):
    sink.mode = "lost"
    database.run(scenes.write_to, 1, trouble=True)
    database.run(scenes.wait_and_write, trouble=True)
    result = database.run(scenes.wait_and_write)
    assert (result["states"], len(sink.messages)) == ({"unknown": 1}, 2)


@pytest.mark.faults
def test_server_that_hangs_up_before_it_takes_a_mail_is_asked_on(database, sink):
    sink.mode = "hangup"
    for attempt in range(3):
        database.run(scenes.wait_and_write if attempt else write_two, trouble=True)
    sink.mode = "ok"
    assert database.run(scenes.wait_and_write)["states"] == {"sent": 2}
    assert recipients(sink) == everybody(2)


@pytest.mark.faults
def test_silent_server_keeps_no_sms_from_leaving(database, sink, sms_sink):
    with silence(sink):
        result = database.run(write_with_little_patience, 2, trouble=True)
    assert result["states"] == {"queued": 1, "sent": 1}
    assert len(sms_sink.messages) == 1
    assert database.run(scenes.wait_and_write)["states"] == {"sent": 2}


@pytest.mark.faults
def test_goods_that_arrive_in_an_outage_replace_what_waits(database, sink):
    with down(sink):
        database.run(scenes.write_to, 1, trouble=True)
    result = database.run(receive_goods_and_write)
    assert result["states"] == {"dropped": 1, "sent": 1}
    [mail] = sink.messages
    assert "are here" in mail.message["Subject"]


@pytest.mark.faults
def test_mails_of_others_are_left_as_core_has_them(database, sink):
    with down(sink):
        database.run(write_to_many_and_others, trouble=True)
    database.run(scenes.wait_and_write)
    assert database.run(read_others_mail) == "exception"
    assert recipients(sink) == everybody(2)


@pytest.mark.faults
def test_mail_that_comes_back_is_failed_and_its_address_dead(database):
    result = database.run(make_mail_bounce)
    assert (result["states"], result["activities"]) == ({"failed": 1}, 1)
    assert result["dead"] == ["Customer 0"]


@pytest.mark.faults
def test_reply_lands_on_the_order_and_is_not_answered(database):
    result = database.run(reply)
    assert result["answers"] == ["Thank you for telling me."]
    assert result["to_customer"] == result["mails"] == 1
