# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.vendor_dates import (
    DAY_FIRST,
    MONTH_FIRST,
    Day,
    Reading,
    read,
    read_column,
    spell_out_weeks,
)

TODAY = date(2026, 11, 25)
DAY = date(2026, 12, 4)  # the Friday of week 49

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        46360,
        46360.5,
        20261204,
        "46360",
        "20261204",
        "2026-12-04",
        "2026-12-04T00:00:00",
        "2026/12/4",
        "04.12.2026",
        "4.12.26",
        "04.12.",
        "04.12.2026 12:30",
        "4 Dec 2026",
        "04-Dec-26",
        "Dec 4, 2026",
        "Dec. 4th",
        "Freitag, 4. Dezember 2026",
        "ven. 4 décembre 2026",
        "4 de diciembre de 2026",
        "4 december 2026",
        "CW 49",
        "KW49",
        "KW 49/2026",
        "KW 49/26",
        "2026-W49",
        "49/2026",
        "Week 49, 2026",
        "semaine 49",
        "semana 49",
        "S49",
    ],
)
def test_cell_is_read(cell):
    assert read(cell, TODAY) == Reading(DAY, DAY)


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        "TBD",
        "asap",
        "=?",
        "#N/A",
        0,
        3.5,
        -1,
        "12.5",
        "3-4",
        "12/2026",
        "December 2026",
        "KW 49-50",
        "KW 54",
        "31.02.2026",
        "20261399",
        "4 jui 2027",  # juin or juillet
    ],
)
def test_what_is_no_day_is_none(cell):
    assert read(cell, TODAY) == Reading()


def test_numbers_count_from_the_sheet_s_epoch():
    assert read(44898, TODAY, since_1904=True).day_first == DAY


@given(days)
def test_serials_of_both_epochs_are_read_back(day):
    for zero, since_1904 in ((date(1899, 12, 30), False), (date(1904, 1, 1), True)):
        number = (day - zero).days
        assert read(number, TODAY, since_1904).day_first == day


@given(days)
def test_each_day_is_read_in_each_way_of_writing_it(day):
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d %B %Y", "%Y%m%d"):
        assert read(day.strftime(pattern), TODAY) == Reading(day, day)
    assert read(day.strftime("%d/%m/%Y"), TODAY).day_first == day
    assert read(day.strftime("%m/%d/%Y"), TODAY).month_first == day


@given(days)
def test_week_is_its_friday(day):
    year, week, _weekday = day.isocalendar()
    friday = read(f"CW {week}/{year}", TODAY).day_first
    assert friday.isocalendar() == (year, week, 5)


@given(st.integers(1, 52), days)
def test_week_without_a_year_is_the_nearest(week, today):
    near = read(f"KW {week}", today).day_first
    assert abs(near - today) <= timedelta(days=186)


@given(st.text() | st.integers() | st.floats() | st.none())
def test_nothing_makes_it_fail(cell):
    read(cell, TODAY)


def test_other_rows_decide_on_the_order_of_day_and_month():
    column = ["03/04/2026", "12/25/2026"]
    assert read_column(column, TODAY) == [
        Day(date(2026, 3, 4)),
        Day(date(2026, 12, 25)),
    ]


@pytest.mark.parametrize(
    ("order", "day"), [(DAY_FIRST, date(2026, 4, 3)), (MONTH_FIRST, date(2026, 3, 4))]
)
def test_language_decides_where_nothing_else_does_and_it_is_unsure(order, day):
    assert read_column(["03/04/2026"], TODAY, usual_order=order) == [Day(day, False)]


def test_rows_that_contradict_each_other_decide_nothing():
    column = ["03/04/2026", "25/12/2026", "12/26/2026"]
    assert [day.is_sure for day in read_column(column, TODAY)] == [False, True, True]


def test_person_decides_on_the_order():
    [day] = read_column(["03/04/2026"], TODAY, order=MONTH_FIRST)
    assert day == Day(date(2026, 3, 4))


def test_numbers_below_a_header_of_weeks_are_weeks():
    assert spell_out_weeks("Liefer-KW", [49, "50", DAY]) == ["CW 49", "CW 50", DAY]
    assert spell_out_weeks("Liefertermin", [49]) == [49]


@given(st.lists(st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)), max_size=20))
def test_column_in_one_order_is_read_right_or_said_to_be_unsure(moments):
    expected = [moment.date() for moment in moments]
    cells = [day.strftime("%m/%d/%Y") for day in expected]
    for day, read_day in zip(expected, read_column(cells, TODAY), strict=True):
        assert read_day.date == day or not read_day.is_sure
