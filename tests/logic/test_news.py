# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.news import (
    OCCASIONS,
    Threshold,
    Told,
    choose_occasion,
    choose_occasions,
    find_next_news,
    find_occasion,
    find_telling_day,
)

PROMISED = date(2026, 3, 5)
TOLD = Told(state="waiting", expected=PROMISED, told=True, promised=PROMISED)
UNTOLD = Told(state="waiting", expected=PROMISED, told=False, promised=None)
TODAY = PROMISED - timedelta(days=20)
THRESHOLD = Threshold(days=2, share=0, today=TODAY)
TENTH = Threshold(days=2, share=10, today=PROMISED - timedelta(days=100))

fact_types = st.sampled_from(OCCASIONS)
days = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
backorders = st.builds(
    Told,
    st.sampled_from(["waiting", "ready", "done", "cancel"]),
    days,
    st.booleans(),
    days,
)
thresholds = st.builds(
    Threshold,
    st.integers(1, 30),
    st.integers(0, 100),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)


def moved_by(days_later):
    return TOLD._replace(expected=PROMISED + timedelta(days=days_later))


def test_a_new_backorder_is_news():
    assert find_occasion("opened", UNTOLD, THRESHOLD) == "opened"


def test_one_that_was_told_is_none():
    assert find_occasion("opened", TOLD, THRESHOLD) is None


def test_one_whose_goods_came_in_the_meantime_is_none():
    assert find_occasion("opened", UNTOLD._replace(state="ready"), THRESHOLD) is None


@pytest.mark.parametrize(
    ("days_later", "occasion"),
    [(1, None), (2, "later"), (-1, None), (-2, "earlier"), (0, None)],
)
def test_a_date_must_move_by_the_threshold(days_later, occasion):
    assert find_occasion("later", moved_by(days_later), THRESHOLD) == occasion


def test_the_direction_is_measured_against_the_promise():
    assert find_occasion("later", moved_by(-5), THRESHOLD) == "earlier"


def test_a_lost_date_is_news():
    backorder = TOLD._replace(expected=None)
    assert find_occasion("later", backorder, THRESHOLD) == "later"


def test_a_first_date_is_good_news():
    backorder = TOLD._replace(promised=None)
    assert find_occasion("earlier", backorder, THRESHOLD) == "earlier"


def test_whoever_was_not_told_hears_first_that_he_must_wait():
    assert find_occasion("later", UNTOLD, THRESHOLD) == "opened"


def test_shipping_what_nobody_was_told_of_is_no_news():
    backorder = UNTOLD._replace(state="done")
    assert find_occasion("shipped", backorder, THRESHOLD) is None


def test_ready_is_news_only_while_it_is_true():
    assert find_occasion("ready", TOLD, THRESHOLD) is None


def test_ready_is_news_once():
    backorder = TOLD._replace(state="ready", told_ready=True)
    assert find_occasion("ready", backorder, THRESHOLD) is None


def test_goods_that_were_there_and_are_not_any_more_are_news_on_any_day():
    backorder = TOLD._replace(told_ready=True)
    assert find_occasion("later", backorder, THRESHOLD) == "later"


# what staff and customer agreed on


def test_goods_that_come_before_the_agreed_day_are_no_news():
    backorder = moved_by(-9)._replace(agreed=True)
    assert find_occasion("earlier", backorder, THRESHOLD) is None


def test_goods_that_come_after_the_agreed_day_are_news():
    backorder = moved_by(9)._replace(agreed=True)
    assert find_occasion("later", backorder, THRESHOLD) == "later"


def test_whoever_agreed_before_he_was_told_need_not_be():
    backorder = UNTOLD._replace(promised=PROMISED, agreed=True)
    assert find_occasion("opened", backorder, THRESHOLD) is None


def test_whoever_agreed_on_a_day_that_cannot_be_kept_has_to_be_told():
    backorder = UNTOLD._replace(
        promised=PROMISED, expected=PROMISED + timedelta(days=1), agreed=True
    )
    assert find_occasion("opened", backorder, THRESHOLD) == "opened"


# the share of the wait


@pytest.mark.parametrize(
    ("days_later", "occasion"),
    [(3, None), (9, None), (10, "later"), (-9, None), (-10, "earlier")],
)
def test_a_date_far_away_must_move_by_a_share_of_the_wait(days_later, occasion):
    assert find_occasion("later", moved_by(days_later), TENTH) == occasion


def test_a_date_far_away_that_is_lost_is_news():
    backorder = TOLD._replace(expected=None)
    assert find_occasion("later", backorder, TENTH) == "later"


def test_a_promise_that_has_passed_leaves_no_wait():
    threshold = TENTH._replace(today=PROMISED + timedelta(days=30))
    assert find_occasion("later", moved_by(2), threshold) == "later"


def test_a_small_move_is_worth_telling_when_its_day_comes_near():
    day = find_telling_day(moved_by(3), TENTH)
    assert day == PROMISED - timedelta(days=30)


@pytest.mark.parametrize("days_later", [0, 1, 10])
def test_a_move_that_is_told_now_or_never_has_no_such_day(days_later):
    assert find_telling_day(moved_by(days_later), TENTH) is None


@given(backorders, thresholds)
def test_a_move_becomes_news_on_its_telling_day_and_not_before(backorder, threshold):
    told = backorder._replace(told=True)
    day = find_telling_day(told, threshold)
    if day:
        then = threshold._replace(today=day)
        before = threshold._replace(today=day - timedelta(days=1))
        assert find_occasion("later", told, then)
        assert not find_occasion("later", told, before)
        assert day > threshold.today


@given(st.lists(st.integers(-5, 5)), thresholds)
def test_small_steps_add_up(steps, threshold):
    """Whatever way a date went, the customer is never wrong by as much as is news."""
    backorder = TOLD
    for step in steps:
        expected = backorder.expected + timedelta(days=step)
        backorder = backorder._replace(expected=expected)
        if find_occasion("later", backorder, threshold):
            backorder = backorder._replace(promised=expected)
    error = abs((backorder.expected - backorder.promised).days)
    left = (backorder.promised - threshold.today).days
    assert error < max(threshold.days, threshold.share * left / 100)


@given(st.lists(st.integers(-5, 5)), thresholds)
def test_moves_that_were_undone_are_silent(steps, threshold):
    there_and_back = TOLD._replace(expected=PROMISED + timedelta(days=sum(steps)))
    for step in reversed(steps):
        expected = there_and_back.expected - timedelta(days=step)
        there_and_back = there_and_back._replace(expected=expected)
    assert find_occasion("later", there_and_back, threshold) is None


@pytest.mark.parametrize(
    ("occasions", "chosen"),
    [
        (["opened", "later"], "opened"),
        (["ready", "later", None], "later"),
        (["shipped", "partly_shipped"], "partly_shipped"),
        ([None], None),
        ([], None),
    ],
)
def test_the_weightiest_news_gives_the_words(occasions, chosen):
    assert choose_occasion(occasions) == chosen


@pytest.mark.parametrize(
    ("occasions", "chosen"),
    [
        ({"opened", "earlier"}, ["opened"]),
        ({"decision", "earlier", "opened"}, ["decision", "opened"]),
        ({"decision", None}, ["decision"]),
        ({None}, []),
    ],
)
def test_question_does_not_keep_back_what_else_there_is(occasions, chosen):
    assert choose_occasions(occasions) == chosen


@given(fact_types, backorders, thresholds)
def test_silent_backorders_are_never_news(fact_type, backorder, threshold):
    silent = backorder._replace(state="silent", told=False)
    assert find_occasion(fact_type, silent, threshold) is None


@given(fact_types, backorders, thresholds)
def test_the_answer_is_an_occasion_or_none(fact_type, backorder, threshold):
    assert find_occasion(fact_type, backorder, threshold) in (None, *OCCASIONS)


@given(st.sampled_from(["later", "earlier"]), days, thresholds)
def test_a_kept_promise_is_no_news(fact_type, day, threshold):
    kept = TOLD._replace(expected=day, promised=day)
    assert find_occasion(fact_type, kept, threshold) is None


@given(backorders, thresholds)
def test_a_higher_threshold_never_adds_news(backorder, threshold):
    told = backorder._replace(told=True)
    higher = threshold._replace(days=threshold.days + 1)
    if find_occasion("later", told, higher):
        assert find_occasion("later", told, threshold)


@pytest.mark.parametrize(
    ("expected", "news"),
    [(None, 7), (0, 0), (5, 5), (14, 14), (40, 14)],
)
def test_next_news_come_by_the_day_of_the_goods_or_before(expected, news):
    day = None if expected is None else TODAY + timedelta(expected)
    assert find_next_news(TODAY, day, 7, 14) == TODAY + timedelta(news)


@given(
    st.dates(date(2025, 1, 1), date(2028, 1, 1)),
    days,
    st.integers(1, 90),
    st.integers(1, 90),
)
def test_next_news_are_neither_past_nor_far(today, expected, without, with_date):
    news = find_next_news(today, expected, without, with_date)
    assert today <= news <= today + timedelta(max(without, with_date))
