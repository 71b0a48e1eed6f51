# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime, timedelta

from logic.queue import LONGER, SOONER, URGENT, Waiter, get_standing
from logic.ranking import Claim, get_place

NOON = datetime(2026, 3, 2, 12)


def make_waiter(number, score=0, ordered=0, due=0):
    moments = (NOON + timedelta(days) for days in (ordered, due))
    return Waiter(score, get_place(Claim(score, *moments, number), 30))


def test_who_waits_alone_is_the_first_of_one():
    assert get_standing(make_waiter(1), []) == (1, 1, {})


def test_others_behind_are_counted():
    standing = get_standing(make_waiter(1), [make_waiter(2, ordered=1)])
    assert standing == (1, 2, {})


def test_more_urgent_one_is_ahead_for_that():
    other = make_waiter(2, score=30, ordered=1, due=1)
    assert get_standing(make_waiter(1), [other]) == (2, 2, {URGENT: 1})


def test_older_one_is_ahead_for_waiting_longer():
    other = make_waiter(2, ordered=-5, due=9)
    assert get_standing(make_waiter(1), [other]) == (2, 2, {LONGER: 1})


def test_of_the_same_day_the_one_that_is_due_is_ahead():
    waiter, other = make_waiter(1, due=9), make_waiter(2, due=4)
    assert get_standing(waiter, [other]) == (2, 2, {SOONER: 1})


def test_of_the_same_day_and_due_date_the_older_one_is_ahead():
    waiter, other = make_waiter(2, ordered=0.1, due=9), make_waiter(1, due=9)
    assert get_standing(waiter, [other]) == (2, 2, {LONGER: 1})
