"""Each addon can be built and installed as a package, with all of its files."""

import os
import subprocess
import sys

import pytest

from devtools import ROOT, addons

LEFT_OUT = {"pyproject.toml"}
"""What only the build itself reads."""


def files_of(addon):
    command = ["git", "ls-files", addon]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = {name.removeprefix(f"{addon}/") for name in done.stdout.splitlines()}
    return found - LEFT_OUT


def pip(*arguments):
    command = [
        sys.executable,
        "-m",
        "pip",
        *map(str, arguments),
        "--no-deps",
        "--quiet",
    ]
    settings = {**os.environ, "PIP_NO_INDEX": "1"}
    subprocess.run(command, cwd=ROOT, check=True, env=settings)


@pytest.mark.parametrize("addon", addons.ours())
def test_wheel(addon, tmp_path):
    pip("wheel", "--no-build-isolation", "--wheel-dir", tmp_path, ROOT / addon)
    (wheel,) = tmp_path.glob("*.whl")
    pip("install", "--target", tmp_path / "site", wheel)
    installed = tmp_path / "site" / "odoo" / "addons" / addon
    missing = [name for name in files_of(addon) if not (installed / name).exists()]
    assert missing == []
    assert (installed / "i18n" / f"{addon}.pot").exists()
