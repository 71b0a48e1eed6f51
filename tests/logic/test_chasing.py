# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.chasing import (
    MAX_FAILURES,
    Attempt,
    ChasedLine,
    Step,
    get_companion_step,
    get_days_late,
    get_due_step,
)

AGREED = date(2026, 11, 16)
CONFIRM = Step(1, "before", 3, 0, 1, is_mail=True)
REMIND = Step(2, "after", 1, 0, 1, is_mail=True)
CALL = Step(3, "after", 3, 0, 2, is_mail=False)
WARN = Step(4, "after", 5, 100, 2, is_mail=True)
REPLACE = Step(5, "after", 7, 0, 2, is_mail=False)
LADDER = [CONFIRM, REMIND, CALL, WARN, REPLACE]


def late(days):
    """Return the day on which a line is so many days late."""
    return AGREED + timedelta(days=days)


def make_line(*attempts, is_confirmed=False, harm=500, planned=AGREED):
    return ChasedLine(planned, is_confirmed, harm, attempts)


def climb(ladder, days, harm=500, is_confirmed=False):
    """Take each step on the day on which it is due; return days and steps."""
    attempts = ()
    for day in map(late, days):
        line = make_line(*attempts, harm=harm, is_confirmed=is_confirmed)
        if step := get_due_step(line, ladder, day):
            attempts += (Attempt(step.id, day),)
    return [((attempt.day - AGREED).days, attempt.step_id) for attempt in attempts]


# Examples


def test_nothing_is_due_long_before_the_date():
    assert get_due_step(make_line(), LADDER, late(-4)) is None


def test_vendor_who_did_not_confirm_is_asked_before_the_date():
    assert get_due_step(make_line(), LADDER, late(-3)) == CONFIRM


def test_vendor_who_confirmed_is_left_alone_until_the_date_has_passed():
    line = make_line(is_confirmed=True)
    assert [get_due_step(line, LADDER, late(days)) for days in (-3, 0, 1)] == [
        None,
        None,
        REMIND,
    ]


def test_confirmation_is_not_asked_for_once_the_date_has_passed():
    assert get_due_step(make_line(), LADDER, late(1)) == REMIND


def test_month_of_silence():
    assert climb(LADDER, range(-14, 16)) == [(-3, 1), (1, 2), (3, 3), (5, 4), (7, 5)]


def test_line_that_was_late_when_it_all_began_climbs_from_the_first_step():
    assert climb(LADDER, range(40, 60)) == [(40, 2), (42, 3), (44, 4), (46, 5)]


def test_step_for_greater_harm_is_left_out():
    assert climb(LADDER, range(1, 9), harm=20) == [(1, 2), (3, 3), (7, 5)]


def test_step_that_was_left_out_is_not_made_up_for():
    attempts = [Attempt(2, late(1)), Attempt(5, late(7))]
    assert get_due_step(make_line(*attempts, harm=900), LADDER, late(20)) is None


def test_step_that_is_off_is_left_out_and_holds_its_place():
    ladder = [step._replace(is_on=not step.is_mail) for step in LADDER]
    assert climb(ladder, range(-14, 9)) == [(3, 3), (7, 5)]
    taken = make_line(Attempt(4, late(5)))
    assert get_due_step(taken, ladder, late(6)) is None
    assert get_due_step(taken, ladder, late(7)) == REPLACE


def test_next_step_waits_for_its_days_after_the_one_before():
    line = make_line(Attempt(2, late(30)))
    assert get_due_step(line, LADDER, late(31)) is None
    assert get_due_step(line, LADDER, late(32)) == CALL


def test_failed_step_is_tried_again_the_next_day():
    line = make_line(Attempt(2, late(1), has_failed=True))
    assert get_due_step(line, LADDER, late(1)) is None
    assert get_due_step(line, LADDER, late(2)) == REMIND


def test_step_that_fails_again_and_again_is_given_up():
    failures = [Attempt(2, late(day), has_failed=True) for day in (1, 2, 3)]
    assert get_due_step(make_line(*failures), LADDER, late(4)) == CALL


def test_later_slip_starts_anew():
    slipped = make_line(is_confirmed=True, planned=late(10))
    assert get_due_step(slipped, LADDER, late(10)) is None
    assert get_due_step(slipped, LADDER, late(11)) == REMIND


@pytest.mark.parametrize(
    ("attempts", "day", "step"),
    [
        ([], 1, WARN),
        ([], 0, None),
        ([Attempt(4, late(0))], 1, None),
        ([Attempt(3, late(1))], 2, None),
    ],
)
def test_mail_takes_along_what_is_late_unless_it_was_asked_about(attempts, day, step):
    ladder = [WARN, CALL]
    line = make_line(*attempts)
    assert get_companion_step(line, ladder, late(day)) == step


def test_call_is_not_taken_along_by_a_mail():
    assert get_companion_step(make_line(), [CALL], late(9)) is None


@pytest.mark.parametrize(("days", "late_days"), [(-2, 0), (0, 0), (1, 1), (9, 9)])
def test_days_late(days, late_days):
    assert get_days_late(AGREED, late(days)) == late_days


# Properties

ladders = st.lists(
    st.tuples(
        st.sampled_from(["before", "after"]),
        st.integers(0, 8),
        st.sampled_from([0, 50, 100]),
        st.integers(1, 4),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
).map(lambda steps: [Step(place, *step) for place, step in enumerate(steps)])
fates = st.lists(
    st.tuples(st.sampled_from([0, 50, 100]), st.booleans(), st.booleans()),
    min_size=20,
    max_size=40,
)
"""Of each day: the harm, whether a step fails, whether the vendor answers."""


def live(ladder, fate):
    """Return the rounds of what happens day by day: attempts, and agreed date."""
    planned, attempts, confirmed, rounds = AGREED, (), False, []
    for number, (harm, fails, answers) in enumerate(fate):
        today = late(number - 10)
        line = ChasedLine(planned, confirmed, harm, attempts)
        if step := get_due_step(line, ladder, today):
            assert harm >= step.minimum_harm
            assert step.is_on
            attempts += (Attempt(step.id, today, fails),)
        if answers and attempts:
            rounds.append((attempts, planned, confirmed))
            planned, attempts, confirmed = today + timedelta(days=5), (), True
    return [*rounds, (attempts, planned, confirmed)]


@given(ladders, fates)
def test_ladder_is_climbed_one_step_a_day_and_never_down(ladder, fate):
    for attempts, _planned, _confirmed in live(ladder, fate):
        days = [attempt.day for attempt in attempts]
        assert len(set(days)) == len(days)
        places = [attempt.step_id for attempt in attempts]
        assert places == sorted(places)
        taken = [attempt.step_id for attempt in attempts if not attempt.has_failed]
        assert len(set(taken)) == len(taken)
        assert all(places.count(place) <= MAX_FAILURES for place in places)


@given(ladders, fates)
def test_steps_keep_their_time_and_their_distance(ladder, fate):
    for attempts, planned, confirmed in live(ladder, fate):
        for attempt in attempts:
            step = ladder[attempt.step_id]
            if step.moment == "after":
                assert get_days_late(planned, attempt.day) >= max(step.days, 1)
            else:
                assert not confirmed
                assert 0 <= (planned - attempt.day).days <= step.days
        for before, after in zip(attempts, attempts[1:], strict=False):
            wait = 1 if before.has_failed else ladder[after.step_id].wait_days
            assert (after.day - before.day).days >= wait


@given(ladders, fates)
def test_vendor_who_answers_is_left_alone_until_his_date_has_passed(ladder, fate):
    for attempts, planned, confirmed in live(ladder, fate):
        if confirmed:
            assert all(attempt.day > planned for attempt in attempts)


@given(ladders, st.integers(-20, 40), st.sampled_from([0, 50, 100]), st.booleans())
def test_mail_takes_along_what_is_due_anyway(ladder, day, harm, is_confirmed):
    line = make_line(harm=harm, is_confirmed=is_confirmed)
    step = get_due_step(line, ladder, late(day))
    if step and step.is_mail and day > 0:
        assert get_companion_step(line, ladder, late(day)) == step
