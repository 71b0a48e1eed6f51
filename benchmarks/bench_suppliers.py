"""What a vendor's news costs: a date that moves, a spreadsheet, and the daily jobs.

`BENCH_LINES=10000` has fewer order lines wait for what ten thousand purchase lines
bring, `BENCH_CUSTOMERS=100` fewer customers for what one purchase brings.
"""

import base64
import os
from contextlib import ExitStack
from datetime import timedelta
from io import BytesIO
from unittest.mock import patch

import openpyxl

from odoo import fields
from odoo.fields import Command

from benchmarks import backlog
from benchmarks.backlog import NOW, clone, in_turns
from devtools import odoo_env
from devtools.benchmarking import at_most, benchmark, figure, interleaved, measured

CUSTOMERS = int(os.getenv("BENCH_CUSTOMERS", "1000"))
LINES = int(os.getenv("BENCH_LINES", "100000"))
PRODUCTS = 1000
PURCHASES = 1000
LINES_PER_PURCHASE = 10
VENDORS = 100
LATE = 1000
"""Purchase lines that are late, for the job that chases their vendors."""

MOST_RUNS = 10
RECEIPTS_PER_LINE = 10
SAMPLE = 1000
"""Purchase lines that are written one by one, for the comparison."""

PAIRS = 15
SHOWN = 80


class Office:
    """A filled database, and what buyers and jobs do there."""

    def __init__(self, env):
        self.env = env
        env["stock.warehouse"].search([]).backorder_calendar_id = False
        env["res.company"].search([]).write(
            {
                "backorder_chase_mail": True,
                "backorder_comms_baseline_done": True,
                "backorder_comms_hourly_limit": 1_000_000,
                "backorder_comms_settle_minutes": 0,
                "email": "shop@example.com",
            }
        )
        env["ir.config_parameter"].set_param("web.base.url", "https://shop.example")
        self.signals = env["sale.backorder.signal"]

    def look_at_everything(self):
        self.signals._cron_reconcile()
        self.commit()
        return self.evaluate()

    def evaluate(self):
        with measured() as cost:
            while self.signals.search_count([("attempts", "=", 0)], limit=1):
                self.run("backorder_comms.ir_cron_evaluate")
        return cost

    def communicate(self):
        events = self.env["sale.backorder.event"]
        with measured() as cost:
            while events._get_unhandled():
                self.run("backorder_comms.ir_cron_communicate")
        return cost

    def run(self, job):
        self.commit()
        self.env.ref(job).method_direct_trigger()
        self.commit()

    def commit(self):
        self.env.cr.commit()
        self.env.invalidate_all()


# what there is


def fill_one_product(env):
    """Have a customer each wait for what one purchase brings.

    :rtype: purchase.order.line
    """
    count = CUSTOMERS * 11 // 10 + 1  # one in eleven is in stock
    with patch.multiple(backlog, LINES_PER_ORDER=1, CUSTOMERS=count):
        made = backlog.make_backlog(env, count, 1)
    env.cr.execute(
        """
        UPDATE stock_move SET state = 'cancel'
         WHERE product_id = ANY(%s)
           AND location_id IN (SELECT id FROM stock_location WHERE usage = 'supplier')
        """,
        [made.products],
    )
    give_addresses(env, made.customers)
    purchase = buy(env, made.products, quantity=2 * count)
    env.cr.commit()
    env.invalidate_all()
    return purchase.order_line


def give_addresses(env, partners):
    env.cr.execute(
        """
        UPDATE res_partner SET email = 'partner' || id || '@example.com',
                               email_normalized = 'partner' || id || '@example.com'
         WHERE id = ANY(%s)
        """,
        [partners],
    )
    env.cr.execute("UPDATE sale_order SET access_token = gen_random_uuid()")


def buy(env, products, quantity, vendor=None):
    """Buy so many pieces of each product, to come in five days."""
    line = {"product_qty": quantity, "date_planned": days_ahead(5), "price_unit": 7}
    purchase = env["purchase.order"].create(
        {
            "partner_id": (vendor or env["res.partner"].create({"name": "Vic"})).id,
            "order_line": [
                Command.create({"product_id": product, **line}) for product in products
            ],
        }
    )
    purchase.button_confirm()
    env.flush_all()
    return purchase


def days_ahead(days):
    return fields.Datetime.now() + timedelta(days=days)


def fill_purchases(env):
    """Have many wait for what many purchases bring, after the backlog's receipts.

    :return: vendors
    """
    made = backlog.make_backlog(env, LINES, PRODUCTS)
    vendors = env["res.partner"].create(
        [
            {"name": f"Vendor {number}", "email": f"vendor{number}@example.com"}
            for number in range(VENDORS)
        ]
    )
    env.cr.execute("UPDATE product_product SET default_code = 'P' || id")
    purchase = buy(env, made.products[:LINES_PER_PURCHASE], 1, vendors[0])
    clone_purchases(env, purchase, made, vendors)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()
    return vendors


def clone_purchases(env, purchase, made, vendors):
    """Copy a purchase with its receipt; together they bring half of what is ordered."""
    cr, line = env.cr, f"n * {LINES_PER_PURCHASE} + r"
    day = f"{NOW} + (25 + mod(n, 10)) * interval '1 day'"
    vendor = in_turns(vendors.ids, f"n / {PURCHASES // VENDORS}")
    share = LINES * backlog.PIECES_PER_LINE // 2 // (PURCHASES * LINES_PER_PURCHASE)
    quantity = str(max(1, share))
    product = in_turns(made.products, line)
    orders = clone(
        cr,
        "purchase_order",
        purchase,
        PURCHASES,
        {
            "access_token": "NULL",
            "date_planned": day,
            "name": "'BENCH/PO/' || n",
            "partner_id": vendor,
        },
    )
    purchase_lines = clone(
        cr,
        "purchase_order_line",
        purchase.order_line,
        PURCHASES,
        {
            "backorder_first_date_planned": day,
            "date_planned": day,
            "order_id": f"{orders} + n",
            "partner_id": vendor,
            "product_id": product,
            "product_qty": quantity,
            "product_uom_qty": quantity,
        },
    )
    receipt = {"partner_id": vendor, "scheduled_date": day}
    pickings = clone(
        cr,
        "stock_picking",
        purchase.picking_ids,
        PURCHASES,
        {**receipt, "name": "'BENCH/PO/IN/' || n"},
    )
    move = {"date": day, "picking_id": f"{pickings} + n", "product_id": product}
    moves = purchase.picking_ids.move_ids.sorted("purchase_line_id")
    first_move = clone(
        cr,
        "stock_move",
        moves,
        PURCHASES,
        {
            **move,
            "date_deadline": day,
            "packaging_uom_qty": quantity,
            "partner_id": vendor,
            "product_qty": quantity,
            "product_uom_qty": quantity,
            "purchase_line_id": f"{purchase_lines} + {line}",
            "quantity": quantity,
        },
    )
    clone(
        cr,
        "stock_move_line",
        moves.move_line_ids.sorted("move_id"),
        PURCHASES,
        {
            **move,
            "move_id": f"{first_move} + {line}",
            "quantity": quantity,
            "quantity_product_uom": quantity,
        },
    )


def get_purchase_lines(env, limit=None):
    return env["purchase.order.line"].search(
        [("order_id.name", "like", "BENCH/PO/")], order="id", limit=limit
    )


def clone_history(env):
    """Have each purchase line been received in parts over the last year."""
    moves = get_purchase_lines(env).move_ids
    clone(
        env.cr,
        "stock_move",
        moves,
        RECEIPTS_PER_LINE,
        {
            "date": "t.date_deadline + mod(n * 7 + r, 15) * interval '1 day'"
            " - n * interval '30 days' - interval '60 days'",
            "picking_id": "NULL",
            "state": "'done'",
        },
    )
    env.cr.commit()
    env.cr.execute("ANALYZE stock_move")
    env.invalidate_all()


# the rows


@benchmark
def one_date(bench):
    with ExitStack() as stack:
        name = stack.enter_context(bench.scratch())
        env = stack.enter_context(odoo_env.environment(name))
        line = fill_one_product(env)
        office = Office(env)
        office.look_at_everything()
        office.communicate()
        yield from measure_date(office, line)
    yield from compare_write(bench)


def measure_date(office, line):
    env = office.env
    backorders = env["sale.backorder"].search_count(
        [("product_id", "=", line.product_id.id)]
    )
    line.date_planned = days_ahead(25)
    office.commit()
    nothing = env["stock.picking"]
    with measured() as cost:
        env["sale.backorder.evaluation"]._evaluate(line.product_id, nothing)
        env.cr.commit()
    note = f"{backorders} lines of as many customers, {cost.seconds:.2f} s"
    yield at_most("B8date", cost.queries, 10 + backorders / 500, "queries", note)
    office.evaluate()
    cost = office.communicate()
    told = env["sale.backorder.message"].search([("event_type", "=", "later")])
    missed = backorders - len(told.order_id)
    note = f"of {backorders} customers told once; {len(told)} mails"
    yield at_most("F28", abs(missed) + len(told) - len(told.order_id), 0, "wrong", note)
    note = f"planned and in core's queue, {cost.queries / backorders:.2f} queries each"
    yield figure("F28s", cost.seconds, "s", note)


def compare_write(bench):
    """Compare the buyer's own write with that in a database without our addon."""
    with ExitStack() as stack:
        writes = []
        for with_addon in (False, True):
            name = stack.enter_context(bench.scratch(with_addon))
            env = stack.enter_context(odoo_env.environment(name))
            line = fill_one_product(env)
            writes.append(make_write(line))
        result = interleaved(*writes, pairs=PAIRS)
        with measured() as cost:
            writes[1]()
        note = f"to core, {1000 * cost.seconds:.0f} ms; {result.note}"
        yield figure("F28write", result.ratio, "ratio", note)


def make_write(line):
    def write():
        line.date_planned += timedelta(days=1)
        line.env.cr.commit()

    return write


@benchmark
def many_purchases(bench):
    with bench.scratch() as name, odoo_env.environment(name) as env:
        with measured() as cost:
            vendors = fill_purchases(env)
            office = Office(env)
            office.look_at_everything()
        note = f"{LINES:,} lines, {PURCHASES * LINES_PER_PURCHASE:,} purchase lines"
        yield figure("S0fill", cost.seconds, "s", note)
        yield from measure_impact(env)
        yield from measure_import(office, vendors)
        yield from measure_chase(office)
        yield from measure_lateness(office)


def measure_impact(env):
    impacts = env["purchase.backorder.impact"]
    count = impacts.search_count([])
    with measured() as cost:
        impacts.search_read([], ["order_id", "harm", "value"], limit=SHOWN, load=None)
    covered = env["sale.backorder.supply"].search_count([])
    note = f"the first {SHOWN} of {count:,}, {covered:,} pieces of supply"
    yield figure("S1impact", 1000 * cost.seconds, "ms", note)


def measure_import(office, vendors):
    """Import new dates of all lines, as if one vendor had all purchases."""
    env = office.env
    env.cr.execute(
        "UPDATE res_partner SET parent_id = %s, commercial_partner_id = %s"
        " WHERE id = ANY(%s)",
        [vendors.ids[0], vendors.ids[0], vendors.ids[1:]],
    )
    office.commit()
    lines = get_purchase_lines(env)
    buyer = env["res.users"].create(
        {
            "name": "Buyer",
            "login": "bench_buyer",
            "group_ids": [(4, env.ref("purchase.group_purchase_user").id)],
        }
    )
    wizard = env(user=buyer.id)["purchase.eta.import"].create(
        {
            "partner_id": vendors.ids[0],
            "file": base64.b64encode(make_file(lines)),
            "filename": "dates.xlsx",
        }
    )
    office.commit()
    with measured() as cost:
        wizard.action_check()
        env.flush_all()
    note = (
        f"{wizard.change_count:,} of {len(lines):,} rows will change, "
        f"{len(wizard.customer_ids):,} customers' lines; {cost.queries} queries"
    )
    yield at_most("S2check", cost.seconds, 10, "s", note)
    office.commit()
    core = measure_plain_writes(env, lines)
    with measured() as cost:
        wizard.action_apply()
        env.flush_all()
    office.commit()
    note = f"{cost.queries:,} queries; {cost.seconds / core:.2f} times a write of each"
    yield figure("S2apply", cost.seconds, "s", note)
    cost = office.evaluate()
    yield figure("S2evaluate", cost.seconds, "s", f"afterwards, {cost.queries} queries")
    env.cr.execute(
        "UPDATE res_partner SET parent_id = NULL, commercial_partner_id = id"
        " WHERE id = ANY(%s)",
        [vendors.ids],
    )
    office.commit()


def make_file(lines):
    book = openpyxl.Workbook()
    book.active.append(["PO", "Item No.", "Qty", "ETA"])
    for line in lines:
        day = line.date_planned.date() + timedelta(days=3)
        book.active.append(
            [line.order_id.name, line.product_id.default_code, line.product_qty, day]
        )
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def measure_plain_writes(env, lines):
    """Return the seconds that a write of each line takes, from a sample."""
    sample = lines[:SAMPLE]
    with measured() as cost:
        for line in sample:
            line.date_planned += timedelta(days=3)
        env.flush_all()
    env.cr.rollback()
    env.invalidate_all()
    return cost.seconds * len(lines) / len(sample)


def measure_chase(office):
    env = office.env
    lines = env["purchase.backorder.impact"].search([], limit=LATE).purchase_line_id
    env.cr.execute(
        f"UPDATE purchase_order_line SET date_planned = {NOW} - interval '2 days'"
        " WHERE id = ANY(%s)",
        [lines.ids],
    )
    office.commit()
    chase, runs = env["purchase.chase"], 0
    with measured() as cost:
        # A run stops when its time is over, and goes on in the next.
        while runs < MOST_RUNS and (not runs or chase._get_due_vendors(env.company)):
            office.run("backorder_comms_purchase.ir_cron_chase")
            runs += 1
    attempts = env["purchase.chase.attempt"].search([])
    letters = len(attempts.filtered("is_letter"))
    done = f"{letters} mails about {len(attempts.line_ids):,} of {len(lines):,} lines"
    note = f"{done}; {cost.queries / max(1, letters):.0f} queries a mail, {runs} runs"
    yield figure("S3chase", cost.seconds, "s", note)
    vendors = len(lines.partner_id)
    missed = abs(len(attempts.line_ids) - len(lines)) + abs(letters - vendors)
    yield at_most("S3once", missed, 0, "wrong", f"{vendors} vendors, one mail each")


def measure_lateness(office):
    env = office.env
    clone_history(env)
    with measured() as cost:
        office.run("backorder_comms_purchase.ir_cron_measure_lateness")
    rows = env["purchase.vendor.lateness"].search_count([])
    receipts = PURCHASES * LINES_PER_PURCHASE * RECEIPTS_PER_LINE
    note = f"{rows:,} figures of {receipts:,} receipts, {cost.queries} queries"
    yield figure("S4lateness", cost.seconds, "s", note)
    with measured() as again:
        office.run("backorder_comms_purchase.ir_cron_measure_lateness")
    note = f"a night later, {again.queries} queries"
    yield figure("S4again", again.seconds, "s", note)
