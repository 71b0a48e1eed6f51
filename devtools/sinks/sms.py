"""An HTTP server that speaks the protocol of core's SMS provider (JSON-RPC)."""

import json
import threading
import time
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from .base import HOST, Sink

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


class SmsSink(Sink):
    """Modes: `ok`; `refuse` takes nothing and says why (`state`); `error` is a JSON-RPC
    error, `html` a gateway's page and `busy` asks for `retry_after` seconds, all
    without taking anything; `lost` takes the messages but cuts the line before it says
    so, and `garbage` answers what nobody understands; `stall` never answers."""

    MODES = ("ok", "refuse", "error", "html", "busy", "lost", "garbage", "stall")

    def __init__(self, folder):
        super().__init__(folder)
        self.state = "server_error"
        self.retry_after = 120
        self._stopping = threading.Event()

    def start(self, port=0):
        """Listen where the system says, or where the sink was before."""
        self._stopping.clear()
        self._server = _Server((HOST, port), _Handler)
        self._server.sink = self
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self):
        return self._server.server_port

    @property
    def url(self):
        return f"http://{HOST}:{self.port}"

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


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    sink = None


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        sink = self.server.sink
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
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

    def answer(self, status, content_type, body, headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Override of `http.server` to be silent: the messages themselves are kept."""
