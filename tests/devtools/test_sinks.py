"""The sinks, talked to with the clients that Odoo uses: smtplib and requests."""

import smtplib
from email.message import EmailMessage

import pytest
import requests

from devtools.sinks import ChatSink, MailSink, SmsSink


@pytest.fixture
def mail_sink(tmp_path):
    with MailSink(tmp_path / "mail") as sink:
        yield sink


@pytest.fixture
def sms_sink(tmp_path):
    with SmsSink(tmp_path / "sms") as sink:
        yield sink


def send_mail(sink, subject="Größe", timeout=5):
    message = EmailMessage()
    message["From"] = "shop@example.com"
    message["To"] = "customer@example.com"
    message["Subject"] = subject
    message.set_content("Five of eight ship today.")
    with smtplib.SMTP(sink.host, sink.port, timeout=timeout) as client:
        client.send_message(message)


def send_sms(sink, *numbers, timeout=5):
    to = [{"uuid": f"uuid-{number}", "number": number} for number in numbers]
    params = {"messages": [{"content": "Ships today.", "numbers": to}]}
    call = {"jsonrpc": "2.0", "id": "1", "method": "call", "params": params}
    return requests.post(f"{sink.url}/api/sms/3/send", json=call, timeout=timeout)


def test_mail_is_kept_in_memory_and_as_a_file(mail_sink):
    send_mail(mail_sink)
    (mail,) = mail_sink.wait_for(1)
    assert mail.recipients == ("customer@example.com",)
    assert mail.message["Subject"] == "Größe"
    (file,) = mail_sink.folder.iterdir()
    assert file.suffix == ".eml"
    assert b"Five of eight" in file.read_bytes()


@pytest.mark.parametrize(("mode", "code"), [("busy", 451), ("reject", 550)])
def test_refused_mail_is_not_kept(mail_sink, mode, code):
    mail_sink.mode = mode
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        send_mail(mail_sink)
    assert refusal.value.smtp_code == code
    assert mail_sink.messages == []


def test_lost_mail_is_kept_but_its_sender_does_not_know(mail_sink):
    mail_sink.mode = "lost"
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send_mail(mail_sink)
    assert len(mail_sink.wait_for(1)) == 1


def test_server_that_hangs_up_takes_no_mail(mail_sink):
    mail_sink.mode = "hangup"
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send_mail(mail_sink)
    assert mail_sink.messages == []


def test_stalled_mail_times_out(mail_sink):
    mail_sink.mode = "stall"
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        send_mail(mail_sink, timeout=0.3)


def test_every_sms_of_a_batch_is_kept_and_answered(sms_sink):
    answer = send_sms(sms_sink, "+32470000001", "+32470000002").json()
    assert [result["state"] for result in answer["result"]] == ["success"] * 2
    assert [sms.number for sms in sms_sink.messages] == [
        "+32470000001",
        "+32470000002",
    ]
    assert len(list(sms_sink.folder.iterdir())) == 2


def test_refused_sms_says_why(sms_sink):
    sms_sink.mode, sms_sink.state = "refuse", "insufficient_credit"
    (result,) = send_sms(sms_sink, "+32470000001").json()["result"]
    assert result["state"] == "insufficient_credit"
    assert sms_sink.messages == []


def test_provider_in_trouble(sms_sink):
    sms_sink.mode = "error"
    assert "error" in send_sms(sms_sink, "+32470000001").json()
    sms_sink.mode = "html"
    assert send_sms(sms_sink, "+32470000001").status_code == 502
    assert sms_sink.messages == []


def test_busy_provider_says_for_how_long(sms_sink):
    sms_sink.mode = "busy"
    answer = send_sms(sms_sink, "+32470000001")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "120")
    assert sms_sink.messages == []


def test_garbage_comes_after_the_sms_was_taken(sms_sink):
    sms_sink.mode = "garbage"
    answer = send_sms(sms_sink, "+32470000001")
    with pytest.raises(requests.JSONDecodeError):
        answer.json()
    assert len(sms_sink.messages) == 1


def test_lost_sms_is_kept_but_its_sender_does_not_know(sms_sink):
    sms_sink.mode = "lost"
    with pytest.raises(requests.ConnectionError):
        send_sms(sms_sink, "+32470000001")
    assert len(sms_sink.wait_for(1)) == 1


def test_post_to_the_chat_tool_is_kept(tmp_path):
    with ChatSink(tmp_path / "chat") as sink:
        answer = requests.post(sink.url, json={"name": "S00001"}, timeout=5)
    assert answer.ok
    assert [post.content for post in sink.messages] == [{"name": "S00001"}]
    (file,) = sink.folder.iterdir()
    assert file.suffix == ".json"


def test_unknown_mode_is_an_error_of_the_test(mail_sink):
    mail_sink.mode = "fine"
    with pytest.raises(ValueError, match="fine"):
        mail_sink.mode_for(None)
