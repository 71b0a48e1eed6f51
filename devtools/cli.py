"""Reads which command is meant and runs it; turns trouble into one clear line."""

import importlib
import os
import signal
import sys

from . import python_env
from .console import Trouble, note, say

COMMANDS = {
    "run": "make a demo database, play the story, serve Odoo",
    "test": "run the tests",
    "lint": "check the form of every file (--fix mends it)",
    "odoo": "Odoo's own command line, with this project's configuration",
    "db": "create, copy, drop and list databases",
    "pictures": "make the pictures of the documentation",
    "bench": "measure, and print a table of verdicts",
}
PLAIN_COMMANDS = {"lint"}
"""Commands that the system's Python can run; the others need Odoo's environment."""


def usage():
    lines = [f"  {name:8} {what}" for name, what in COMMANDS.items()]
    return "\n".join(
        ["usage: ./dev COMMAND [ARGUMENT…]   (./dev COMMAND --help)", "", *lines]
    )


def main(argv):
    """Run the command line `argv` and return the process's exit code."""
    name, *arguments = argv or ["--help"]
    if name in ("-h", "--help", "help"):
        say(usage())
        return 0
    if name not in COMMANDS:
        note(f"no such command: {name}")
        say(usage())
        return 2
    return run_command(name, arguments)


def run_command(name, arguments):
    # a terminated command still stops its children and its PostgreSQL
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.umask(0o022)  # what root installs, PostgreSQL's user has to read
    try:
        if name not in PLAIN_COMMANDS:
            python_env.enter(sys.argv)
        command = importlib.import_module(f"devtools.commands.{name}")
        return command.main(arguments)
    except Trouble as trouble:
        sys.stderr.write(f"dev: {trouble}\n")
        return 1
    except KeyboardInterrupt:
        return 130
