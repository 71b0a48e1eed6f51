# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from logic.calendar import ShippingDays

FRIDAY = date(2026, 3, 6)
MONDAY = FRIDAY + timedelta(days=3)


def get_weekdays(first, last):
    days = (first + timedelta(days=days) for days in range((last - first).days + 1))
    return {day for day in days if day.weekday() < 5}


def make_days(**values):
    values = {"get_open_days": get_weekdays, **values}
    return ShippingDays(today=FRIDAY, to_day=datetime.date, **values)


def test_goods_leave_on_the_day_of_their_arrival():
    assert make_days().leave(FRIDAY, is_stored=True) == FRIDAY


def test_a_closed_day_moves_on_to_the_next_open_one():
    saturday = FRIDAY + timedelta(days=1)
    assert make_days().leave(saturday, is_stored=True) == MONDAY


def test_goods_on_the_dock_take_their_way_to_the_shelf():
    days = make_days(reception_days=1, get_open_days=None)
    assert days.leave(FRIDAY, is_stored=False) == FRIDAY + timedelta(days=1)


def test_goods_on_the_shelf_have_taken_it():
    days = make_days(reception_days=1, get_open_days=None)
    assert days.leave(FRIDAY, is_stored=True) == FRIDAY


def test_steps_of_the_delivery_take_time():
    assert make_days(delivery_days=2).leave(FRIDAY, is_stored=True) == MONDAY


def test_margin_ends_on_an_open_day():
    assert make_days(margin_days=1).add_margin(FRIDAY) == MONDAY


def test_without_any_open_day_the_date_stays():
    days = make_days(get_open_days=lambda first, last: set())
    assert days.leave(FRIDAY, is_stored=True) == FRIDAY


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_every_day_leaves_on_an_open_one(day):
    assert make_days().leave(day, is_stored=True).weekday() < 5


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_earlier_arrival_never_leaves_later(day, lead):
    days = make_days(delivery_days=lead)
    tomorrow = day + timedelta(days=1)
    assert days.leave(day, is_stored=True) <= days.leave(tomorrow, is_stored=True)
