"""A chat tool's incoming webhook: an HTTP server that takes what Odoo posts."""

import json
import time
from dataclasses import dataclass
from typing import ClassVar

from .web import Handler, WebSink


@dataclass(frozen=True)
class ReceivedPost:
    """What a webhook brought; `content` are the fields of a record."""

    SUFFIX: ClassVar[str] = ".json"
    content: dict

    def to_bytes(self):
        return json.dumps(self.content, indent=2).encode()


class _Handler(Handler):
    def do_POST(self):
        sink = self.server.sink
        post = ReceivedPost(json.loads(self.read()))
        sink.mode_for(post)
        sink.keep(post)
        time.sleep(sink.delay)
        self.answer(200, "text/plain", b"ok")


class ChatSink(WebSink):
    """Takes everything; where it is slow, it has taken it before it says so."""

    HANDLER = _Handler
