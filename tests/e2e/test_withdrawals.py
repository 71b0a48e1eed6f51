"""Orders that end while the customer's message still waits: nobody hears old news.

Scenario F25: the order is cancelled, a line taken out, or what is left of the delivery
called off, while the message waits in our outbox or for a mail server.
"""

import pytest

from . import scenes
from .test_mail_outages import down

pytestmark = [pytest.mark.slow, pytest.mark.faults]


# inside of the Odoo process


def wait(env, *extra_lines):
    """Have a customer wait for goods."""
    desk = scenes.create_product(env)
    order = scenes.confirm_order(env, 1, (desk, 1), *extra_lines)
    env.cr.commit()
    return order


def cancel_order(env):
    env["sale.order"].search([])._action_cancel()


def take_out_line(env):
    line = env["sale.backorder"].search([]).order_line_id
    line.product_uom_qty = 0


def call_off_delivery(env):
    """Cancel what is left of a delivery, as a warehouse user does."""
    env["sale.order"].search([]).picking_ids.action_cancel()


ENDS = {
    function.__name__: function
    for function in (cancel_order, take_out_line, call_off_delivery)
}


def write_to_one(env):
    wait(env, (scenes.create_product(env, "Lamp", stock=5), 1))
    return scenes.write(env)


def hold_back_one(env):
    """Have a message wait in our outbox, for the morning."""
    from datetime import timedelta

    wait(env, (scenes.create_product(env, "Lamp", stock=5), 1))
    env["sale.backorder.signal"]._cron_evaluate()
    orders = env["sale.backorder.event"]._get_unhandled().order_id
    env["sale.backorder.message"]._plan(orders)
    [message] = env["sale.backorder.message"].search([])
    message.send_after = env.cr.now() + timedelta(hours=8)
    return scenes.write(env)


def end_and_write(env, end):
    """Let the order end so, and the time pass until all that waits is due."""
    ENDS[end](env)
    env.cr.commit()
    scenes.run_jobs(env)
    env["sale.backorder.message"].search([]).send_after = False
    return scenes.wait_and_write(env)


# the tests


@pytest.mark.parametrize("end", ENDS)
def test_order_that_ended_in_an_outage_is_told_to_be_cancelled(database, sink, end):
    with down(sink):
        before = database.run(write_to_one, trouble=True)
    assert before["states"] == {"queued": 1}
    result = database.run(end_and_write, end)
    assert result["states"] == {"dropped": 1, "sent": 1}
    [mail] = sink.messages
    assert "cancelled" in mail.message["Subject"]


@pytest.mark.parametrize("end", ENDS)
def test_order_that_ended_before_anything_was_said_is_not_spoken_of(
    database, sink, end
):
    assert database.run(hold_back_one)["states"] == {"pending": 1}
    result = database.run(end_and_write, end)
    assert (result["states"], sink.messages) == ({"dropped": 1}, [])
