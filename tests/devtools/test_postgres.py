"""The embedded server: there for who needs it, gone after the last of them."""

import multiprocessing
import os

import pytest

from devtools import postgres

fork = multiprocessing.get_context("fork")


@pytest.fixture
def no_server_of_the_users(monkeypatch):
    for name in postgres.OWN_SERVER:
        monkeypatch.delenv(name, raising=False)


def answers():
    with postgres.connection() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone() == (postgres.ROLE,)


@pytest.mark.slow
def test_the_last_to_leave_stops_it(cache_home, no_server_of_the_users):
    entered, leave = fork.Event(), fork.Event()

    def other():
        with postgres.running():
            entered.set()
            leave.wait()

    neighbour = fork.Process(target=other)
    neighbour.start()
    entered.wait(60)
    with postgres.running():
        assert answers()
        pid_file = next(cache_home.glob("postgres-*/data/postmaster.pid"))
    assert pid_file.exists()
    leave.set()
    neighbour.join()
    assert neighbour.exitcode == 0
    assert not pid_file.exists()
    assert "PGHOST" not in os.environ
