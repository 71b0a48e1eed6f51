"""Real Odoo processes on real databases, outside of any test's transaction."""

import json
import re
import signal
import subprocess
import sys
from contextlib import contextmanager

from devtools import ROOT, databases, odoo_process, postgres

TROUBLE = re.compile(r"^\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) .*", re.MULTILINE)
OUR_TROUBLE = re.compile(TROUBLE.pattern + r"backorder_comms.*", re.MULTILINE)
PATIENCE = 240


class Database:
    """A database of a test's own, which is dropped after it."""

    def __init__(self, name):
        self.name = name

    def run(self, function, *arguments, trouble=False):
        """Call `function(env, *arguments)` in an Odoo process of its own.

        :param trouble: whether core may log warnings and errors in the process, as it
            does of each collision in the database; our addon never may.
        :return: what it returned, by way of JSON
        """
        process = start_python(
            *("-m", "tests.e2e.inside", self.name),
            f"{function.__module__}:{function.__name__}",
            json.dumps(arguments),
        )
        output, log = finish(process)
        assert not (OUR_TROUBLE if trouble else TROUBLE).findall(log), log
        return json.loads(output.splitlines()[-1])

    def command(self, *arguments):
        """Run a command of Odoo's own command line; return its log."""
        process = start_python("-m", "odoo", *arguments)
        return finish(process)[1]

    def start_worker(self, *more):
        """Start an Odoo server that only runs scheduled jobs."""
        options = ("--no-http", "--max-cron-threads=1", "--log-level=warn", *more)
        return start_python("-m", "odoo", "server", "-d", self.name, *options)


@contextmanager
def copy(source, name):
    """Give a Database with what `source` has in it; its files are not copied."""
    with postgres.connection() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    try:
        yield Database(name)
    finally:
        drop(name)


def drop(name):
    with postgres.connection() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def make(name, modules):
    """Make a database in which Odoo installed `modules`."""
    drop(name)
    databases.create(name, modules)


def start_server(name, port):
    """Start an Odoo server for browsers."""
    options = (f"--http-port={port}", "--log-level=warn")
    return start_python("-m", "odoo", "server", "-d", name, *options)


def start_python(*arguments):
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=odoo_process.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def stop(process):
    """Ask a server to end, and return its log once it did so in good order."""
    process.send_signal(signal.SIGTERM)
    return finish(process)[1]


def finish(process):
    """Return what a process said and its log, once it ended in good order."""
    try:
        output, log = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()  # nothing happens to one that ended
    assert process.returncode == 0, log
    return output, log
