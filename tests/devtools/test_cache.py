"""The cache: built once, and whole or not at all."""

import multiprocessing
import os
import signal
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devtools import cache
from devtools.console import Trouble

fork = multiprocessing.get_context("fork")


def ensure(build):
    return cache.ensure("thing", "key", build, gigabytes=0)


def write_whole(folder):
    (folder / "whole").touch()


def append_and_sleep(folder):
    """Leave a trace of each build, slowly enough for two to meet."""
    with (folder.parent / "builds").open("a") as file:
        file.write("x")
    time.sleep(0.3)


def die_half_way(folder):
    (folder / "half").touch()
    os.kill(os.getpid(), signal.SIGKILL)


def in_processes(build, count=1):
    children = [fork.Process(target=ensure, args=[build]) for _ in range(count)]
    for child in children:
        child.start()
    for child in children:
        child.join()


def test_what_is_there_is_not_built_again(cache_home):
    folder = ensure(write_whole)
    assert folder == ensure(pytest.fail)
    assert (folder / "whole").exists()


def test_a_killed_build_is_thrown_away(cache_home):
    in_processes(die_half_way)
    assert (cache_home / "thing-key" / "half").exists()
    folder = ensure(write_whole)
    assert {path.name for path in folder.iterdir()} == {"whole", cache.MARKER}


def test_a_failed_build_is_tried_again(cache_home):
    with pytest.raises(ZeroDivisionError):
        ensure(lambda folder: 1 / 0)
    assert (ensure(write_whole) / "whole").exists()


def test_two_at_once_build_once(cache_home):
    in_processes(append_and_sleep, count=3)
    assert (cache_home / "builds").read_text() == "x"


def test_a_busy_lock_says_so(cache_home):
    held = fork.Event()

    def hold():
        with cache.lock("door"):
            held.set()
            time.sleep(30)

    holder = fork.Process(target=hold, daemon=True)
    holder.start()
    held.wait()
    with (
        pytest.raises(Trouble, match="somebody is in"),
        cache.lock("door", busy="somebody is in"),
    ):
        pass
    holder.kill()  # the kernel frees what a killed process held
    holder.join()
    with cache.lock("door", busy="somebody is in"):
        pass


def test_no_room(cache_home):
    with pytest.raises(Trouble, match="1000000 GB of room needed"):
        cache.check_room(1_000_000)


def test_a_folder_that_cannot_be_made(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("BACKORDER_DEV_HOME", str(tmp_path / "file" / "cache"))
    with pytest.raises(Trouble, match="set BACKORDER_DEV_HOME"):
        cache.home()


texts = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1
)


@given(texts, texts)
def test_fingerprints_tell_lists_apart(one, other):
    same = cache.fingerprint(*one) == cache.fingerprint(*other)
    assert same == (one == other)
