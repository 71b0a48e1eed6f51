"""Databases and sinks of the tests with real processes."""

import os
import socket

import pytest

from devtools.sinks import MailSink, SmsSink

from . import odoo, scenes


@pytest.fixture(scope="session")
def prepared(request):
    """A database with our addon, to be copied."""
    name = f"e2e_prepared_{os.getpid()}"
    request.addfinalizer(lambda: odoo.drop(name))
    odoo.make(name, ["backorder_comms"])
    return name


@pytest.fixture(scope="module")
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def sink(tmp_path):
    with MailSink(tmp_path / "mail") as mail_sink:
        yield mail_sink


@pytest.fixture
def sms_sink(tmp_path):
    with SmsSink(tmp_path / "sms") as sms_sink:
        yield sms_sink


@pytest.fixture
def database(prepared, sink, sms_sink):
    """A copy of `prepared` whose mails and SMS go to sinks, and may do so."""
    with odoo.copy(prepared, f"e2e_{os.getpid()}") as database:
        database.run(scenes.point_at_sinks, sink.port, sms_sink.url)
        yield database
