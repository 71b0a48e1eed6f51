"""An SMTP server that keeps what it takes."""

import asyncio
import logging
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import ClassVar

from aiosmtpd.controller import Controller

from .base import HOST, Sink

logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every byte

ACCEPTED = "250 OK"
ANSWERS = {"busy": "451 try again later", "reject": "550 no such mailbox"}


@dataclass(frozen=True)
class ReceivedMail:
    SUFFIX: ClassVar[str] = ".eml"
    sender: str
    recipients: tuple
    message: EmailMessage

    def to_bytes(self):
        return self.message.as_bytes()


class MailSink(Sink):
    """Modes: `ok`; `busy` and `reject` refuse for now or for good; `stall` never
    answers; `hangup` cuts the line before it takes the mail, and `lost` after it."""

    MODES = ("ok", *ANSWERS, "stall", "hangup", "lost")

    def start(self, port=0):
        """Listen where the system says, or where the sink was before."""
        self._controller = _Controller(self, hostname=HOST, port=port)
        self._controller.start()

    def stop(self):
        self._controller.stop(no_assert=True)

    @property
    def port(self):
        return self._controller.port

    async def handle_MAIL(self, server, _session, envelope, address, options):
        """Take a sender; the name is aiosmtpd's."""
        if self.mode == "hangup":
            server.transport.abort()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return ACCEPTED

    async def handle_DATA(self, server, _session, envelope):
        """Answer one mail; the name is aiosmtpd's."""
        mail = ReceivedMail(
            envelope.mail_from,
            tuple(envelope.rcpt_tos),
            message_from_bytes(envelope.content, policy=policy.default),
        )
        mode = self.mode_for(mail)
        await asyncio.sleep(3600 if mode == "stall" else self.delay)
        if mode in ANSWERS:
            return ANSWERS[mode]
        self.keep(mail)
        if mode == "lost":
            server.transport.abort()
        return ACCEPTED


class _Controller(Controller):
    def _trigger_server(self):
        """Override of `aiosmtpd` to learn the port that the system chose for 0."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
