"""The figures of a year are those that an independent calculation finds.

A year of ten thousand orders is drawn; what is known of each is kept by the generator.
A shorter time with fewer orders goes through what users and jobs really do: there, what
is known is what the simulation itself did and saw.
"""

import os
import random
from collections import defaultdict
from datetime import datetime, time, timedelta
from statistics import fmean

import pytest

from . import odoo, scenes

pytestmark = pytest.mark.slow
SEED = 1968
ORDERS = 10_000
LIVED_ORDERS, LIVED_DAYS = 300, 30

MEASURES = {
    "value": "sum",
    "quantity": "sum",
    "late_days": "avg",
    "kept_rate": "avg",
    "first_kept_rate": "avg",
    "revision_count": "avg",
    "notice_minutes": "avg",
    "told_first_rate": "avg",
}
RATES = ("line_rate", "unit_rate", "in_full_rate", "order_rate")


@pytest.fixture(scope="module")
def database(prepared):
    with odoo.copy(prepared, f"e2e_year_{os.getpid()}") as database:
        yield database


# inside of the Odoo process


def compare_year(env):
    """Make the year; return the figures of the reports and of the calculation."""
    from benchmarks.year import draw_year, make_year

    goods = {"type": "consu", "is_storable": True, "list_price": 10, "taxes_id": False}
    products = env["product.product"].create(
        [{"name": f"Product {number}", **goods} for number in range(9)]
    )
    partners = env["res.partner"].create([{"name": f"Customer {n}"} for n in range(40)])
    reasons = env["sale.backorder.reason"].search([])
    sales = draw_year(SEED, ORDERS, products.ids, partners.ids, reasons.ids)
    line = make_year(env, sales)
    known = [("id", ">=", line)]
    backorders = env["sale.backorder"].search([("order_line_id", ">=", line)])
    return {
        "report": read(env, "sale.backorder.report", backorders.ids, MEASURES),
        "expected": calculate([sale for sale in sales if sale.state]),
        "service": read_rates(env, known),
        "expected service": calculate_rates(sales),
    }


def read(env, model, ids, measures):
    """Return figures by reason, as the report says."""
    groups = env[model]._read_group(
        [("id", "in", ids)],
        ["reason_id"],
        ["__count", *(f"{name}:{how}" for name, how in measures.items())],
    )
    return {str(reason.id): list(figures) for reason, *figures in groups}


def read_rates(env, domain):
    [rates] = env["sale.backorder.service.report"]._read_group(
        domain, [], [f"{name}:avg" for name in RATES]
    )
    return list(rates)


def calculate(sales):
    """Return the same by plain Python over the drawn facts."""
    groups = defaultdict(list)
    for sale in sales:
        groups[str(sale.reason)].append(sale)
    return {reason: calculate_group(group) for reason, group in groups.items()}


def calculate_group(group):
    today = datetime.utcnow().date()
    told = [sale for sale in group if sale.told]
    dated = [sale for sale in told if sale.state != "cancel"]
    judged = [sale for sale in dated if sale.rest_left]
    ends = [
        (sale, sale.rest_left.date() if sale.rest_left else today) for sale in dated
    ]
    return [
        len(group),
        sum(sale.missing * sale.price for sale in group),
        sum(sale.missing for sale in group),
        fmean(max(0, (end - sale.first_promised).days) for sale, end in ends),
        fmean(sale.promise_state == "kept" for sale in judged),
        fmean(sale.rest_left.date() <= sale.first_promised for sale in judged),
        fmean(max(sale.promise_count - 1, 0) for sale in group),
        fmean((sale.told - sale.ordered).total_seconds() / 60 for sale in told),
        fmean(sale.is_told_first for sale in told),
    ]


def calculate_rates(sales):
    """Return the rates of a year of which everything was due long ago."""
    on_time = [sale.first_quantity for sale in sales]
    promised = [sale.first_promised or sale.due.date() for sale in sales]
    in_full = [
        sale.first_quantity == sale.quantity
        or bool(sale.rest_left and sale.rest_left.date() <= day)
        for sale, day in zip(sales, promised, strict=True)
    ]
    return [
        fmean(left == sale.quantity for left, sale in zip(on_time, sales, strict=True)),
        sum(on_time) / sum(sale.quantity for sale in sales),
        fmean(in_full),
        fmean(in_full),  # each order has one line
    ]


def live(env):
    """Let users order, receive and ship for a month; return what came of it."""
    from freezegun import freeze_time

    diary = Diary(env, random.Random(SEED))
    start = datetime.combine(datetime.utcnow().date(), time(8))
    for number in reversed(range(LIVED_DAYS)):
        with freeze_time(start - timedelta(days=number), tick=True):
            diary.live_a_day()
    report = env["sale.backorder.report"]
    [figures] = report._read_group(
        [("order_id", "in", diary.orders.ids)],
        [],
        ["__count", "quantity:sum", "kept_rate:avg", "first_kept_rate:avg"],
    )
    return {
        "report": list(figures),
        "expected": diary.judge(),
        "service": read_rates(env, [("order_id", "in", diary.orders.ids)]),
        "expected service": diary.calculate_rates(),
    }


class Diary:
    """What users do in a month, and what anybody could see of it."""

    def __init__(self, env, chance):
        self.env = env
        self.chance = chance
        self.orders = env["sale.order"]
        self.warehouse = env["stock.warehouse"].search([], limit=1)
        self.warehouse.backorder_calendar_id = False
        # These orders are older than the installation, but not what it came upon.
        env.company.backorder_comms_baseline_done = True
        scenes.confirm_database(env)
        self.warehouse.out_type_id.create_backorder = "always"
        self.partner = env["res.partner"].create(
            {"name": "Customer", "email": "customer@example.com"}
        )
        goods = {"type": "consu", "is_storable": True, "list_price": 10}
        self.products = env["product.product"].create(
            [{"name": f"Product {n}", **goods, "taxes_id": False} for n in range(5)]
        )
        env["sale.backorder.signal"].search([]).unlink()

    def live_a_day(self):
        self.order(LIVED_ORDERS // LIVED_DAYS)
        self.work()
        for product in self.products:
            if self.chance.random() < 0.4:
                self.receive(product, self.chance.randint(5, 12))
        self.work()
        self.ship()
        self.work()

    def order(self, count):
        for _order in range(count):
            line = {
                "product_id": self.chance.choice(self.products).id,
                "product_uom_qty": self.chance.randint(1, 5),
            }
            lead = {"customer_lead": self.chance.randint(0, 3)}
            order = self.env["sale.order"].create(
                {"partner_id": self.partner.id, "order_line": [(0, 0, line | lead)]}
            )
            order.action_confirm()
            self.orders |= order

    def receive(self, product, quantity):
        """Announce a receipt that comes in some days, and take in what is due."""
        places = {
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.warehouse.lot_stock_id.id,
        }
        move = {"product_id": product.id, "product_uom_qty": quantity, **places}
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "move_ids": [(0, 0, move)],
                **places,
            }
        )
        receipt.action_confirm()
        days = self.chance.randint(1, 6)
        receipt.scheduled_date = datetime.now() + timedelta(days=days)
        arrived = self.env["stock.picking"].search(
            [
                ("picking_type_id", "=", self.warehouse.in_type_id.id),
                ("state", "=", "assigned"),
                ("scheduled_date", "<=", datetime.now()),
            ]
        )
        self.validate(arrived.filtered(lambda _one: self.chance.random() < 0.7))

    def ship(self):
        ready = self.orders.picking_ids.filtered(lambda one: one.state == "assigned")
        self.validate(ready.filtered(lambda _one: self.chance.random() < 0.9))

    def validate(self, pickings):
        for picking in pickings:
            picking.move_ids.picked = True
            picking.button_validate()

    def work(self):
        """Let the jobs run that are due."""
        self.env.cr.commit()
        for job in ("evaluate", "communicate"):
            self.env.ref(f"backorder_comms.ir_cron_{job}").method_direct_trigger()
            self.env.cr.commit()
        self.env.invalidate_all()

    # looking at single records, where reports read stored figures

    def judge(self):
        backorders = self.orders.backorder_ids
        verdicts = [self.judge_one(one) for one in backorders if one.state == "done"]
        last, first = zip(*[verdict for verdict in verdicts if verdict], strict=True)
        opened = backorders.event_ids.filtered(lambda event: event.type == "opened")
        return [
            len(backorders),
            sum(float(event.new_value) for event in opened),
            fmean(last),
            fmean(first),
        ]

    def judge_one(self, backorder):
        """Return whether the last promise was kept, and the first."""
        promises = backorder.promise_ids.sorted("id").filtered("date")
        if not promises:
            return None
        left = max(self.get_shipments(backorder.order_line_id))[0]
        return [
            left <= (promise.latest_date or promise.date)
            for promise in (promises[-1], promises[0])
        ]

    def get_shipments(self, line):
        """Return the days on which goods left, and how many did."""
        moves = line.move_ids.filtered(lambda move: move.state == "done")
        return [(move.date.date(), move.quantity) for move in moves]

    def calculate_rates(self):
        lines = [self.judge_line(line) for line in self.orders.order_line]
        due = [one for one in lines if one["is_due"]]
        promised = [one for one in lines if one["is_promise_due"]]
        return [
            fmean(one["on_time"] >= one["quantity"] for one in due),
            sum(one["on_time"] for one in due) / sum(one["quantity"] for one in due),
            *[fmean(one["as_promised"] >= one["quantity"] for one in promised)] * 2,
        ]

    def judge_line(self, line):
        today = datetime.utcnow().date()
        ordered = line.order_id.date_order
        due = (ordered + timedelta(days=line.customer_lead)).date()
        promises = line.backorder_ids.promise_ids.filtered("date").sorted("id")
        promised = promises[:1].date or due
        shipments = self.get_shipments(line)
        return {
            "quantity": line.product_uom_qty,
            "is_due": due < today,
            "is_promise_due": promised < today,
            "on_time": sum(q for day, q in shipments if day <= due),
            "as_promised": sum(q for day, q in shipments if day <= promised),
        }


# the tests


def test_figures_of_a_drawn_year(database):
    found = database.run(compare_year)
    assert found["report"].keys() == found["expected"].keys()
    for reason, figures in found["expected"].items():
        assert found["report"][reason] == pytest.approx(figures)
    assert found["service"] == pytest.approx(found["expected service"])


def test_figures_of_a_month_as_it_is_lived(database):
    found = database.run(live)
    assert found["report"][0] > 50
    assert found["report"] == pytest.approx(found["expected"])
    assert found["service"] == pytest.approx(found["expected service"])
