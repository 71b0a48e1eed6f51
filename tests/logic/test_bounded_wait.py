# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""However many urgent orders come in, nobody waits for ever."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from logic.allocation import Allocation, Demand
from logic.priority import get_score
from logic.ranking import Claim, get_place

START = datetime(2026, 3, 2, 12)
SUPPLY = 3  # a day, each unit for one order
NORMAL = 0


def serve_day(waiting, ahead_days):
    """Hand out a day's supply; return who still waits."""
    demands = [
        Demand(claim.id, 1, "1/", 1, get_place(claim, ahead_days), True)
        for claim in waiting
    ]
    allocation = Allocation({(1, "1/"): SUPPLY}, demands)
    served = set(allocation.get_servable_ids()[:SUPPLY])
    return [claim for claim in waiting if claim.id not in served]


def wait(normal, backlog, urgent_per_day, urgent_days, ahead_days):
    """Return after how many days a normal order is served.

    :param int backlog: orders of its day that are served before it
    :param list[int] urgent_per_day: how many urgent orders each day, over and over
    """
    waiting = [normal]
    waiting += [
        Claim(urgent_days, START, START, -rank) for rank in range(1, backlog + 1)
    ]
    day, last_id = 0, 0
    while normal in waiting:
        now = START + timedelta(days=day)
        for _order in range(urgent_per_day[day % len(urgent_per_day)]):
            last_id += 1
            waiting.append(Claim(urgent_days, now, now, last_id))
        waiting = serve_day(waiting, ahead_days)
        day += 1
    return day - 1


@settings(max_examples=60, deadline=None)
@given(
    urgent_days=st.integers(0, 12),
    ahead_days=st.integers(0, 30),
    backlog=st.integers(0, 9),
    urgent_per_day=st.lists(st.integers(SUPPLY, SUPPLY + 2), min_size=1, max_size=4),
)
def test_a_normal_order_waits_no_longer_than_the_settings_say(
    urgent_days, ahead_days, backlog, urgent_per_day
):
    """Only those of the days that urgency is worth go before it, however many."""
    normal = Claim(NORMAL, START, START, 0)
    days = wait(normal, backlog, urgent_per_day, urgent_days, ahead_days)
    rivals = backlog + sum(
        urgent_per_day[day % len(urgent_per_day)] for day in range(urgent_days + 1)
    )
    assert days <= rivals // SUPPLY


@settings(max_examples=30, deadline=None)
@given(
    urgent_days=st.integers(0, 12),
    ahead_days=st.integers(0, 30),
    due_days=st.integers(0, 60),
)
def test_with_supply_for_each_day_it_is_served_within_the_days_of_urgency(
    urgent_days, ahead_days, due_days
):
    """Counted from when it queues up: at once, or so long before it is due."""
    due = START + timedelta(days=due_days)
    normal = Claim(NORMAL, START, due, 0)
    days = wait(normal, 0, [SUPPLY], urgent_days, ahead_days)
    assert days <= max(0, due_days - ahead_days) + urgent_days + 1


@settings(max_examples=60, deadline=None)
@given(
    star=st.integers(0, 9),
    cap=st.integers(0, 9),
    points=st.lists(st.integers(-5, 40), max_size=5),
    urgent_per_day=st.lists(st.integers(SUPPLY, SUPPLY + 2), min_size=1, max_size=4),
)
def test_whatever_the_rules_give_the_cap_bounds_the_wait(
    star, cap, points, urgent_per_day
):
    """Points of rules, and a star on top: as if all of them were only the highest."""
    normal = Claim(NORMAL, START, START, 0)
    days = wait(normal, 0, urgent_per_day, star + get_score(points, cap), 30)
    highest = wait(normal, 0, urgent_per_day, star + cap, 30)
    rivals = sum(
        urgent_per_day[day % len(urgent_per_day)] for day in range(star + cap + 1)
    )
    assert days <= highest <= rivals // SUPPLY


def test_urgent_orders_do_go_first_for_as_long_as_the_settings_say():
    normal = Claim(NORMAL, START, START, 0)
    assert wait(normal, 0, [SUPPLY], 12, 30) == 12
