"""What a user reads when something is wrong: one line that says what to do."""

import os
import shutil
import socket

import pytest


def assert_one_line(done, words):
    """Check that a command failed with words for people, without a traceback."""
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("dev: "), done.stderr
    assert words in last
    assert "Traceback" not in done.stderr


def test_help_lists_the_commands(dev):
    done = dev("--help")
    assert done.returncode == 0
    assert "run " in done.stdout
    assert "bench " in done.stdout


def test_an_unknown_command(dev):
    done = dev("rnu")
    assert done.returncode == 2
    assert "no such command: rnu" in done.stderr


def test_a_source_that_is_none(dev, tmp_path):
    done = dev("odoo", "--version", env={**os.environ, "ODOO_SOURCE": str(tmp_path)})
    assert_one_line(done, "holds no odoo/release.py")


def test_a_server_that_does_not_answer(dev, tmp_path):
    done = dev("db", "list", env={**os.environ, "PGHOST": str(tmp_path)})
    assert_one_line(done, "start it, or unset them to use the embedded one")


def test_a_port_in_use(dev):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert_one_line(dev("run", "--port", str(port)), "name another with --port")


def test_no_npm(dev, tmp_path):
    os.symlink(shutil.which("git"), tmp_path / "git")
    done = dev("lint", env={**os.environ, "PATH": str(tmp_path)})
    assert_one_line(done, "apt install nodejs npm")


@pytest.mark.parametrize("what", ["no_such_addon", "tests/no_such_file.py"])
def test_a_test_that_is_not_there(dev, what):
    assert_one_line(dev("test", "--no-update", what), "no such addon or file")


def test_odoo_gets_its_arguments_and_hands_back_its_exit_code(dev):
    assert dev("odoo", "--version").stdout.startswith("Odoo Server 19.0")
    assert dev("odoo", "--no-such-option").returncode == 2


def test_a_database_that_is_not_there(dev):
    assert_one_line(dev("db", "drop", "no_such_database"), "there is no database")
    assert_one_line(dev("db", "copy", "no_such_database", "x"), "there is no database")
