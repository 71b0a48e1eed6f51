"""An HTTP server that speaks the protocol of core's SMS provider (JSON-RPC)."""

import json
import threading
import time
from dataclasses import asdict, dataclass
from typing import ClassVar

from .web import Handler, WebSink

SEND_PATH = "/api/sms/3/send"
GATEWAY_PAGE = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(frozen=True)
class ReceivedSms:
    SUFFIX: ClassVar[str] = ".json"
    uuid: str
    number: str
    content: str
    webhook_url: str

    def to_bytes(self):
        return json.dumps(asdict(self), indent=2).encode()


class _Handler(Handler):
    def do_POST(self):
        sink = self.server.sink
        call = json.loads(self.read())
        mode = sink.mode_for(call)
        sink.wait(mode)
        if mode == "html":
            self.answer(502, "text/html", GATEWAY_PAGE)
        elif mode == "busy":
            wait = str(sink.retry_after)
            self.answer(429, "text/plain", b"Slow down", {"Retry-After": wait})
        elif mode == "error":
            fault = {"message": "Server error", "data": {"name": "odoo.exceptions.E"}}
            self.answer_json(call, error=fault)
        elif self.path != SEND_PATH:
            self.answer_json(call, result={"state": "success"})
        else:
            results = sink.take(call["params"], mode)
            if mode == "garbage":
                self.answer(200, "application/json", b"<!-- sent -->")
            elif mode != "lost":
                self.answer_json(call, result=results)

    def answer_json(self, call, **outcome):
        body = {"jsonrpc": "2.0", "id": call.get("id"), **outcome}
        self.answer(200, "application/json", json.dumps(body).encode())


class SmsSink(WebSink):
    """Modes: `ok`; `refuse` takes nothing and says why (`state`); `error` is a JSON-RPC
    error, `html` a gateway's page and `busy` asks for `retry_after` seconds, all
    without taking anything; `lost` takes the messages but cuts the line before it says
    so, and `garbage` answers what nobody understands; `stall` never answers."""

    HANDLER = _Handler
    MODES = ("ok", "refuse", "error", "html", "busy", "lost", "garbage", "stall")

    def __init__(self, folder):
        super().__init__(folder)
        self.state = "server_error"
        self.retry_after = 120
        self._stopping = threading.Event()

    def start(self, port=0):
        self._stopping.clear()
        super().start(port)

    def stop(self):
        self._stopping.set()
        super().stop()

    def wait(self, mode):
        """Take as long as `mode` and `delay` ask for, unless we are stopped."""
        if mode == "stall":
            self._stopping.wait(3600)
        time.sleep(self.delay)

    def take(self, batch, mode):
        """Keep the messages of a batch unless refused; return a result for each."""
        state = self.state if mode == "refuse" else "success"
        results = []
        for sms in _read(batch):
            if mode != "refuse":
                self.keep(sms)
            results.append({"uuid": sms.uuid, "state": state})
        return results


def _read(batch):
    return [
        ReceivedSms(
            to["uuid"], to["number"], message["content"], batch.get("webhook_url") or ""
        )
        for message in batch["messages"]
        for to in message["numbers"]
    ]
