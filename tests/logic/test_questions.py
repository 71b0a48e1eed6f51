# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.decisions import Choice
from logic.questions import find_answers, find_reminder, is_question

MONDAY = datetime(2030, 7, 1, 10)
SHIP = Choice("ship", "shipping", "Ship")
WAIT = Choice("wait", "shipping", "Wait", is_current=True)
RED = Choice("swap", "substitute", "Red", line_id=1, product_id=7)
BLUE = Choice("swap", "substitute", "Blue", line_id=1, product_id=8)
REFUSE = Choice("refuse", "substitute", "No", line_id=1)
CHOICES = {False: [SHIP, WAIT], 1: [RED, BLUE, REFUSE]}


def remind(days):
    return find_reminder(MONDAY, datetime.date, date(2030, 7, 1) + timedelta(days))


@pytest.mark.parametrize(
    ("days", "after"), [(0, None), (1, None), (2, 1), (3, 2), (4, 2), (14, 7)]
)
def test_reminder_comes_half_way_at_the_same_hour(days, after):
    expected = None if after is None else MONDAY + timedelta(days=after)
    assert remind(days) == expected


@given(st.integers(0, 400))
def test_reminder_comes_between_question_and_deadline(days):
    moment = remind(days)
    if moment:
        assert moment > MONDAY
        assert moment.date() < date(2030, 7, 1) + timedelta(days)


def test_answers_are_those_of_the_kind_and_the_line():
    assert find_answers(CHOICES, "shipping") == [SHIP, WAIT]
    assert find_answers(CHOICES, "shipping", 1) == []
    assert find_answers(CHOICES, "shipping", 2) == []


def test_question_about_one_substitute_leaves_the_others_out():
    assert find_answers(CHOICES, "substitute", 1, 8) == [BLUE, REFUSE]
    assert find_answers(CHOICES, "substitute", 1) == [RED, BLUE, REFUSE]


def test_it_is_no_question_when_nothing_would_change():
    assert is_question([SHIP, WAIT])
    assert not is_question([WAIT])
    assert not is_question([])
    assert not is_question([REFUSE])
    assert is_question([RED, REFUSE])
