"""Odoo from Debian's package, without touching what is installed on the system.

`odoo-19` is in Debian's suite `sid` only. A private list of sources, with Debian's own
keyring, lets apt fetch and verify it for any user; `dpkg-deb` unpacks it in our cache.
"""

import os
import platform
import shutil
import subprocess
from pathlib import Path

from . import cache
from .console import Trouble, note
from .process import run_logged

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
PACKAGES = [
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
]
"""Odoo, and the files of other packages that its folders link to."""
OWN_SUITE_PACKAGES = ["fonts-font-awesome"]
"""Taken from the machine's own suite: the newer one names its files otherwise."""
PYTHON_FOLDER = Path("usr/lib/python3/dist-packages")
REMOVED_SCRIPT = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
FAILURE = (
    "could not fetch Odoo from Debian: is there a network? "
    "Or set ODOO_SOURCE to a checkout of Odoo 19.0"
)


def is_usable():
    """Return whether this is Debian with its tools; derivatives do not count."""
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        return False
    tools = all(map(shutil.which, ["apt-get", "dpkg-deb"]))
    return system.get("ID") == "debian" and tools and KEYRING.exists()


def ensure_odoo():
    """Return the folder that holds Debian's `odoo`, fetched if need be."""
    key = cache.fingerprint(*PACKAGES, *OWN_SUITE_PACKAGES)
    return cache.ensure("odoo-debian", key, build, gigabytes=2) / PYTHON_FOLDER


def build(folder):
    note("downloading Odoo 19 from Debian (about 130 MB)")
    apt = private_apt(folder / "apt")
    run_logged([*apt, "update"], "debian-update", FAILURE)
    downloads = folder / "downloads"
    downloads.mkdir()
    suite = own_suite()
    names = PACKAGES + [f"{name}/{suite}" for name in OWN_SUITE_PACKAGES]
    run_logged([*apt, "download", *names], "debian-download", FAILURE, cwd=downloads)
    note("unpacking it")
    for package in sorted(downloads.glob("*.deb")):
        run_logged(["dpkg-deb", "-x", package, folder], "debian-unpack", FAILURE)
    complete(folder)
    shutil.rmtree(downloads)
    shutil.rmtree(folder / "apt")


def private_apt(folder):
    """Return an apt-get that works in `folder` only, with suites of our choice."""
    for part in ("lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True)
    suites = dict.fromkeys(["sid", own_suite()])
    source = f"deb [signed-by={KEYRING}] {mirror()} %s main\n"
    (folder / "sources.list").write_text("".join(source % s for s in suites))
    settings = {
        "Dir::Etc::sourcelist": str(folder / "sources.list"),
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Dir::State::lists": str(folder / "lists"),
        "Dir::Cache": str(folder / "cache"),
        "Acquire::Languages": "none",
    }
    if not os.geteuid():
        # apt's own user cannot write in the cache folder of root
        settings["APT::Sandbox::User"] = "root"
    options = [word for item in settings.items() for word in ("-o", "=".join(item))]
    return ["apt-get", *options]


def own_suite():
    return platform.freedesktop_os_release().get("VERSION_CODENAME", "sid")


def mirror():
    """Return the mirror that this machine already uses for its own suite."""
    command = ["apt-get", "indextargets", "--format", "$(RELEASE) $(SITE)"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        release, _, site = line.partition(" ")
        if release in (own_suite(), "sid", "unstable"):
            return site
    raise Trouble(f"no Debian mirror in apt's sources: {FAILURE}")


def complete(folder):
    """Put an empty file where Debian removed one, or every bundle logs an error."""
    script = folder / PYTHON_FOLDER / "odoo" / REMOVED_SCRIPT
    script.parent.mkdir(parents=True, exist_ok=True)
    script.touch()
