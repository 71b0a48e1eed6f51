# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from typing import NamedTuple

# How often a step is tried before the ladder goes on without it.
MAX_FAILURES = 3


class Step(NamedTuple):
    """A step of the ladder; `moment` is "before" or "after" the agreed date."""

    id: int
    moment: str
    days: int
    minimum_harm: float
    wait_days: int
    is_mail: bool
    is_on: bool = True


class Attempt(NamedTuple):
    """That a step was taken, or that it failed, on a day."""

    step_id: int
    day: date
    has_failed: bool = False


class ChasedLine(NamedTuple):
    """What there is to know about a purchase line.

    `attempts` are those since the vendor last answered: an answer ends them, and when
    the new date passes, too, the ladder starts anew.
    """

    planned: date
    is_confirmed: bool
    harm: float
    attempts: tuple = ()


def get_days_late(planned, today):
    return max((today - planned).days, 0)


def get_due_step(line, ladder, today):
    """Return the step that is due today, if any: one at a time, never one behind.

    :param ChasedLine line:
    :param list[Step] ladder: all steps in their order, those that are off among them
    :param date today:
    :rtype: Step | None
    """
    step = _get_next_step(line, ladder, today)
    if step and _is_time(step, line, today) and _has_waited(step, line, today):
        return step
    return None


def get_companion_step(line, ladder, today):
    """Return the step that a mail takes along which is written to the vendor anyway.

    That of a line that is late, though not yet for so long: so he does not get another
    mail about it tomorrow.

    :rtype: Step | None
    """
    step = _get_next_step(line, ladder, today)
    if (
        step
        and step.is_mail
        and get_days_late(line.planned, today)
        and _has_waited(step, line, today)
    ):
        return step
    return None


def is_worth_asking(line, ladder, today):
    """Tell whether a mail to the vendor names a line: late, or to be confirmed soon."""
    return bool(get_days_late(line.planned, today)) or any(
        step.is_mail
        and step.moment == "before"
        and _concerns(step, line, today)
        and _is_time(step, line, today)
        for step in ladder
    )


def get_next_mail(line, ladder, today):
    """Return the mail that comes next, however long it is until then.

    Once all were sent, the last one serves again.

    :rtype: Step | None
    """
    taken = _get_taken_steps(line.attempts)
    places = [place for place, step in enumerate(ladder, 1) if step.id in taken]
    mails = [step for step in ladder if step.is_mail and _concerns(step, line, today)]
    ahead = [step for step in ladder[max(places, default=0) :] if step in mails]
    return next(iter([*ahead, *reversed(mails)]), None)


def _get_next_step(line, ladder, today):
    taken = _get_taken_steps(line.attempts)
    places = [place for place, step in enumerate(ladder, 1) if step.id in taken]
    ahead = ladder[max(places, default=0) :]
    return next((step for step in ahead if _concerns(step, line, today)), None)


def _get_taken_steps(attempts):
    """Return the steps that were taken, or that there is no point in trying again."""
    failed = [attempt.step_id for attempt in attempts if attempt.has_failed]
    return {attempt.step_id for attempt in attempts if not attempt.has_failed} | {
        step_id for step_id in failed if failed.count(step_id) >= MAX_FAILURES
    }


def _concerns(step, line, today):
    """Tell whether a step is for such lines at all: otherwise the next one may be."""
    if not step.is_on or line.harm < step.minimum_harm:
        return False
    return step.moment == "after" or (
        not line.is_confirmed and not get_days_late(line.planned, today)
    )


def _is_time(step, line, today):
    if step.moment == "before":
        return (line.planned - today).days <= step.days
    return get_days_late(line.planned, today) >= max(step.days, 1)


def _has_waited(step, line, today):
    """Tell whether the step before was long enough ago; failures wait for a day."""
    days = [attempt.day for attempt in line.attempts if not attempt.has_failed]
    failures = [attempt.day for attempt in line.attempts if attempt.has_failed]
    return all((today - day).days >= max(step.wait_days, 1) for day in days) and all(
        (today - day).days >= 1 for day in failures
    )
