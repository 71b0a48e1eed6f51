# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

EVASIONS = ("call", "refuse")


def find_reminder(asked, to_day, deadline):
    """Return when to remind of a question: half-way to the deadline.

    At the hour at which it was asked, on the day before the deadline at the latest.

    :param datetime asked:
    :param to_day: function that gives the day of a moment
    :param date deadline: the last day to answer
    :return: None when there is not a day in between
    :rtype: datetime | None
    """
    days = (deadline - to_day(asked)).days
    return asked + timedelta(days=(days + 1) // 2) if days >= 2 else None


def find_answers(choices, kind, line_id=False, product_id=False):
    """Return the answers that there are to a question.

    :param dict[int | bool, list[Choice]] choices: all of the order, by line
    :param str kind:
    :param int | bool line_id: False when it is about the whole order
    :param int | bool product_id: the only substitute to choose, if there is one
    :rtype: list[Choice]
    """
    return [
        choice
        for choice in choices.get(line_id, [])
        if choice.kind == kind
        and (not product_id or choice.product_id in (False, product_id))
    ]


def is_question(answers):
    """Tell whether any of the answers would change something.

    To want a call, or no substitute, is an answer only where there is another one.
    """
    return any(
        not answer.is_current and answer.option not in EVASIONS for answer in answers
    )
