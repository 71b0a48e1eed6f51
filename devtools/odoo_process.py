"""Odoo as a child process, with our configuration."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from . import ROOT, addons, cache, odoo_source
from .console import Trouble
from .process import run_logged

PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals for the child; a terminal's Ctrl-C reaches it without our help."""
CONFIG = """[options]
addons_path = {addons_path}
data_dir = {data_dir}
http_interface = 127.0.0.1
list_db = False
max_cron_threads = 0
smtp_server = 127.0.0.1
smtp_port = 1025
with_demo = False
"""
"""Loopback only. No cron runs and no mail leaves unless a command line asks for it."""


def data_dir():
    return cache.home() / "data"


def config_file(source):
    """Write the configuration of this checkout and return its path."""
    paths = [*source.addons_paths, *([ROOT] if addons.ours() else [])]
    text = CONFIG.format(
        addons_path=",".join(map(str, paths)),
        data_dir=data_dir(),
    )
    folder = cache.home() / "config"
    folder.mkdir(exist_ok=True)
    file = folder / f"{cache.fingerprint(text)}.conf"
    draft = file.with_suffix(f".{os.getpid()}")
    draft.write_text(text)
    return draft.replace(file)


def environment():
    """Return the environment in which a process can import and configure Odoo."""
    source = odoo_source.ensure()
    values = {
        **os.environ,
        "ODOO_RC": str(config_file(source)),
        "PYTHONPATH": str(source.folder),
        "PYTHONPYCACHEPREFIX": str(cache.home() / "pycache"),
    }
    values.pop("PYTHONDONTWRITEBYTECODE", None)
    return values


def run_python(*arguments, **options):
    """Run Python with Odoo at hand in the foreground; return its exit code."""
    command = [sys.executable, *map(str, arguments)]
    child = subprocess.Popen(command, env=environment(), **options)

    def pass_on(number, _frame):
        if number != signal.SIGINT or not sys.stdin.isatty():
            child.send_signal(number)

    before = {number: signal.signal(number, pass_on) for number in PASSED_ON}
    try:
        code = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 128 - code if code < 0 else code


def run(*arguments):
    """Run Odoo's command line in the foreground; return its exit code."""
    return run_python("-m", "odoo", *arguments)


def run_quietly(*arguments, log_name="odoo", failure="Odoo failed"):
    """Run Odoo's command line with its output in a log, which is returned."""
    command = [sys.executable, "-m", "odoo", *arguments]
    return run_logged(command, log_name, failure, shown=15, env=environment())


@contextmanager
def serving(database, port):
    """Serve a database in the background, without jobs; give the server's address."""
    log = cache.home() / "logs" / f"{database}.server.log"
    command = ["-m", "odoo", "server", "-d", database, f"--http-port={port}"]
    with log.open("w") as file:
        server = subprocess.Popen(
            [sys.executable, *command],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        yield wait_for(server, f"http://127.0.0.1:{port}", log)
    finally:
        server.terminate()
        server.wait()


def wait_for(server, address, log):
    """Return `address` once the server answers there."""
    while server.poll() is None:
        try:
            with urlopen(f"{address}/web/health", timeout=60):
                return address
        except (URLError, TimeoutError):
            time.sleep(0.2)
    raise Trouble(f"Odoo could not serve at {address} (log: {log})")
