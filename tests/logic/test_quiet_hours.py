# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime, timedelta

import pytest
import pytz
from hypothesis import given
from hypothesis import strategies as st

from logic.quiet_hours import (
    QuietHours,
    find_send_moment,
    format_hour,
    parse_hour,
)

BRUSSELS = pytz.timezone("Europe/Brussels")
NIGHT = QuietHours.from_hours(21, 7.5)

moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31))
# Clocks change in the hours around 1, 2 and 3: most moments never come near.
nights = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes),
    st.sampled_from(
        [
            datetime(2026, 3, 29),
            datetime(2026, 10, 25),
            datetime(2026, 3, 8),
            datetime(2026, 11, 1),
            datetime(2026, 4, 5),
            datetime(2026, 10, 4),
        ]
    ),
    st.integers(-1500, 1500),
)
minutes = st.integers(0, 1439)
windows = st.builds(QuietHours, minutes, minutes).filter(QuietHours.is_possible)
zones = st.sampled_from(
    [
        "UTC",
        "Europe/Brussels",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Chatham",
    ]
).map(pytz.timezone)


def find(local, quiet=NIGHT, zone=BRUSSELS):
    """Return what the clock shows, when it may leave, that is ready at a local time."""
    moment = zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)
    found = find_send_moment(moment, quiet, zone)
    return pytz.utc.localize(found).astimezone(zone).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("ready", "leaves"),
    [
        (datetime(2026, 5, 4, 12), datetime(2026, 5, 4, 12)),
        (datetime(2026, 5, 4, 20, 59), datetime(2026, 5, 4, 20, 59)),
        (datetime(2026, 5, 4, 21), datetime(2026, 5, 5, 7, 30)),
        (datetime(2026, 5, 5, 3), datetime(2026, 5, 5, 7, 30)),
        (datetime(2026, 5, 5, 7, 30), datetime(2026, 5, 5, 7, 30)),
    ],
)
def test_what_is_ready_at_night_leaves_in_the_morning(ready, leaves):
    assert find(ready) == leaves


def test_quiet_hours_may_be_at_noon():
    siesta = QuietHours.from_hours(13, 16)
    assert find(datetime(2026, 5, 4, 14), siesta) == datetime(2026, 5, 4, 16)


def test_end_in_the_hour_that_spring_skips_is_the_first_that_there_is():
    quiet = QuietHours.from_hours(22, 2.5)
    assert find(datetime(2026, 3, 29, 1), quiet) == datetime(2026, 3, 29, 3, 30)


def test_hour_that_comes_twice_in_autumn_is_quiet_twice():
    quiet = QuietHours.from_hours(22, 2.5)
    second = datetime(2026, 10, 25, 1, 10)  # in UTC: the clock shows 2:10 again
    assert find_send_moment(second, quiet, BRUSSELS) == datetime(2026, 10, 25, 1, 30)


@given(moments | nights, windows, zones)
def test_nobody_is_disturbed(moment, quiet, zone):
    found = pytz.utc.localize(find_send_moment(moment, quiet, zone))
    assert not quiet.is_quiet(found.astimezone(zone))


@given(moments | nights, windows, zones)
def test_nothing_leaves_before_it_is_ready_or_a_day_after(moment, quiet, zone):
    found = find_send_moment(moment, quiet, zone)
    assert moment <= found < moment + timedelta(days=1)


@given(moments | nights, windows, zones)
def test_looking_again_changes_nothing(moment, quiet, zone):
    found = find_send_moment(moment, quiet, zone)
    assert find_send_moment(found, quiet, zone) == found


@given(moments | nights, minutes, zones)
def test_equal_hours_mean_none(moment, minute, zone):
    quiet = QuietHours(minute, minute)
    assert not quiet.is_any()
    assert find_send_moment(moment, quiet, zone) == moment


@given(moments | nights, windows, zones)
def test_whoever_waits_does_so_to_the_end_of_the_quiet_hours(moment, quiet, zone):
    found = find_send_moment(moment, quiet, zone)
    if found > moment:
        before = pytz.utc.localize(found - timedelta(minutes=1)).astimezone(zone)
        assert quiet.is_quiet(before)


@pytest.mark.parametrize(
    ("start", "end"), [(0, 22.1), (8, 7), (-1, 5), (24, 5), (3, 24.5)]
)
def test_impossible_hours(start, end):
    assert not QuietHours.from_hours(start, end).is_possible()


@given(minutes)
def test_an_hour_is_read_as_it_was_written(minute):
    text = format_hour(minute / 60)
    assert round(parse_hour(text) * 60) == minute


@pytest.mark.parametrize(
    "text", ["", "7:30", "24:00", "12:60", "12:3", "١٢:٣٠", "1e:00"]
)
def test_what_is_no_hour_is_not_read(text):
    assert parse_hour(text) is None
