"""A year of orders, drawn at random, with what became of each.

What it makes: orders of one line for one to five pieces; the moves by which they left,
in one or two shipments, or not at all; of those that were late a backorder, with what
reports count. Of a seed, the same year comes each time.

What it skips: transfers, stock, messages, promises and events. One order, its move and
its backorder are made by Odoo; the rest are copies of their rows, so each column holds
what Odoo wrote, but for what is drawn here. That one stays, and is no part of the year.
"""

import random
from dataclasses import asdict, astuple, dataclass, fields
from datetime import date, datetime, time, timedelta

from odoo.fields import Command

from benchmarks.backlog import clone

FIRST_DAY = date(2025, 1, 1)
LAST_DAY = date(2026, 1, 1)
DAY = timedelta(days=1)
NOON = time(12)

TYPES = {
    bool: "boolean",
    date: "date",
    datetime: "timestamp",
    float: "float8",
    int: "int4",
    str: "varchar",
}


@dataclass
class Sale:
    """An order, and what became of it; days are None where nothing happened."""

    number: int
    product: int
    partner: int
    quantity: int
    price: int
    ordered: datetime
    due: datetime
    first_left: datetime | None = None
    first_quantity: int = 0
    rest_left: datetime | None = None
    missing: int = 0
    state: str | None = None
    reason: int | None = None
    told: datetime | None = None
    is_told_first: bool = False
    first_promised: date | None = None
    promise_count: int = 0
    promise_state: str | None = None
    first_promise_state: str | None = None


def draw_year(seed, count, products, partners, reasons):
    """Draw what happens to so many orders; ids are drawn from those given.

    :rtype: list[Sale]
    """
    chance = random.Random(seed)
    days = (LAST_DAY - FIRST_DAY).days
    sales = []
    for number in range(count):
        ordered = datetime.combine(FIRST_DAY + chance.randrange(days) * DAY, NOON)
        sale = Sale(
            number,
            chance.choice(products),
            chance.choice(partners),
            chance.randint(1, 5),
            10 * chance.randint(1, 9),
            ordered,
            ordered + chance.randint(0, 5) * DAY,
        )
        if chance.random() < 0.7:
            sale.first_left, sale.first_quantity = sale.due, sale.quantity
        else:
            _draw_delay(chance, sale, reasons)
        sales.append(sale)
    return sales


def _draw_delay(chance, sale, reasons):
    """Draw what is missing, what was said, and when the rest left, if ever."""
    sale.missing = chance.randint(1, sale.quantity)
    sale.reason = chance.choice(reasons)
    sale.first_quantity = sale.quantity - sale.missing
    sale.first_left = sale.due if sale.first_quantity else None
    sale.state = chance.choice(["done", "done", "done", "waiting", "cancel"])
    if chance.random() < 0.9:
        sale.told = sale.ordered + timedelta(minutes=chance.randint(1, 90))
        sale.is_told_first = chance.random() < 0.8
        sale.first_promised = sale.due.date() + chance.randint(1, 20) * DAY
        sale.promise_count = chance.randint(1, 3)
    if sale.state == "done":
        sale.rest_left = sale.due + chance.randint(1, 40) * DAY
    if sale.state != "cancel" and sale.told:
        in_time = sale.rest_left and sale.rest_left.date() <= sale.first_promised
        sale.first_promise_state = (
            "open" if not sale.rest_left else "kept" if in_time else "broken"
        )
        sale.promise_state = (
            chance.choice(["kept", "broken"]) if sale.rest_left else "open"
        )


def make_year(env, sales):
    """Write a year into the database, and commit.

    :param list[Sale] sales:
    :return: id of the first order's line; they follow each other
    """
    order = _create_order(env, sales[0])
    line, move, backorder = order.order_line, order.order_line.move_ids, _create(order)
    env.flush_all()
    _write_table(env.cr, sales)
    count = len(sales)
    orders = clone(
        env.cr,
        "sale_order",
        order,
        count,
        {
            "access_token": "NULL",
            "partner_id": _get("partner"),
            "date_order": _get("ordered"),
            "commitment_date": _get("due"),
        },
    )
    lines = clone(
        env.cr,
        "sale_order_line",
        line,
        count,
        {
            "order_id": f"{orders} + n",
            "product_id": _get("product"),
            "product_uom_qty": _get("quantity"),
        },
    )
    for left, quantity in (("first_left", "first_quantity"), ("rest_left", "missing")):
        clone(
            env.cr,
            "stock_move",
            move,
            count,
            {
                "sale_line_id": f"{lines} + n",
                "product_id": _get("product"),
                "date": _get(left),
                "quantity": _get(quantity),
                "product_uom_qty": _get(quantity),
                "state": "'done'",
            },
            where=f"{_get(left)} IS NOT NULL",
        )
    _clone_backorders(env.cr, backorder, count, orders, lines)
    env.cr.commit()
    env.invalidate_all()
    return lines


def _clone_backorders(cr, backorder, count, orders, lines):
    clone(
        cr,
        "sale_backorder",
        backorder,
        count,
        {
            "order_line_id": f"{lines} + n",
            "order_id": f"{orders} + n",
            "partner_id": _get("partner"),
            "product_id": _get("product"),
            "reason_id": _get("reason"),
            "state": _get("state"),
            "due_date": _get("due") + "::date",
            "opened_date": _get("ordered"),
            "closed_date": _get("rest_left"),
            "shipped_date": _get("rest_left") + "::date",
            "opened_quantity": _get("missing"),
            "opened_value": f"{_get('missing')} * {_get('price')}",
            "first_promised_date": _get("first_promised"),
            "first_told_date": _get("told"),
            "is_told_first": _get("is_told_first"),
            "promise_count": _get("promise_count"),
            "promise_state": _get("promise_state"),
            "first_promise_state": _get("first_promise_state"),
        },
        where=f"{_get('state')} IS NOT NULL",
    )


def _create_order(env, sale):
    line = {"product_id": sale.product, "product_uom_qty": 1}
    order = env["sale.order"].create(
        {"partner_id": sale.partner, "order_line": [Command.create(line)]}
    )
    order.action_confirm()
    return order


def _create(order):
    return order.env["sale.backorder"].create(
        {
            "order_line_id": order.order_line.id,
            "product_id": order.order_line.product_id.id,
        }
    )


def _write_table(cr, sales):
    """Keep the drawn facts where the copies read them from."""
    columns = [
        f"{field.name} {TYPES[getattr(field.type, '__args__', [field.type])[0]]}"
        for field in fields(Sale)
    ]
    cr.execute(f"CREATE TEMPORARY TABLE year ({', '.join(columns)})")
    for sale in sales:
        cr.execute("INSERT INTO year VALUES %s", [astuple(sale)])
    cr.execute("CREATE UNIQUE INDEX ON year (number)")


def _get(column):
    return f"(SELECT {column} FROM year WHERE number = n)"


def to_rows(sales):
    """Return the facts as they can be told to another process.

    :rtype: list[dict]
    """
    return [
        {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(sale).items()
        }
        for sale in sales
    ]
