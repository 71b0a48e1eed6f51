"""The browser of Odoo's tours and of the pictures: Chromium of the system."""

import os
import shutil

from . import python_env
from .console import Trouble, note

NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
"""Where Odoo's `HttpCase` looks, in its order."""


def find():
    """Return the browser's path, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def ensure():
    """Have a browser if that is possible; say plainly when there is none."""
    if find():
        return
    if not os.geteuid() and shutil.which("apt-get"):
        note("installing chromium for the browser tests")
        try:
            python_env.apt_install("chromium")
        except Trouble as trouble:
            note(str(trouble))
        else:
            return
    note(
        "no chromium: browser tests will be SKIPPED; install it (apt install chromium)"
    )
