"""Words to the person at the terminal."""

import sys


class Trouble(Exception):
    """Something the user can mend. Its text says what happened and what to do."""


def say(text=""):
    """Print one line of result, at once, so that logs keep their order."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def note(text):
    """Print one line of progress; on stderr, so that results can be piped."""
    sys.stderr.write(f"· {text}\n")
    sys.stderr.flush()
