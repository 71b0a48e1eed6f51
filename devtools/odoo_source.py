"""Odoo's own source: the user's if named, else Debian's package, else a clone."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from . import cache, debian
from .console import Trouble, note
from .process import run_logged

SERIES = "19.0"
GIT_URL = "https://github.com/odoo/odoo.git"


@dataclass(frozen=True)
class OdooSource:
    """A folder that holds the Python package `odoo`."""

    folder: Path

    @property
    def addons_paths(self):
        """Debian puts every addon in the package; a checkout has them beside it."""
        inside = self.folder / "odoo" / "addons"
        beside = self.folder / "addons"
        return [inside] if (inside / "sale_stock").is_dir() else [inside, beside]

    @cached_property
    def version(self):
        """Return what tells this source from another one, later or elsewhere."""
        command = ["git", "-C", str(self.folder), "rev-parse", "HEAD"]
        if not (self.folder / ".git").exists() or not shutil.which("git"):
            return str(self.folder)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return f"{self.folder} {done.stdout.strip()}"


def ensure():
    """Return the source to use, downloaded if need be."""
    if named := os.environ.get("ODOO_SOURCE"):
        return OdooSource(checked(Path(named).expanduser().resolve()))
    if debian.is_usable():
        return OdooSource(debian.ensure_odoo())
    return OdooSource(cache.ensure("odoo-git", SERIES, clone, gigabytes=2) / "odoo")


def checked(folder):
    """Return `folder` if it holds Odoo 19; stop with one line otherwise."""
    release = folder / "odoo" / "release.py"
    if not release.is_file():
        raise Trouble(
            f"ODOO_SOURCE={folder} holds no odoo/release.py: "
            f"name the folder of a checkout of Odoo {SERIES}, or unset it"
        )
    found = re.search(r"version_info = \((\d+), *(\d+)", release.read_text())
    series = ".".join(found.groups()) if found else "unknown"
    if series != SERIES:
        raise Trouble(
            f"ODOO_SOURCE={folder} is Odoo {series}: check out its branch {SERIES}, "
            "or unset it"
        )
    return folder


def clone(folder):
    """Clone the newest commit of Odoo's branch; `ODOO_GIT` names another address."""
    if not shutil.which("git"):
        raise Trouble("git is missing: install it, or set ODOO_SOURCE to an Odoo 19.0")
    url = os.environ.get("ODOO_GIT", GIT_URL)
    note(f"cloning Odoo {SERIES} from {url} (a few minutes)")
    command = ["git", "clone", "--depth", "1", "--branch", SERIES, url]
    run_logged(
        [*command, folder / "odoo"],
        "odoo-clone",
        f"could not clone {url}: is there a network? Or set ODOO_SOURCE to a checkout",
    )
    checked(folder / "odoo")
