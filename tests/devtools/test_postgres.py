"""The embedded server: there for who needs it, gone after the last of them."""

import multiprocessing
import os
import signal
import tempfile
import time
from pathlib import Path

import pytest

from devtools import embedded_postgres, postgres

fork = multiprocessing.get_context("fork")


@pytest.fixture
def no_server_of_the_users(monkeypatch):
    for name in postgres.OWN_SERVER:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def neighbour():
    """Another process that needs the server until it is told to leave."""
    entered, leave = fork.Event(), fork.Event()

    def need_server():
        with postgres.running():
            entered.set()
            leave.wait()

    process = fork.Process(target=need_server)

    def come():
        process.start()
        assert entered.wait(60)

    def go():
        leave.set()
        process.join()

    yield come, go
    go()


def current_user():
    with postgres.connection() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


@pytest.mark.slow
def test_the_last_to_leave_stops_it(cache_home, no_server_of_the_users, neighbour):
    come, go = neighbour
    come()
    with postgres.running():
        assert current_user() == embedded_postgres.ROLE
    pid_file = next(cache_home.glob("postgres-*/data/postmaster.pid"))
    go()
    assert not pid_file.exists()
    assert "PGHOST" not in os.environ


@pytest.mark.slow
def test_a_killed_server_starts_again(cache_home, no_server_of_the_users):
    with postgres.running():
        pid_file = next(cache_home.glob("postgres-*/data/postmaster.pid"))
        pid = int(pid_file.read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        while embedded_postgres.is_postgres(pid):
            time.sleep(0.05)
    with postgres.running():
        assert current_user() == embedded_postgres.ROLE


def test_a_deep_cache_folder_has_its_socket_elsewhere(tmp_path):
    deep = embedded_postgres.Server(tmp_path / ("deep" * 30))
    assert deep.socket.parent == Path(tempfile.gettempdir())
    assert embedded_postgres.Server(Path("/near")).socket == Path("/near/data")
