"""A large backlog is evaluated in steps: what a killed job did is done.

Scenario F4.
"""

import os
import random
import signal
import time

import pytest

from . import odoo, scenes
from .test_workers import evaluate, fork

pytestmark = [pytest.mark.slow, pytest.mark.faults]
LINES, PRODUCTS = 6000, 600
KILLS = 20


@pytest.fixture(scope="module")
def backlog(prepared):
    """A database with a backlog of which everything is to be looked at."""
    with odoo.copy(prepared, f"e2e_large_{os.getpid()}") as database:
        database.run(fill)
        yield database


# inside of the Odoo process


def fill(env):
    from benchmarks.backlog import make_backlog

    make_backlog(env, LINES, PRODUCTS)
    env["sale.backorder.signal"]._notice_everything()


def evaluate_all(env):
    scenes.run_jobs(env, scenes.OURS[:1])
    return describe(env)


def evaluate_and_be_killed(env):
    """Kill the job again and again, then let it come to its end.

    It gets more time after each kill before which it did not end a single step.

    :return: how often it was killed, how many signals each one left, and what is known
    """
    left, killed, patience = [count_signals(env)], 0, 1.5
    while left[-1] and killed < KILLS:
        child = fork(env.cr.dbname, evaluate)
        time.sleep(random.uniform(0.3, patience))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        left.append(count_signals(env))
        patience *= 1.5 if left[-1] == left[-2] else 1
    return killed, left, evaluate_all(env)


def count_signals(env):
    env.cr.commit()  # see what others did
    return env["sale.backorder.signal"].search_count([])


def describe(env):
    """Return what is known of each line, and what happened to it, as plain values."""
    env.cr.execute(
        """
        SELECT backorder.order_line_id, backorder.state, backorder.quantity,
               backorder.expected_date::text, string_agg(event.type, ' ')
          FROM sale_backorder backorder
     LEFT JOIN sale_backorder_event event ON event.backorder_id = backorder.id
      GROUP BY backorder.id
      ORDER BY backorder.order_line_id
        """
    )
    return env.cr.fetchall()


# the test


def test_killed_while_it_evaluates_a_lot_no_line_is_left_out_or_done_twice(backlog):
    with odoo.copy(backlog.name, f"e2e_clean_{os.getpid()}") as clean:
        expected = clean.run(evaluate_all)
    with odoo.copy(backlog.name, f"e2e_killed_{os.getpid()}") as database:
        killed, left, known = database.run(evaluate_and_be_killed)
    assert killed > 1
    assert sorted(left, reverse=True) == left
    assert left[-1] < left[0], "nothing that it had done was kept"
    assert len(known) > LINES / 2
    assert known == expected
