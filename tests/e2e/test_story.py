"""The story of `./dev run` is a test, too."""

import importlib.util
import os

import pytest

from devtools import databases


@pytest.mark.slow
@pytest.mark.skipif(
    not importlib.util.find_spec("devtools.story"), reason="no story is written yet"
)
def test_the_story_holds(dev):
    name = f"story_{os.getpid()}"
    try:
        done = dev("run", "--no-serve", "--database", name)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "The story held." in done.stdout
    finally:
        databases.drop(name)
