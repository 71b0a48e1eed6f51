"""An HTTP server that speaks Twilio's protocol: a request for each SMS."""

import json
from urllib.parse import parse_qs

from .sms import GATEWAY_PAGE, ReceivedSms, SmsSink
from .web import Handler

HOST_OF_TWILIO = "https://api.twilio.com"
TOO_MANY = {"code": 20429, "message": "Too Many Requests", "status": 429}
NO_NUMBER = {"code": 21211, "message": "Invalid 'To' Phone Number", "status": 400}
REFUSALS = {"busy": (429, TOO_MANY), "refuse": (400, NO_NUMBER)}


class _Handler(Handler):
    def do_POST(self):
        sink = self.server.sink
        sms = _read(self.read().decode())
        mode = sink.mode_for(sms)
        sink.wait(mode)
        if mode in REFUSALS:
            self.answer_json(*REFUSALS[mode])
            return
        sink.keep(sms)
        if mode == "html":
            self.answer(502, "text/html", GATEWAY_PAGE)
        elif mode == "ok":
            self.answer_json(201, {"sid": f"SM{sms.uuid}", "status": "queued"})

    def answer_json(self, status, body):
        self.answer(status, "application/json", json.dumps(body).encode())


class TwilioSink(SmsSink):
    """Modes: `ok`; `refuse` has no such number and `busy` too much to do, both without
    taking the SMS; `html` is a gateway's page and `lost` cuts the line, both after it
    took the SMS; `stall` never answers."""

    HANDLER = _Handler
    MODES = ("ok", *REFUSALS, "html", "lost", "stall")


def _read(form):
    values = {name: value for name, [value] in parse_qs(form).items()}
    callback = values["StatusCallback"]
    uuid = callback.rpartition("/")[2]
    return ReceivedSms(uuid, values["To"], values["Body"], callback)
