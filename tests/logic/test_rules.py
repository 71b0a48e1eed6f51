from datetime import datetime, timedelta

import pytest
import pytz
from hypothesis import assume, given
from hypothesis import strategies as st

from logic.rules import (
    Facts,
    Rule,
    Timing,
    choose_rules,
    find_delay,
    find_moment,
    is_overruled,
)

NOW = datetime(2030, 5, 1, 12, 0)
BRUSSELS = pytz.timezone("Europe/Brussels")  # two hours ahead of UTC on that day
LATE = Facts(delay=3, value=500.0)
HOUR = timedelta(hours=1)


def choose(*rules, facts=LATE, preferred=("mail",)):
    chosen = choose_rules(rules, facts, set(preferred))
    return {slot: rule.key for slot, rule in chosen.items()}


# How late

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("days", "delay"),
    [
        ([], 0),
        ([(3, 1)], 2),
        ([(3, 1), (9, 2)], 7),
        ([(3, 1), (None, 2)], None),
        ([(3, None)], 0),
        ([(1, 3)], 0),
    ],
)
def test_goods_are_as_late_as_the_last_of_them(days, delay):
    dates = [[day and TODAY + timedelta(days=day) for day in pair] for pair in days]
    assert find_delay(dates) == delay


# Which rule


def test_first_rule_wins():
    rules = (Rule(1, "customer", ("mail",)), Rule(2, "customer", ("mail",)))
    assert choose(*rules) == {("customer", "mail"): 1}


def test_rules_for_different_targets_do_not_compete():
    rules = (Rule(1, "customer", ("mail",)), Rule(2, "salesperson", ("mail",)))
    assert sorted(choose(*rules).values()) == [1, 2]


def test_rules_of_different_channels_do_not_compete():
    rules = (Rule(1, "customer", ("mail",)), Rule(2, "customer", ("sms",)))
    assert sorted(choose(*rules).values()) == [1, 2]


@pytest.mark.parametrize("preferred", [(), ("mail",), ("sms",), ("mail", "sms")])
def test_preference_chooses_the_channels(preferred):
    rule = Rule(1, "customer", ("mail", "sms"), by_preference=True)
    slots = choose(rule, preferred=preferred)
    assert {channel for _target, channel in slots} == set(preferred)


def test_rule_of_a_channel_uses_it_whatever_is_preferred():
    assert choose(Rule(1, "customer", ("sms",))) == {("customer", "sms"): 1}


@pytest.mark.parametrize(("delay", "applies"), [(6, False), (7, True), (None, True)])
def test_rule_for_delays_applies_from_so_many_days(delay, applies):
    rule = Rule(1, "customer", ("sms",), min_delay=7)
    assert bool(choose(rule, facts=Facts(delay, 0.0))) == applies


@pytest.mark.parametrize(("value", "applies"), [(999.0, False), (1000.0, True)])
def test_rule_for_large_values_applies_from_so_much(value, applies):
    rule = Rule(1, "customer", ("mail",), min_value=1000.0)
    assert bool(choose(rule, facts=Facts(3, value))) == applies


def test_rule_that_does_not_apply_leaves_it_to_the_next_one():
    rules = (
        Rule(1, "customer", ("mail",), min_delay=7),
        Rule(2, "customer", ("mail",)),
    )
    assert choose(*rules) == {("customer", "mail"): 2}


def test_rule_behind_one_that_always_applies_is_overruled():
    first = Rule(1, "customer", ("mail",))
    assert is_overruled(Rule(2, "customer", ("mail",)), [first])


@pytest.mark.parametrize(
    "first",
    [
        Rule(1, "customer", ("mail",), min_delay=7),
        Rule(1, "customer", ("mail",), min_value=7),
        Rule(1, "customer", ("mail",), by_preference=True),
        Rule(1, "customer", ("sms",)),
        Rule(1, "salesperson", ("mail",)),
    ],
)
def test_rule_behind_one_that_may_not_apply_is_not_overruled(first):
    assert not is_overruled(Rule(2, "customer", ("mail",)), [first])


rules_of = st.builds(
    Rule,
    st.integers(),
    st.sampled_from(["customer", "salesperson"]),
    st.sampled_from([("mail",), ("sms",), ("mail", "sms")]),
    st.booleans(),
    st.integers(0, 9),
    st.sampled_from([0.0, 400.0]),
)
facts_of = st.builds(
    Facts, st.none() | st.integers(0, 9), st.sampled_from([0.0, 500.0])
)
preferences = st.sets(st.sampled_from(["mail", "sms"]))


@given(st.lists(rules_of, max_size=6), facts_of, preferences)
def test_only_rules_that_apply_are_chosen(rules, facts, preferred):
    for (target, channel), rule in choose_rules(rules, facts, preferred).items():
        assert facts.meet(rule)
        assert (target, channel in rule.channels) == (rule.target, True)
        assert channel in preferred or not rule.by_preference


@given(st.lists(rules_of, max_size=6), rules_of, facts_of, preferences)
def test_rule_that_is_added_last_changes_nothing_of_what_was_chosen(
    rules, added, facts, preferred
):
    before = choose_rules(rules, facts, preferred)
    after = choose_rules([*rules, added], facts, preferred)
    assert before.items() <= after.items()


@given(st.lists(rules_of, max_size=6), rules_of, facts_of, preferences)
def test_overruled_rule_is_never_chosen(rules, rule, facts, preferred):
    assume(is_overruled(rule, rules))
    rule = rule._replace(key="overruled")
    chosen = choose_rules([*rules, rule], facts, preferred)
    assert rule not in chosen.values()


# When


def test_message_goes_at_once_unless_something_speaks_against_it():
    assert find_moment(Timing(), NOW, BRUSSELS) == NOW


def test_message_waits_as_the_rule_says():
    assert find_moment(Timing(wait=HOUR), NOW, BRUSSELS) == NOW + HOUR


def test_message_before_the_hour_waits_for_it():
    timing = Timing(start=15.5)
    assert find_moment(timing, NOW, BRUSSELS) == datetime(2030, 5, 1, 13, 30)


def test_message_after_the_hour_waits_for_the_next_day():
    timing = Timing(start=8, end=14)
    assert find_moment(timing, NOW, BRUSSELS) == datetime(2030, 5, 2, 6)


def test_message_waits_until_the_gap_ends():
    timing = Timing(gap=24 * HOUR)
    last = NOW - HOUR
    assert find_moment(timing, NOW, BRUSSELS, [last], last) == last + 24 * HOUR


def test_recipient_who_has_enough_for_today_hears_tomorrow():
    timing = Timing(cap=2)
    sent = [NOW - HOUR, NOW - 2 * HOUR]
    assert find_moment(timing, NOW, BRUSSELS, sent) == datetime(2030, 5, 1, 22)


def test_what_was_sent_yesterday_does_not_count_for_today():
    timing = Timing(cap=1)
    assert find_moment(timing, NOW, BRUSSELS, [NOW - 24 * HOUR]) == NOW


def test_hour_that_the_clock_skips_is_left_out():
    timing = Timing(start=2, end=3)
    before = datetime(2030, 3, 31, 0, 30)  # the clock goes from 2 to 3 at 1 in UTC
    assert find_moment(timing, before, BRUSSELS) == datetime(2030, 4, 1)


zones = st.sampled_from(
    [pytz.timezone(name) for name in ("UTC", *sorted(pytz.common_timezones)[::29])]
)
moments = st.datetimes(datetime(2029, 1, 1), datetime(2032, 1, 1))
hours = st.integers(0, 23)


@st.composite
def timings(draw):
    start = draw(hours)
    return Timing(
        timedelta(minutes=draw(st.integers(0, 3000))),
        start,
        draw(st.integers(start + 1, 24)),
        timedelta(hours=draw(st.integers(0, 72))),
        draw(st.integers(0, 3)),
    )


@given(timings(), moments, zones, st.lists(moments, max_size=5))
def test_message_is_never_sent_before_its_time(timing, now, zone, sent):
    last = max(sent, default=None)
    moment = find_moment(timing, now, zone, sent, last)
    assert moment >= now + timing.wait
    assert not last or moment >= last + timing.gap


@given(timings(), moments, zones)
def test_message_is_never_sent_outside_of_its_hours(timing, now, zone):
    moment = find_moment(timing, now, zone)
    here = pytz.utc.localize(moment).astimezone(zone)
    hour = here.hour + here.minute / 60
    assert timing.start <= hour < timing.end


@given(timings(), moments, zones, st.lists(st.integers(0, 200), max_size=9))
def test_recipient_never_gets_more_in_a_day_than_he_may(timing, now, zone, ago):
    assume(timing.cap)
    sent = [now - timedelta(hours=hour) for hour in ago]
    moment = find_moment(timing, now, zone, sent)
    day = pytz.utc.localize(moment).astimezone(zone).date()
    on_that_day = [
        one for one in sent if pytz.utc.localize(one).astimezone(zone).date() == day
    ]
    assert len(on_that_day) < timing.cap


@given(timings(), moments, zones)
def test_message_that_may_go_now_does(timing, now, zone):
    moment = find_moment(timing, now, zone)
    again = find_moment(timing._replace(wait=timedelta()), moment, zone)
    assert again == moment
