"""The story of `./dev run` is a test, too, up to the links in its messages."""

import json
import os
import re
import shutil
import socket
import time
from email import message_from_bytes, policy

import pytest
import requests

from devtools import cache, databases

from . import odoo

pytestmark = pytest.mark.slow
LINK = re.compile(
    r"http://127\.0\.0\.1:\d+/(?:my/\S+?access_token=[\w-]+|b/[\w-]+/\d+)"
)


@pytest.fixture(scope="module")
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def story(port):
    """The name of the story's database, and how its telling went."""
    name = f"e2e_story_{os.getpid()}"
    dev = odoo.start_python(
        *("dev", "run", "--no-serve", "--database", name, "--port", str(port))
    )
    try:
        transcript, log = dev.communicate(timeout=600)
        yield name, transcript, log, dev.returncode
    finally:
        databases.drop(name)
        shutil.rmtree(cache.home() / "sinks" / name, ignore_errors=True)


def test_the_story_holds(story):
    _name, transcript, log, code = story
    assert code == 0, transcript + log
    assert "The story held." in transcript


@pytest.mark.parametrize(
    "line",
    [
        "MAIL to Ann Baker",
        "TEXT MESSAGE to Chloé Martin",
        "TEXT MESSAGE to Jonas Weber",
        "From:    Sofie Maes <sofie@linden-oak.example>",
        "*2 Units Oak desk*",
        "TEXT MESSAGE to Nora Quinn",
        "POST to the chat tool",
        "Nobody is told anything.",
    ],
)
def test_the_transcript_shows_what_customers_got(story, line):
    assert line in story[1]


def test_plain_texts_have_no_asterisk_that_closes_nothing(story):
    lines = story[1].splitlines()
    odd = [line for line in lines if line.count("*") % 2 and line.startswith("  | ")]
    assert odd == []


def test_nobody_writes_to_the_customer_whose_order_was_complete(story):
    assert "to Tom Reed" not in story[1]


def test_links_of_all_messages_open(story, port):
    """Without logging in, as from a customer's phone."""
    links = read_links(cache.home() / "sinks" / story[0])
    assert links["mail"] and links["sms"]
    server = odoo.start_server(story[0], port)
    try:
        wait_for_server(port)
        for link in links["mail"] | links["sms"]:
            page = requests.get(link, timeout=60)
            assert page.status_code == 200, link
            assert "Linden &amp; Oak" in page.text, link
            assert "/web/login" not in page.url, link
    finally:
        odoo.stop(server)


def read_links(folder):
    """Return the links to orders that the sinks' mails and text messages have."""
    mails = [
        message_from_bytes(file.read_bytes(), policy=policy.default)
        for file in (folder / "mail").iterdir()
    ]
    texts = [json.loads(file.read_text()) for file in (folder / "sms").iterdir()]
    return {
        "mail": find_links(mail.get_body(("plain",)).get_content() for mail in mails),
        "sms": find_links(text["content"] for text in texts),
    }


def find_links(texts):
    return {link for text in texts for link in LINK.findall(text)}


def wait_for_server(port):
    for _attempt in range(120):
        try:
            return requests.get(f"http://127.0.0.1:{port}/web/health", timeout=60)
        except requests.ConnectionError:
            time.sleep(0.5)
    raise TimeoutError("the server does not answer")
