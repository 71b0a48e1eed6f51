"""Databases: made from templates that heal, with their files."""

import os

import pytest

from devtools import cache, databases, odoo_process

pytestmark = pytest.mark.slow


@pytest.fixture
def names():
    """Two names of databases that are dropped afterwards."""
    found = [f"dev_test_{os.getpid()}_{letter}" for letter in "ab"]
    yield found
    for name in found:
        databases.drop(name)


def files_of(name):
    return odoo_process.data_dir() / "filestore" / name


def test_a_database_and_its_copy(names):
    first, second = names
    databases.create(first, ["base"])
    files_of(first).mkdir(parents=True, exist_ok=True)
    (files_of(first) / "file").write_text("kept")
    databases.copy(first, second)
    assert set(names) <= set(databases.names())
    assert (files_of(second) / "file").read_text() == "kept"
    databases.drop(second)
    assert second not in databases.names()
    assert not files_of(second).exists()


def test_a_half_made_template_is_made_anew(names, monkeypatch):
    template = databases.template(["base"])
    half = template + "_again" + databases.HALF_MADE
    databases.copy(template, half)
    made = []
    monkeypatch.setattr(cache, "fingerprint", lambda *_: template[-10:] + "_again")
    monkeypatch.setattr(
        databases, "install", lambda *_: made.append(databases.copy(template, half))
    )
    try:
        again = databases.template(["base"])
        assert made
        assert databases.exists(again)
        assert not databases.exists(half)
    finally:
        databases.drop(template + "_again")
