# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.news import OCCASIONS, Told, choose_occasion, find_occasion

PROMISED = date(2026, 3, 5)
TOLD = Told(state="waiting", expected=PROMISED, told=True, promised=PROMISED)
UNTOLD = Told(state="waiting", expected=PROMISED, told=False, promised=None)
THRESHOLD = 2

fact_types = st.sampled_from(OCCASIONS)
days = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
backorders = st.builds(
    Told,
    st.sampled_from(["waiting", "ready", "done", "cancel"]),
    days,
    st.booleans(),
    days,
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


@given(fact_types, backorders, st.integers(1, 30))
def test_silent_backorders_are_never_news(fact_type, backorder, threshold):
    silent = backorder._replace(state="silent", told=False)
    assert find_occasion(fact_type, silent, threshold) is None


@given(fact_types, backorders, st.integers(1, 30))
def test_the_answer_is_an_occasion_or_none(fact_type, backorder, threshold):
    assert find_occasion(fact_type, backorder, threshold) in (None, *OCCASIONS)


@given(st.sampled_from(["later", "earlier"]), days, st.integers(1, 30))
def test_a_kept_promise_is_no_news(fact_type, day, threshold):
    kept = TOLD._replace(expected=day, promised=day)
    assert find_occasion(fact_type, kept, threshold) is None


@given(backorders, st.integers(1, 30))
def test_a_higher_threshold_never_adds_news(backorder, threshold):
    told = backorder._replace(told=True)
    if find_occasion("later", told, threshold + 1):
        assert find_occasion("later", told, threshold)
