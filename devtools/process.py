"""Other programs, run quietly: their words go to a log that is named on failure."""

import subprocess

from . import cache
from .console import Trouble


def run_logged(command, log_name, failure, shown=0, may_fail=False, **options):
    """Run `command` and return its log; on failure raise Trouble with `failure`.

    :param int shown: how many of the log's last lines the words of failure quote.
    :param bool may_fail: return None on failure, instead.
    """
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
    if done.returncode and may_fail:
        return None
    if done.returncode:
        raise Trouble(f"{failure} (log: {log}){quote_end(log, shown)}")
    return log


def quote_end(log, count):
    lines = log.read_text(errors="replace").strip().splitlines()
    return "".join(f"\n  | {line}" for line in lines[-count:] if count)
