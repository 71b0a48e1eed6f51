"""Chromium without a screen, driven by its own protocol (Chrome DevTools Protocol)."""

import json
import resource
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

import websocket

from . import browser
from .console import Trouble

PATIENCE = 150  # seconds; the first page waits until Odoo has put its scripts together


class ProtocolError(Exception):
    """Chromium could not do what it was asked to."""


class Chromium:
    """A running browser with one page, on a profile of its own."""

    def __enter__(self):
        self._number = 0
        self._socket = None
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._process = start(self._profile.name)
        try:
            self._socket = connect(self._process, self._profile.name)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception):
        if self._socket:
            self._socket.close()
        self._process.terminate()
        self._process.wait()
        self._profile.cleanup()

    def command(self, method, **parameters):
        """Call a method of the protocol and return its answer; events are skipped."""
        self._number += 1
        call = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(call))
        answer = {}
        while answer.get("id") != self._number:
            answer = json.loads(self._socket.recv())
        if "error" in answer:
            raise ProtocolError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def evaluate(self, code):
        """Return what `code` is on the page; None while the page changes.

        :raise ProtocolError: if the code itself fails
        """
        try:
            answer = self.command(
                "Runtime.evaluate",
                expression=code,
                awaitPromise=True,
                returnByValue=True,
            )
        except ProtocolError:
            return None
        if failure := answer.get("exceptionDetails"):
            raise ProtocolError(failure["exception"]["description"])
        return answer["result"].get("value")


def start(profile):
    """Start the browser, which writes its port into the folder `profile`."""
    command = [
        browser.find(),
        *("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
        *("--no-first-run", "--lang=en-US", "--remote-debugging-port=0"),
        *(f"--user-data-dir={profile}", "about:blank"),
    ]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, preexec_fn=lift_memory_limit
    )


def lift_memory_limit():
    """Let a process have all addresses: Odoo limits its own, Chromium dies of that."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def connect(process, profile):
    """Return a connection to the page of the browser that runs with `profile`."""
    file = Path(profile) / "DevToolsActivePort"
    end = time.monotonic() + PATIENCE
    while not (file.exists() and "\n" in file.read_text()):
        if process.poll() is not None or time.monotonic() > end:
            raise Trouble("no pictures: chromium does not start")
        time.sleep(0.1)
    port = int(file.read_text().split()[0])
    with urlopen(f"http://127.0.0.1:{port}/json") as answer:
        (page,) = (tab for tab in json.load(answer) if tab["type"] == "page")
    return websocket.create_connection(
        page["webSocketDebuggerUrl"], timeout=PATIENCE, suppress_origin=True
    )
