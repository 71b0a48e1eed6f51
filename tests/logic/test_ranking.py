# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from logic.ranking import Claim, get_place

NOON = datetime(2026, 3, 2, 12)
URGENT, AHEAD = 30, 30

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))
claims = st.builds(Claim, st.sampled_from([0, URGENT]), moments, moments, st.integers())


def place(score=0, ordered=0, due=0, move_id=1):
    """Return the place of a claim; its moments in days from a noon."""
    moment = [NOON + timedelta(days) for days in (ordered, due)]
    return get_place(Claim(score, *moment, move_id), AHEAD)


def test_urgent_goes_first():
    assert place(score=URGENT, ordered=5, due=9) < place(ordered=0, due=3)


def test_who_waits_longer_goes_first_whatever_newcomers_wish():
    assert place(ordered=0, due=20) < place(ordered=5, due=6)


def test_on_the_same_day_the_earlier_due_date_goes_first():
    assert place(due=3, ordered=0.1) < place(due=4, ordered=0)


def test_with_all_the_same_the_older_move_goes_first():
    assert place(move_id=1) < place(move_id=2)


def test_an_early_order_for_a_late_day_does_not_hold_goods_others_need():
    assert place(ordered=10, due=12) < place(ordered=0, due=60)


def test_an_early_order_goes_before_newcomers_when_its_day_comes_near():
    assert place(ordered=0, due=60) < place(ordered=31, due=32)


def test_a_day_in_the_past_does_not_help():
    assert place(ordered=5, due=-100).due == NOON + timedelta(days=5)


@given(claims, claims)
def test_nobody_who_comes_later_than_the_highest_score_goes_first(waiting, newcomer):
    start = max(waiting.ordered, waiting.due - timedelta(days=AHEAD))
    assume(newcomer.ordered.date() > start.date() + timedelta(days=URGENT))
    assert get_place(waiting, AHEAD) < get_place(newcomer, AHEAD)


@given(claims, st.integers(1, 100))
def test_more_points_never_send_anyone_back(claim, points):
    more = claim._replace(score=claim.score + points)
    assert get_place(more, AHEAD) < get_place(claim, AHEAD)
