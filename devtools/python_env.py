"""The virtual environments: Odoo's with the tests' tools, and the linters'."""

import importlib.util
import os
import platform
import shutil
import sys
import venv
from pathlib import Path

from . import ROOT, cache
from .console import Trouble, note
from .process import run_logged

PINS = ROOT / "pins"


def enter(argv):
    """Go on in Odoo's environment: replace this process unless it is there already."""
    folder = ensure("python", ["odoo.txt", "test.txt"], gigabytes=1)
    if Path(sys.prefix).resolve() != folder:
        python = folder / "bin" / "python"
        os.execv(python, [str(python), str(ROOT / "dev"), *argv[1:]])


def ensure(name, pin_files, gigabytes):
    """Return the environment `name` with exactly what `pin_files` list."""
    pins = [PINS / file for file in pin_files]
    version = platform.python_version()
    key = cache.fingerprint(version, sys.base_prefix, *(p.read_text() for p in pins))

    def build(folder):
        note(f"installing the Python packages of {', '.join(pin_files)}")
        require_venv()
        venv.create(folder, with_pip=True, symlinks=True)
        install(folder, pins)

    return cache.ensure(name, key, build, gigabytes)


def install(folder, pins):
    """Install `pins` as they stand: all of them are wheels and none is resolved."""
    command = [folder / "bin" / "python", "-m", "pip", "install", "--no-deps"]
    command += ["--only-binary=:all:", "--disable-pip-version-check"]
    for file in pins:
        command += ["-r", file]
    run_logged(
        command,
        folder.name,
        "could not install Python packages: is there a network? Then run this again",
    )


def require_venv():
    """Debian ships Python without `ensurepip`; install it or say how to."""
    if importlib.util.find_spec("ensurepip"):
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() or not shutil.which("apt-get"):
        raise Trouble(f"Python's venv is missing: install it (apt install {package})")
    note(f"installing {package}")
    apt_install(package)


def apt_install(*packages):
    """Install system packages; only ever called when running as root."""
    failure = (
        f"could not install {' '.join(packages)} with apt-get: is there a network?"
    )
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run_logged(["apt-get", "update"], "apt-update", failure, env=settings)
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    run_logged(command, "apt-install", failure, env=settings)
