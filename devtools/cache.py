"""The cache folder: what was downloaded or built, kept between runs.

Two processes may run at once and any of them may be killed at any moment. So every
folder is built under a lock and counts as there only once its marker is written; a
folder without marker is thrown away and built anew.
"""

import fcntl
import hashlib
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from .console import Trouble, note

MARKER = ".ready"


def home():
    """Return the cache folder, made if need be."""
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(os.environ.get("BACKORDER_DEV_HOME") or default / "backorder-comms")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(
            f"cannot make the cache folder {folder} ({error.strerror}): "
            "set BACKORDER_DEV_HOME to a folder that can be written"
        ) from None
    return folder.resolve()


def fingerprint(*parts):
    """Return a short name for `parts` (texts): other parts, other name."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]


@contextmanager
def lock(name, shared=False, busy=None):
    """Hold the lock `name`, waiting for it; the kernel frees it if we are killed.

    :param str busy: if given, do not wait but stop with these words.
    """
    folder = home() / "locks"
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.lock").open("w") as file:
        mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        if not _try_lock(file, mode):
            if busy:
                raise Trouble(busy)
            note(f"waiting for another ./dev to finish with {name}")
            fcntl.flock(file, mode)
        yield file


def try_exclusive(file):
    """Turn a held shared lock into an exclusive one; False if others hold it too."""
    return _try_lock(file, fcntl.LOCK_EX)


def _try_lock(file, mode):
    try:
        fcntl.flock(file, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def ensure(name, key, build, gigabytes):
    """Return the folder `name-key`, made by `build(folder)` unless it is there.

    :param float gigabytes: room on the disk that the build needs.
    """
    folder = home() / f"{name}-{key}"
    if not (folder / MARKER).exists():
        with lock(name):
            if not (folder / MARKER).exists():
                _build(folder, build, gigabytes)
    return folder


def _build(folder, build, gigabytes):
    shutil.rmtree(folder, ignore_errors=True)
    check_room(gigabytes)
    folder.mkdir()
    build(folder)
    (folder / MARKER).touch()


def check_room(gigabytes):
    """Stop early, with words, rather than in the middle of a download."""
    free = shutil.disk_usage(home()).free / 1e9
    if free < gigabytes:
        raise Trouble(
            f"{gigabytes} GB of room needed in {home()} and {free:.1f} GB are free: "
            "make room, or set BACKORDER_DEV_HOME to a folder on another disk"
        )
