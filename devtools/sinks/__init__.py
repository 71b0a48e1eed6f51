"""Where messages end on a developer's machine: real servers that keep everything.

They speak the true protocols on loopback, so that what Odoo does until the very last
byte is seen, and they can misbehave as real servers do (see `mode` of each).

    with MailSink(folder) as mail, SmsSink(folder) as sms:
        configure(env, mail, sms)
"""

from typing import NamedTuple

from .chat import ChatSink, ReceivedPost
from .mail import MailSink, ReceivedMail
from .sms import ReceivedSms, SmsSink
from .twilio import TwilioSink


class Sinks(NamedTuple):
    """One of each."""

    mail: MailSink
    sms: SmsSink
    chat: ChatSink


def configure(env, mail_sink, sms_sink):
    """Point the database of `env` at the sinks, and at nothing else."""
    env["ir.mail_server"].search([]).active = False
    env["ir.mail_server"].create(
        {
            "name": "Sink",
            "smtp_host": mail_sink.host,
            "smtp_port": mail_sink.port,
            "smtp_encryption": "none",
        }
    )
    env["ir.config_parameter"].set_param("sms.endpoint", sms_sink.url)
