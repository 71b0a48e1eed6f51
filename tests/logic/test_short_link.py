from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.short_link import lengthen, shorten
from logic.text_message import CHEAP_CHARACTERS

TOKEN = "d8c879c9-4608-452c-b5a0-db9f00f83820"


def test_token_of_core_takes_22_characters():
    assert shorten(TOKEN) == "2Mh5yUYIRSy1oNufAPg4IA"


@given(st.uuids())
def test_nothing_of_a_token_is_lost(number):
    short = shorten(str(number))
    assert len(short) == 22
    assert lengthen(short) == str(number)


@given(st.uuids())
def test_text_message_is_as_cheap_with_it(number):
    assert CHEAP_CHARACTERS.issuperset(shorten(str(number)))


@pytest.mark.parametrize("token", ["", "secret", TOKEN.upper(), UUID(TOKEN).hex])
def test_token_of_another_kind_has_no_short_form(token):
    assert shorten(token) == ""


@given(st.text())
def test_whatever_a_visitor_types_is_a_token_or_none(text):
    assert lengthen(text) == "" or str(UUID(lengthen(text)))
