# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.next_action import Facts, find_next_action

facts = st.builds(
    Facts,
    st.sampled_from(["waiting", "ready", "done", "cancel"]),
    *[st.booleans()] * 7,
)


@pytest.mark.parametrize(
    ("known", "action"),
    [
        ({"is_answered": True, "is_at_risk": True}, "answer"),
        ({"is_at_risk": True, "has_date": False}, "call"),
        ({"has_date": False, "has_substitute": True}, "supply"),
        ({"has_substitute": True}, "substitute"),
        ({"has_substitute": True, "is_asked": True}, "wait"),
        ({"has_substitute": True, "is_late": False}, "wait"),
        ({"is_review_due": True}, "review"),
        ({}, "wait"),
    ],
)
def test_the_most_urgent_thing_is_to_be_done_next(known, action):
    assert find_next_action(Facts("waiting", **known)) == action


def test_what_is_ready_is_to_be_shipped():
    assert find_next_action(Facts("ready", has_date=False)) == "ship"


@given(facts)
def test_nothing_is_to_be_done_about_closed_backorders_only(known):
    is_closed = known.state in ("done", "cancel")
    assert (find_next_action(known) is None) == is_closed
