"""SMS by way of Twilio, which takes one at a time: what it says of one is of that one.

Scenario F12 with another provider than core's own.
"""

import os

import pytest

from devtools import databases
from devtools.sinks import TwilioSink
from devtools.sinks.twilio import HOST_OF_TWILIO

from . import odoo, scenes

pytestmark = [pytest.mark.slow, pytest.mark.faults]
CUSTOMERS = 10
ACCOUNT = f"AC{'0' * 32}"


@pytest.fixture(scope="module")
def with_twilio(prepared):
    name = f"e2e_twilio_{os.getpid()}"
    with odoo.copy(prepared, name) as database:
        databases.install(name, ["sms_twilio"])
        yield database


@pytest.fixture
def twilio(tmp_path):
    with TwilioSink(tmp_path / "twilio") as twilio:
        yield twilio


@pytest.fixture
def database(with_twilio, sink, twilio):
    """A database whose SMS go to Twilio, as it takes the sink to be."""
    with odoo.copy(with_twilio.name, f"e2e_{os.getpid()}") as database:
        database.run(scenes.point_at_sinks, sink.port, "")
        database.run(use_twilio)
        yield database


# inside of the Odoo process


def use_twilio(env):
    env.company.write(
        {
            "sms_provider": "twilio",
            "sms_twilio_account_sid": ACCOUNT,
            "sms_twilio_auth_token": "secret",
            "sms_twilio_number_ids": [
                (0, 0, {"number": "+3280012345", "country_id": env.ref("base.be").id})
            ],
        }
    )


def write_by_twilio(env, url):
    go_to_sink(url)
    return scenes.write_to(env, CUSTOMERS, "sms")


def write_again_by_twilio(env, url):
    go_to_sink(url)
    for _time in range(3):
        result = scenes.wait_and_write(env)
    return result


def go_to_sink(url):
    """Let what goes to Twilio go to the sink: core's addon knows but one address."""
    import requests

    post = requests.Session.post

    def post_to_sink(self, address, *arguments, **options):
        address = address.replace(HOST_OF_TWILIO, url)
        return post(self, address, *arguments, **{**options, "timeout": 2})

    requests.Session.post = post_to_sink


# the tests


def single_out(twilio, mode):
    """Have Twilio answer so to the fourth SMS that comes in, and once only."""
    seen = []

    def choose(sms):
        seen.append(sms.uuid)
        return mode if len(seen) == 4 else "ok"

    twilio.mode_for = choose


def test_all_sms_leave(database, twilio):
    assert database.run(write_by_twilio, twilio.url)["states"] == {"sent": CUSTOMERS}
    assert len({sms.uuid for sms in twilio.messages}) == CUSTOMERS


@pytest.mark.parametrize("mode", ["html", "lost", "stall"])
def test_sms_in_doubt_is_the_only_one_and_is_never_sent_again(database, twilio, mode):
    single_out(twilio, mode)
    result = database.run(write_by_twilio, twilio.url, trouble=True)
    assert result["states"] == {"sent": CUSTOMERS - 1, "unknown": 1}
    after = database.run(write_again_by_twilio, twilio.url)
    assert after["states"] == result["states"]
    assert len(twilio.messages) == CUSTOMERS - (mode == "stall")


@pytest.mark.parametrize("mode", ["refuse", "busy"])
def test_sms_that_twilio_refused_is_the_only_one_and_somebody_s_task(
    database, twilio, mode
):
    single_out(twilio, mode)
    result = database.run(write_by_twilio, twilio.url, trouble=True)
    assert result["states"] == {"failed": 1, "sent": CUSTOMERS - 1}
    assert result["activities"] == 1
    assert len(twilio.messages) == CUSTOMERS - 1
