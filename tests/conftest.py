"""What the tests of the project's own tools share."""

import subprocess
import sys

import pytest
from hypothesis import settings

from devtools import ROOT

settings.register_profile("here", deadline=None)  # other tests may keep the CPU busy
settings.load_profile("here")


@pytest.fixture
def cache_home(tmp_path, monkeypatch):
    """An empty cache folder."""
    monkeypatch.setenv("BACKORDER_DEV_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def dev():
    """Run `./dev` as its users do, and return what it said and its exit code."""

    def run(*arguments, **options):
        return subprocess.run(
            [sys.executable, str(ROOT / "dev"), *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            **options,
        )

    return run
