# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.decisions import Answer, Choice

CANCEL = Choice("cancel", "cancel", "Cancel", ("4 desks stay here.",), 7, False, 4.0)


def test_choice_is_named_by_what_tells_it_from_others():
    assert CANCEL.to_params() == {"option": "cancel", "line": 7}


def test_answer_means_the_choice_of_its_line():
    assert CANCEL.is_for(Answer("cancel", 7))
    assert not CANCEL.is_for(Answer("cancel", 8))


def test_answer_on_what_was_shown_is_not_stale():
    assert not Answer("cancel", 7, seen=CANCEL.digest()).is_stale(CANCEL)


def test_answer_without_a_page_is_not_stale():
    assert not Answer("cancel", 7).is_stale(CANCEL)


@pytest.mark.parametrize(
    "change", [{"consequences": ("3 desks stay here.",)}, {"max_quantity": 3.0}]
)
def test_answer_on_other_consequences_is_stale(change):
    answer = Answer("cancel", 7, seen=CANCEL.digest())
    assert answer.is_stale(CANCEL._replace(**change))


def test_no_quantity_means_all():
    assert Answer("cancel", 7).get_quantity(CANCEL) == 4.0


def test_quantity_that_is_not_asked_for_is_ignored():
    wait = Choice("wait", "shipping", "Wait")
    assert Answer("wait", quantity=9.0).get_quantity(wait) == 0.0


@given(st.floats(allow_nan=True))
def test_quantity_is_within_what_there_is_or_refused(quantity):
    wanted = Answer("cancel", 7, quantity=quantity).get_quantity(CANCEL)
    assert wanted is None or 0 < wanted <= CANCEL.max_quantity
