"""Customers decide in a browser, by a mail's link and logged in, and it happens."""

import re
from contextlib import ExitStack
from datetime import timedelta
from types import SimpleNamespace

import pytest

from devtools import browser, odoo_process
from devtools.gallery import Picture
from devtools.photographer import Photographer
from devtools.sinks import MailSink

from . import odoo, scenes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not browser.find(), reason="needs chromium"),
]
SCREENS = {"desk": {"width": 1400}, "phone": {"width": 390, "phone": True}}
VISITS = [(way, screen) for way in ("link", "login") for screen in SCREENS]
# What is decided about which line, each of which the one before leaves possible.
DECISIONS = [
    ("wait", None),
    ("ship", None),
    ("call", "Desk"),
    ("expedite", "Desk"),
    ("cancel", "Desk"),
    ("return", "Lamp"),
    ("swap", "Chair"),
    ("refuse", "Sofa"),
    ("accept", "Table"),
]
CONFIRM = "[name=backorder_decide] button[type=submit]"
EFFECT = "[name=backorder_effect]"


# inside of the Odoo process


def prepare_shop(env, port, smtp_port):
    """Have in stock and on the way what the customers' orders take."""
    scenes.point_at_sinks(env, smtp_port, "http://127.0.0.1:1")
    env["ir.config_parameter"].set_param("web.base.url", f"http://127.0.0.1:{port}")
    products = {
        name: scenes.create_product(env, name, stock)
        for name, stock in [
            ("Desk", 0),
            ("Lamp", 50),
            ("Chair", 0),
            ("Stool", 50),
            ("Sofa", 0),
            ("Bench", 50),
            ("Table", 0),
        ]
    }
    for product, substitute in [("Chair", "Stool"), ("Sofa", "Bench")]:
        env["sale.backorder.substitute"].create(
            {
                "product_tmpl_id": products[product].product_tmpl_id.id,
                "substitute_id": products[substitute].id,
            }
        )
    receive_later(env, products["Table"])
    env.cr.commit()


def receive_later(env, product):
    """Plan a receipt in ten days."""
    warehouse = env.ref("stock.warehouse0")
    vendors = env.ref("stock.stock_location_suppliers").id
    stock = warehouse.lot_stock_id.id
    places = {"location_id": vendors, "location_dest_id": stock}
    move = {"product_id": product.id, "product_uom_qty": 20, **places}
    receipt = env["stock.picking"].create(
        {
            "picking_type_id": warehouse.in_type_id.id,
            "move_ids": [(0, 0, move)],
            **places,
        }
    )
    receipt.action_confirm()
    receipt.scheduled_date += timedelta(days=10)


def order_and_ship_a_part(env, number):
    """Let a customer order, ship the lamps, and write to him what waits.

    Of two more lamps that he orders then, he has not heard yet: they are ready.

    :return: the ids of the order and of each line, and his login
    """
    lines = [("Desk", 4), ("Lamp", 2), ("Chair", 3), ("Sofa", 1), ("Table", 1)]
    products = env["product.product"].search([("name", "in", [n for n, _q in lines])])
    by_name = {product.name: product for product in products}
    order = scenes.confirm_order(env, number, *((by_name[n], q) for n, q in lines))
    scenes.run_jobs(env)
    scenes.validate(env, order.picking_ids.id)
    order.order_line.filtered(
        lambda line: line.product_id.name == "Lamp"
    ).product_uom_qty = 4
    scenes.write(env)
    login = f"customer{number}"
    env["res.users"].create(
        {
            "name": login,
            "login": login,
            "password": login,
            "partner_id": order.partner_id.id,
            "group_ids": [(6, 0, [env.ref("base.group_portal").id])],
        }
    )
    env.cr.commit()
    return {
        "order": order.id,
        "login": login,
        "lines": {line.product_id.name: line.id for line in order.order_line},
    }


def look(env, order_id):
    """Return what became of an order, in stock and on it."""
    order = env["sale.order"].browse(order_id)
    moves = order.order_line.move_ids._filter_backorder_open()
    desk_move = moves.filtered(lambda move: move.product_id.name == "Desk")
    return {
        "ordered": {
            line.product_id.name: line.product_uom_qty for line in order.order_line
        },
        "open": {move.product_id.name: move.product_uom_qty for move in moves},
        "reserved": {
            move.product_id.name: move.quantity for move in moves if move.quantity
        },
        "policies": sorted(set(moves.picking_id.mapped("move_type"))),
        "returns": len(order.picking_ids.filtered("return_id")),
        "urgent": desk_move.priority,
        "states": {
            decision.option: decision.state for decision in order.backorder_decision_ids
        },
        "origins": sorted(set(order.backorder_decision_ids.mapped("origin"))),
    }


# outside


@pytest.fixture(scope="module")
def shop(prepared, free_port, tmp_path_factory):
    """A shop that is served, a browser in front of it, and where its mails arrive."""
    with ExitStack() as stack:
        sink = stack.enter_context(MailSink(tmp_path_factory.mktemp("mail")))
        database = stack.enter_context(odoo.copy(prepared, f"{prepared}_decide"))
        database.run(prepare_shop, free_port, sink.port)
        base = stack.enter_context(odoo_process.serving(database.name, free_port))
        photographer = stack.enter_context(Photographer(base))
        yield SimpleNamespace(
            sink=sink, database=database, base=base, photographer=photographer
        )


def find_link(shop, login):
    """Return the path that the mails to a customer lead to."""
    address = f"{login}@example.com"
    mails = [mail for mail in shop.sink.messages if address in mail.recipients]
    html = "".join(mail.message.get_body(("html",)).get_content() for mail in mails)
    return re.search(rf'{shop.base}(/my/backorders/[^"#]+)', html)[1]


def decide(shop, path, option, line, **screen):
    """Press the button on the page, and the one on the next; return what it says."""
    button = f"a[href*='option={option}']"
    if line:
        button += f"[href*='line={line}&'], {button}[href$='line={line}']"
    clicks = (button, CONFIRM)
    picture = Picture(option, path, [EFFECT], clicks=clicks, **screen)
    shop.photographer.open(picture, {"database": shop.database.name})
    return shop.photographer.evaluate(
        f"document.querySelector('{EFFECT}').innerText.trim()"
    )


@pytest.mark.parametrize(("way", "screen"), VISITS)
def test_customer_decides_all_there_is(shop, way, screen):
    facts = shop.database.run(order_and_ship_a_part, VISITS.index((way, screen)))
    path = find_link(shop, facts["login"])
    more = dict(SCREENS[screen])
    if way == "login":
        path, more["login"] = f"/my/backorders/{facts['order']}", facts["login"]
    effects = [
        decide(shop, path, option, facts["lines"].get(line), **more)
        for option, line in DECISIONS
    ]
    assert all(effects)
    result = shop.database.run(look, facts["order"])
    assert result == {
        "ordered": {
            "Lamp": 4,
            "Sofa": 1,
            "Table": 1,
            "Desk": 0,
            "Chair": 0,
            "Stool": 3,
        },
        "open": {"Lamp": 2, "Sofa": 1, "Table": 1, "Stool": 3},
        "reserved": {"Lamp": 2, "Stool": 3},
        "policies": ["direct"],
        "returns": 0,
        "urgent": False,
        "states": {
            option: "pending" if option in ("call", "expedite", "return") else "done"
            for option, _line in DECISIONS
        },
        "origins": ["portal" if way == "login" else "link"],
    }
