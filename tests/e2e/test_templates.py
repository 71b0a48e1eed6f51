"""Templates that break or are gone: deliveries go on, and other customers hear."""

import pytest

from . import scenes

pytestmark = pytest.mark.slow
ORDERS = 10
TEMPLATE = "backorder_comms.mail_template_partly_shipped"
COMPLAINTS = "odoo.addons.backorder_comms.models.sale_backorder_message_delivery"


# inside of the Odoo process


def break_for_all(env):
    """Mistype a field; as there is no order to try it with, nobody notices."""
    env.ref(TEMPLATE).body_html = '<p>Hello <t t-out="object.no_such_field"/></p>'


def break_for_one(env, orders):
    env.ref(
        TEMPLATE
    ).body_html = f'<p>Hello <t t-out="1 / (object.id - {orders[0].id})"/></p>'


def delete_words(env):
    """Delete a template as one has to: the rule that uses it comes first."""
    template = env.ref(TEMPLATE)
    rules = env["sale.backorder.rule"].search([("mail_template_id", "=", template.id)])
    rules.unlink()
    template.unlink()


def create_orders(env):
    """Tell so many customers that a part of their order waits."""
    lamp = scenes.create_product(env, "Lamp", stock=ORDERS)
    desk = scenes.create_product(env)
    orders = [
        scenes.confirm_order(env, number, (lamp, 1), (desk, 1))
        for number in range(ORDERS)
    ]
    scenes.run_jobs(env)
    return orders


def ship(env, orders):
    """Ship what is there of each order, as its user does."""
    for order in orders:
        scenes.validate(env, order.picking_ids.id)
        env.cr.commit()


def try_as_often_as_allowed(env):
    """Run the jobs until no message is tried again; return how things stand."""
    from odoo.tools import mute_logger

    with mute_logger(COMPLAINTS):
        for _attempt in range(4):
            scenes.run_jobs(env)
    scenes.run_core_jobs(env)
    messages = env["sale.backorder.message"].search(
        [("event_type", "=", "partly_shipped")]
    )
    return {
        "shipped": env["stock.picking"].search_count([("state", "=", "done")]),
        "failed": len(messages.filtered(lambda message: message.state == "failed")),
        "attempts": max(messages.mapped("attempts")),
        **scenes.count(env),
    }


def ship_with_template_that_breaks_for_one(env):
    orders = create_orders(env)
    break_for_one(env, orders)
    ship(env, orders)
    return try_as_often_as_allowed(env)


def ship_with_template_that_breaks_for_all(env):
    break_for_all(env)
    ship(env, create_orders(env))
    return try_as_often_as_allowed(env)


def ship_with_template_that_is_deleted_meanwhile(env):
    """Delete the words between what calls for them and its message."""
    ship(env, create_orders(env))
    env["sale.backorder.signal"]._cron_evaluate()
    orders = env["sale.backorder.event"]._get_unhandled().order_id
    env["sale.backorder.message"]._plan(orders)
    delete_words(env)
    env.cr.commit()
    return try_as_often_as_allowed(env)


# the tests


def test_template_that_breaks_for_one_order_is_one_order_s_trouble(database, sink):
    result = database.run(ship_with_template_that_breaks_for_one, trouble=True)
    assert (result["shipped"], result["failed"]) == (ORDERS, 1)
    assert (result["attempts"], result["activities"]) == (3, 1)
    assert result["reasons"] == ["division by zero"]
    assert len(sink.messages) == ORDERS + ORDERS - 1


def test_template_that_is_broken_stops_no_delivery(database, sink):
    result = database.run(ship_with_template_that_breaks_for_all, trouble=True)
    assert (result["shipped"], result["failed"]) == (ORDERS, ORDERS)
    assert (result["attempts"], result["activities"]) == (3, ORDERS)
    assert len(sink.messages) == ORDERS


def test_template_that_is_gone_leaves_a_task(database, sink):
    result = database.run(ship_with_template_that_is_deleted_meanwhile)
    assert (result["shipped"], result["failed"]) == (ORDERS, ORDERS)
    assert (result["attempts"], result["activities"]) == (0, ORDERS)
    assert "deleted" in result["reasons"][0]
    assert len(sink.messages) == ORDERS
