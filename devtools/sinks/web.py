"""What sinks have in common that speak HTTP."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .base import HOST, Sink


class WebSink(Sink):
    """Serves on loopback, by a handler that finds it as `self.server.sink`."""

    HANDLER = None

    def start(self, port=0):
        """Listen where the system says, or where the sink was before."""
        self._server = _Server((HOST, port), self.HANDLER)
        self._server.sink = self
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self):
        return self._server.server_port

    @property
    def url(self):
        return f"http://{HOST}:{self.port}"


class Handler(BaseHTTPRequestHandler):
    def read(self):
        """Return the body of the request."""
        return self.rfile.read(int(self.headers["Content-Length"]))

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


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    sink = None
