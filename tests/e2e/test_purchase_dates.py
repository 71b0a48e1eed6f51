"""A vendor's date moves, and with it the dates of many customers at once.

Scenario F28.
"""

import os
import time

import pytest

from . import odoo, scenes
from .test_workers import fork

pytestmark = [pytest.mark.slow, pytest.mark.faults]
CUSTOMERS = 200
CAP = 120


@pytest.fixture(scope="module")
def prepared(request):
    """A database with the addon that knows of vendors' dates."""
    name = f"e2e_purchase_{os.getpid()}"
    request.addfinalizer(lambda: odoo.drop(name))
    odoo.make(name, ["backorder_comms_purchase"])
    return name


# inside of the Odoo process


def move_date(env, customers, cap):
    """Have many wait for one purchase, let its date move, and ship meanwhile.

    :return: how many signals the buyer left, what validations met while the customers'
        messages were made, and how things stand afterwards
    """
    desk = scenes.create_product(env)
    purchase = buy(env, desk, customers)
    order_for_many(env, desk, customers)
    deliveries = prepare_deliveries(env, desk)
    scenes.run_jobs(env)
    messages = env["sale.backorder.message"].search([])
    told = len(messages)
    messages.queued_at = env.cr.now().replace(year=2020)  # long before this hour
    env.company.backorder_comms_hourly_limit = cap
    env.company.backorder_comms_settle_minutes = 0  # the date moves for good
    env.cr.commit()

    purchase.order_line.date_planned = days_ahead(25)
    env.cr.commit()
    signals = env["sale.backorder.signal"].search_count([])
    worker = fork(env.cr.dbname, scenes.run_jobs)
    waits = [ship_at_once(env, delivery) for delivery in deliveries]
    code = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    env.cr.commit()
    later = env["sale.backorder.message"].search([("event_type", "=", "later")])
    states = later.mapped("state")
    return {
        "told": told,
        "signals": signals,
        "waits": waits,
        "code": code,
        "later": {state: states.count(state) for state in set(states)},
        "customers": len(later.partner_id),
    }


def days_ahead(days):
    from datetime import timedelta

    from odoo import fields

    return fields.Datetime.now() + timedelta(days=days)


def buy(env, product, quantity):
    """Buy so many, to come in five days."""
    env["stock.warehouse"].search([]).backorder_calendar_id = False
    line = {
        "product_id": product.id,
        "product_qty": quantity,
        "date_planned": days_ahead(5),
    }
    vendor = env["res.partner"].create({"name": "Vendor"})
    purchase = env["purchase.order"].create(
        {"partner_id": vendor.id, "order_line": [(0, 0, line)]}
    )
    purchase.button_confirm()
    return purchase


def order_for_many(env, product, count):
    """Confirm orders of so many customers at once."""
    customers = env["res.partner"].create(
        [
            {"name": f"Customer {number}", "email": f"customer{number}@example.com"}
            for number in range(count)
        ]
    )
    line = {"product_id": product.id, "product_uom_qty": 1}
    env["sale.order"].create(
        [
            {"partner_id": customer.id, "order_line": [(0, 0, line)]}
            for customer in customers
        ]
    ).action_confirm()
    env.cr.commit()


def prepare_deliveries(env, short):
    """Have deliveries that can ship a part; the rest waits for the purchase, too."""
    lamp = scenes.create_product(env, "Lamp", stock=10)
    orders = [
        scenes.confirm_order(env, f"beside {number}", (lamp, 1), (short, 1))
        for number in range(10)
    ]
    env.cr.commit()
    return [order.picking_ids.id for order in orders]


def ship_at_once(env, delivery):
    """Validate, and fail where that has to wait for, or give way to, another job."""
    env.cr.execute("SET lock_timeout = '300ms'")
    start = time.monotonic()
    scenes.validate(env, delivery)
    env.cr.commit()
    return time.monotonic() - start


# the test


def test_moved_date_is_told_to_many_within_the_cap_and_stops_no_delivery(database):
    result = database.run(move_date, CUSTOMERS, CAP)
    assert (result["signals"], result["code"]) == (1, 0)
    assert result["later"] == {"queued": CAP, "pending": CUSTOMERS - CAP}
