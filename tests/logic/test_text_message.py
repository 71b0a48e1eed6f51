"""Text messages in characters of which many fit one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.text_message import (
    CHEAP_CHARACTERS,
    count_characters,
    count_segments,
    simplify,
)


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("3 août 2026", "3 aout 2026"),
        ("Bureau en che\u0302ne", "Bureau en chene"),
        ("1\u202f000\N{NO-BREAK SPACE}Stück", "1 000 Stück"),
        ("l’œuvre – « ça » …", 'l\'oeuvre - " ca " ...'),
        ("Garçon déçu à Łódź", "Garçon déçu à Łódź"),
        ("Νέα ημερομηνία", "Νέα ημερομηνία"),
    ],
)
def test_examples(text, simple):
    assert simplify(text) == simple


@given(st.text(st.sampled_from(sorted(CHEAP_CHARACTERS))))
def test_cheap_text_stays_as_it_is(text):
    assert simplify(text) == text


@given(st.text())
def test_text_becomes_wholly_cheap_or_stays_as_it_is(text):
    simple = simplify(text)
    assert simple == text or CHEAP_CHARACTERS.issuperset(simple)


@given(st.text())
def test_twice_is_once(text):
    assert simplify(simplify(text)) == simplify(text)


@pytest.mark.parametrize(
    ("text", "characters", "segments"),
    [
        ("", 0, 1),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("ż" * 70, 70, 1),
        ("ż" * 71, 71, 2),
        ("ż" * 135, 135, 3),
        ("📦" * 35, 70, 1),
        ("📦" * 36, 72, 2),
    ],
)
def test_text_is_charged_by_its_length(text, characters, segments):
    assert (count_characters(text), count_segments(text)) == (characters, segments)


@given(st.text(), st.text())
def test_longer_text_is_charged_no_less(text, more):
    assert count_segments(text) <= count_segments(text + more)
