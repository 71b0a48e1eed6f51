"""Users who meet in the database: each delivery is made once and told once.

Scenarios F17 a receipt at the same time, F18 double click, F20 a batch that fails.
"""

import os
import time

import pytest

from devtools import postgres

from . import scenes
from .test_workers import fork

pytestmark = [pytest.mark.slow, pytest.mark.faults]
DELIVERIES = 10
COMPLAINTS = "odoo.addons.backorder_comms.models.sale_backorder_signal"


# inside of the Odoo process


def run_at_once(env, *works):
    """Let each user's request run in a process of its own; return the exit codes."""
    env.cr.commit()
    children = [fork(env.cr.dbname, work) for work in works]
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def request(function, *arguments):
    """Return a function that does it as a user's request does: again on a collision."""
    from odoo.service.model import retrying

    return lambda env: retrying(lambda: function(env, *arguments), env)


def click_twice(env):
    """Validate one delivery from two tabs at once."""
    delivery = scenes.create_partly_short_order(env)
    scenes.run_jobs(env)
    click = request(scenes.validate, delivery)
    codes = run_at_once(env, click, click)
    return codes, look(env)


def ship_while_goods_arrive(env):
    """Deliver and receive the same product at once, a few times."""
    codes = []
    product = scenes.create_product(env, "Desk", stock=5)
    for number in range(4):
        order = scenes.confirm_order(env, number, (product, 2))
        ship = request(scenes.validate, order.picking_ids.id)
        codes += run_at_once(env, ship, request(receive, product.id, 10 + number))
    return codes, look(env)


def ship_against_rival(env, patience, patience_of_rival):
    """Commit a delivery while another transaction locks what it needs, crosswise.

    It has the delivery's quants, the rival the job that our signal wakes. Each waits
    for the other, until PostgreSQL ends the one who loses patience first.
    """
    from odoo.tools import mute_logger

    delivery = scenes.create_partly_short_order(env)
    scenes.run_jobs(env)
    env.cr.commit()
    scenes.validate(env, delivery)
    env.flush_all()
    rival = fork(env.cr.dbname, request(take_crosswise, patience_of_rival))
    wait_until_blocked(env.cr.dbname)
    env.cr.execute("SET LOCAL deadlock_timeout = %s", [patience])
    with mute_logger(COMPLAINTS):
        env.cr.commit()
    code = os.waitstatus_to_exitcode(os.waitpid(rival, 0)[1])
    left = env["sale.backorder.signal"].search_count([])
    scenes.run_jobs(env, ["backorder_comms.ir_cron_reconcile"])
    return code, left, look(env)


def take_crosswise(env, patience):
    env.cr.execute("SET LOCAL deadlock_timeout = %s", [patience])
    job = env.ref("backorder_comms.ir_cron_evaluate").id
    env.cr.execute("SELECT FROM ir_cron WHERE id = %s FOR UPDATE", [job])
    env.cr.execute("SELECT FROM stock_quant FOR UPDATE")


def wait_until_blocked(database):
    """Wait until somebody waits for a lock, for longer than a delivery would."""
    with postgres.connection() as cursor:
        for _attempt in range(100):
            cursor.execute(
                """
                SELECT 1 FROM pg_stat_activity
                 WHERE datname = %s AND wait_event_type = 'Lock'
                """,
                [database],
            )
            if cursor.fetchone():
                return
            time.sleep(0.1)
    raise TimeoutError("nobody waits for a lock")


def receive(env, product, quantity):
    scenes.set_stock(env, env["product.product"].browse(product), quantity)


def validate_batch_with_one_that_fails(env):
    """Validate deliveries together, one of which core refuses in the end."""
    product = scenes.create_product(env, "Desk", stock=DELIVERIES)
    short = scenes.create_product(env, "Lamp")
    orders = [
        scenes.confirm_order(env, number, (product, 1), (short, 1))
        for number in range(DELIVERIES)
    ]
    scenes.run_jobs(env)
    pickings = env["stock.picking"].union(*(order.picking_ids for order in orders))
    moves = pickings[-1].move_ids
    product.tracking = "serial"  # without a number, core refuses to ship it
    env.cr.commit()
    refused = ""
    try:
        pickings.with_context(skip_backorder=True).button_validate()
        env.cr.commit()
    except Exception as error:
        env.cr.rollback()
        refused = type(error).__name__
    return refused, moves.mapped("state"), look(env)


def look(env):
    result = scenes.count_after_jobs(env)
    states = env["stock.picking"].search([]).mapped("state")
    return {**result, "pickings": {state: states.count(state) for state in set(states)}}


# the tests


def test_double_click_makes_one_backorder_and_one_message(database):
    codes, result = database.run(click_twice, trouble=True)
    assert 0 in codes
    assert result["pickings"] == {"done": 1, "confirmed": 1}
    assert result["types"] == ["opened", "partly_shipped"]
    assert result["told"] == [2, 1]


def test_shipping_and_receiving_at_once_both_end(database):
    codes, result = database.run(ship_while_goods_arrive, trouble=True)
    assert codes == [0] * 8
    assert result["pickings"] == {"done": 4}
    assert (result["signals"], result["unhandled"]) == (0, 0)


def test_deadlock_in_which_a_rival_gives_way_stops_neither(database):
    code, signals, result = database.run(ship_against_rival, "60s", "3s", trouble=True)
    assert code == 0
    assert signals
    assert result["pickings"] == {"done": 1, "confirmed": 1}
    assert (result["types"], result["told"]) == (["opened", "partly_shipped"], [2, 1])


def test_deadlock_in_which_our_signal_gives_way_stops_neither(database):
    """The delivery goes on without it, and is told of when all is looked at again."""
    code, signals, result = database.run(ship_against_rival, "1s", "60s", trouble=True)
    assert (code, signals) == (0, 0)
    assert result["pickings"] == {"done": 1, "confirmed": 1}
    assert (result["types"], result["told"]) == (["opened", "partly_shipped"], [2, 1])


def test_batch_that_core_refuses_is_told_to_nobody(database):
    refused, states, result = database.run(
        validate_batch_with_one_that_fails, trouble=True
    )
    assert refused
    assert "done" not in states
    assert result["types"] == ["opened"]
    assert result["told"] == [DELIVERIES, 1]
