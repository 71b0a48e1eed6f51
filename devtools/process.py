"""Other programs, run quietly: their words go to a log that is shown on failure."""

import subprocess

from . import cache
from .console import Trouble

TAIL = 15


def run_logged(command, log_name, failure, **options):
    """Run `command`; on failure raise Trouble with `failure` and the log's end."""
    folder = cache.home() / "logs"
    folder.mkdir(exist_ok=True)
    log = folder / f"{log_name}.log"
    with log.open("w") as file:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
            **options,
        )
    if done.returncode:
        raise Trouble(f"{failure}\n{tail(log)}\n(all of it: {log})")
    return log


def tail(log):
    lines = log.read_text(errors="replace").strip().splitlines()
    return "\n".join(f"  | {line}" for line in lines[-TAIL:])
