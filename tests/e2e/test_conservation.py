"""Whatever happens, every event is accounted for and nothing is said twice.

Random histories of stock, orders, mail servers in a mood and processes that die.
"""

import os
import random
import signal
import time
from collections import Counter

import pytest

from . import scenes
from .test_workers import fork

pytestmark = [pytest.mark.slow, pytest.mark.faults]
STEPS = 25
MOODS = ("ok",) * 6 + ("busy", "busy", "lost")


# inside of the Odoo process


def live(env, seed):
    """Do at random what users do, while the jobs run, or are killed at it.

    :return: how often a process was killed
    """
    dice = random.Random(seed)
    products = [scenes.create_product(env, name) for name in ("Desk", "Lamp")]
    killed = 0
    for number in range(STEPS):
        act(env, dice, products, number)
        env.cr.commit()
        if dice.random() < 0.3:
            killed += work_until_killed(env, dice.uniform(0.05, 0.8))
        elif dice.random() < 0.5:
            scenes.wait_and_write(env)
    return killed


def act(env, dice, products, number):
    """Let something happen to an order or to the stock."""
    orders = env["sale.order"].search([("state", "=", "sale")])
    product = dice.choice(products)
    kind = dice.choice(("order", "order", "stock", "change", "cancel", "ship"))
    if kind == "order" or not orders:
        scenes.confirm_order(env, number, (product, dice.randint(1, 5)))
    elif kind == "stock":
        scenes.set_stock(env, product, dice.randint(0, 8))
    elif kind == "change":
        line = dice.choice(orders.order_line)
        line.product_uom_qty = line.qty_delivered + dice.randint(1, 6)
    elif kind == "cancel":
        dice.choice(orders)._action_cancel()
    else:
        ready = orders.picking_ids.filtered(lambda move: move.state == "assigned")
        for delivery in ready[:1]:
            scenes.validate(env, delivery.id)


def work_until_killed(env, seconds):
    """Run all jobs in a process that dies after a while; return whether it did."""
    child = fork(env.cr.dbname, scenes.wait_and_write)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def come_to_rest(env):
    """Let all that is left to do be done; return how it adds up."""
    for _time in range(4):
        scenes.wait_and_write(env)
    messages = env["sale.backorder.message"].search([])
    events = env["sale.backorder.event"].search([])
    keys = [(m.order_id, m.partner_id, m.channel, m.occasion) for m in messages]
    sent = messages.filtered(lambda message: message.state == "sent")
    return {
        "events": len(events),
        "unhandled": len(events.filtered(lambda event: not event.handled)),
        "signals": env["sale.backorder.signal"].search_count([]),
        "states": sorted(set(messages.mapped("state"))),
        "without_reason": len((messages - sent).filtered(lambda m: not m.reason)),
        "repeated_keys": len(keys) - len(set(keys)),
        "sent": sent.mail_message_id.mapped("message_id"),
        "messages": len(messages),
    }


# the tests


@pytest.mark.parametrize("seed", range(3))
def test_every_event_is_accounted_for_and_nothing_is_said_twice(database, sink, seed):
    dice = random.Random(seed)
    moods = []

    def choose_mood(_mail):
        moods.append(dice.choice(MOODS))
        return moods[-1]

    sink.mode_for = choose_mood
    killed = database.run(live, seed, trouble=True)
    sink.mode_for = lambda _mail: "ok"
    result = database.run(come_to_rest, trouble=True)

    assert result["events"] and result["messages"]
    assert (result["unhandled"], result["signals"]) == (0, 0)
    assert set(result["states"]) <= {"sent", "failed", "unknown", "dropped"}
    assert (result["without_reason"], result["repeated_keys"]) == (0, 0)
    arrived = Counter(mail.message["Message-Id"] for mail in sink.messages)
    assert set(result["sent"]) <= set(arrived)
    assert len(sink.messages) - len(arrived) <= killed + moods.count("lost")
