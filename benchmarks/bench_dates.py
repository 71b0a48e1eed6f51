"""How fast the dates of those who wait are found, and what else a backlog costs.

Each size has a database of its own, filled by `backlog.py` and dropped afterwards.
`BENCH_LINES=1000,10000` measures smaller ones, `BENCH_SCHEDULER=1` also runs core's
scheduler over the largest, which takes minutes.
"""

import os
import statistics
import time
from datetime import timedelta

from benchmarks.backlog import make_backlog
from benchmarks.core_dates import get_core_dates, read_core_field
from devtools import databases, odoo_env
from devtools.benchmarking import at_least, at_most, benchmark, figure, measured
from devtools.odoo_process import run_quietly

ADDON = "backorder_comms"
SIZES = [int(size) for size in os.getenv("BENCH_LINES", "1000,10000,100000").split(",")]
PRODUCTS = 1000
ONE_PRODUCT = 10_000
CORE_SAMPLE = 100
"""Products of which core's dates are computed: as many as it does best with at once."""
SAMPLE = 1000
"""Lines whose dates are compared with core's."""

LOOKS = 3
"""How often everything is looked at again; the median counts."""

RAW_DATES = """
    WITH demand AS (
        SELECT id, product_id, date,
               SUM(product_qty) OVER (PARTITION BY product_id ORDER BY date, id) AS upto
          FROM stock_move
         WHERE sale_line_id IS NOT NULL AND state = 'confirmed'
    ), supply AS (
        SELECT move.product_id, move.date,
               SUM(move.product_qty)
               OVER (PARTITION BY move.product_id ORDER BY move.date, move.id) AS upto
          FROM stock_move move
          JOIN stock_location source ON source.id = move.location_id
         WHERE source.usage = 'supplier' AND move.state = 'assigned'
    )
    SELECT demand.id, MIN(supply.date)
      FROM demand
 LEFT JOIN supply ON supply.product_id = demand.product_id
       AND supply.upto >= demand.upto
  GROUP BY demand.id
"""


class Desk:
    """A filled database, and what the jobs and the users do there.

    :param str name: of its size, behind the ids of the rows
    """

    def __init__(self, env, backlog, name):
        self.env = env
        self.name = name
        self.backlog = backlog
        self.signals = env["sale.backorder.signal"]
        # A date on a closed day moves on; core's does not.
        env["stock.warehouse"].search([]).backorder_calendar_id = False
        self.signals.search([]).unlink()
        env.cr.commit()

    def look_at_everything(self):
        """Do what the hourly job does, up to the last signal; return the cost."""
        self.env.invalidate_all()
        with measured() as cost:
            self.signals._cron_reconcile()
            self.env.cr.commit()
            self.evaluate()
        return cost

    def evaluate(self):
        job = self.env.ref("backorder_comms.ir_cron_evaluate")
        while self.signals.search_count([("attempts", "=", 0)], limit=1):
            job.method_direct_trigger()
            self.env.cr.commit()
        self.env.invalidate_all()

    def get_receipts(self, product):
        """Return the moves of a product's receipts that are ahead."""
        return self.env["stock.move"].search(
            [
                ("product_id", "=", product),
                ("location_id.usage", "=", "supplier"),
                ("state", "=", "assigned"),
            ],
            order="date",
        )

    def postpone(self, moves, days):
        """Move receipts to another day, as their user does."""
        for picking in moves.picking_id:
            picking.scheduled_date += timedelta(days=days)
        self.env.cr.commit()

    def snapshot(self, *products):
        """Return each known line of other products with all that may change."""
        self.env.cr.execute(
            """
            SELECT id, state, quantity, expected_date, write_date FROM sale_backorder
             WHERE product_id != ALL(%s) ORDER BY id
            """,
            [list(products)],
        )
        return self.env.cr.fetchall()


def fill(name, lines, products):
    """Fill a database; return the backlog and the seconds that it took."""
    start = time.perf_counter()
    with odoo_env.environment(name) as env:
        backlog = make_backlog(env, lines, products)
    return backlog, time.perf_counter() - start


@benchmark
def all_dates(bench):
    for lines in SIZES:
        with bench.scratch() as name:
            backlog, seconds = fill(name, lines, PRODUCTS)
            size = f"{lines // 1000}k"
            yield figure(f"fill/{size}", seconds, "s", "made by the generator")
            with odoo_env.environment(name) as env:
                desk = Desk(env, backlog, size)
                is_largest = lines == max(SIZES)
                yield from measure_refresh(desk, is_largest)
                yield from measure_one_receipt(desk)
                if is_largest and os.getenv("BENCH_SCHEDULER"):
                    yield compare_with_scheduler(desk)


@benchmark
def one_product(bench):
    with bench.scratch() as name:
        backlog, _seconds = fill(name, ONE_PRODUCT, products=1)
        with odoo_env.environment(name) as env:
            desk = Desk(env, backlog, "one")
            opening, refresh = desk.look_at_everything(), desk.look_at_everything()
            yield per_line("B7open", opening, desk, "all on one product, first look")
            yield per_line("B7", refresh, desk, "all on one product, again")
            yield from measure_one_receipt(desk)
            yield from measure_one_customer(desk)


@benchmark
def life_of_an_installation(bench):
    """Install on a backlog, as whoever has one does, and uninstall again."""
    with bench.scratch(with_addon=False) as name:
        backlog, _seconds = fill(name, max(SIZES), PRODUCTS)
        before = list_traces(name)
        odoo_env.disconnect(name)
        start = time.perf_counter()
        databases.install(name, [ADDON])
        seconds = time.perf_counter() - start
        note = f"on {backlog.lines} open lines, Odoo's start included"
        yield at_most("B15", seconds, bar=60, unit="s", note=note)
        run_quietly("module", "uninstall", ADDON, "-d", name)
        left = list_traces(name) - before
        note = f"columns, jobs and templates after uninstall {sorted(left)[:3]}"
        yield at_most("B15left", len(left), bar=0, unit="traces", note=note)


# the rows


def per_line(row_id, cost, desk, note):
    lines = desk.backlog.lines
    note = (
        f"{note}: {lines} lines in {cost.seconds:.1f} s ({cost.cpu:.1f} s in Python),"
        f" {cost.queries} queries, memory +{cost.growth:.0f} MB"
    )
    value = 1000 * cost.seconds / lines
    return figure(f"{row_id}/{desk.name}", value, "ms/line", note)


def measure_refresh(desk, is_largest):
    opening = desk.look_at_everything()
    yield per_line("B7open", opening, desk, "first look, which opens what waits")
    looks = [desk.look_at_everything() for _look in range(LOOKS)]
    looks.sort(key=lambda cost: cost.seconds)
    refresh = looks[LOOKS // 2]
    note = f"all looked at again, nothing changed, median of {LOOKS}"
    yield per_line("B7", refresh, desk, note)
    control = looks[-1].seconds / looks[0].seconds
    note = "A/A control of the ratios below: the slowest look to the fastest"
    yield figure(f"B7aa/{desk.name}", control, "ratio", note)
    with measured() as raw:
        desk.env.cr.execute(RAW_DATES)
        desk.env.cr.fetchall()
    yield per_line("B7sql", raw, desk, "one SQL statement, without stock and ranks")
    yield from compare_with_core(desk, refresh, is_largest)
    if is_largest:
        yield at_most("B7s", refresh.seconds, bar=10, unit="s")
        yield at_most("B7q", refresh.queries, bar=400, unit="queries")
        growth = max(cost.growth for cost in looks)
        yield at_most("B7m", growth, bar=32, unit="MB")


def compare_with_core(desk, refresh, is_largest):
    """Compare time and dates with core's forecast of some of the products.

    Its report is the least that core can do, its field what users of core see.
    """
    backlog = desk.backlog
    products = backlog.calm_products[:CORE_SAMPLE]
    with measured() as report:
        dates = get_core_dates(desk.env, products)
    desk.env.invalidate_all()
    with measured() as field:
        read_core_field(desk.env, products)
    desk.env.invalidate_all()
    for row_id, core in (("B7report", report), ("B7core", field)):
        whole = core.seconds * len(backlog.products) / len(products)
        note = f"core: {whole:.0f} s, from {len(products)} products"
        ratio = whole / refresh.seconds
        if is_largest and core is field:
            yield at_least(f"{row_id}/{desk.name}", ratio, 15, "ratio", note)
        else:
            yield figure(f"{row_id}/{desk.name}", ratio, "ratio", note)
    yield compare_dates(desk, dates)


def compare_dates(desk, core_dates):
    """Count the lines on which we agree with core, of a sample of those who wait."""
    backorders = desk.env["sale.backorder"].search(
        [("order_line_id", "in", list(core_dates))]
    )
    ours = {
        backorder.order_line_id.id: backorder.expected_date or None
        for backorder in backorders
    }
    lines = sorted(core_dates)[:: max(1, len(core_dates) // SAMPLE)][:SAMPLE]
    different = [line for line in lines if ours.get(line) != core_dates[line]]
    note = f"of {len(lines)} lines; the first: {different[:3]}"
    return at_most(
        f"B7dates/{desk.name}", len(different), bar=0, unit="differ", note=note
    )


def compare_with_scheduler(desk):
    """Compare with core's daily job on the same data, with our addon installed."""
    refresh = desk.look_at_everything()
    with measured() as core:
        desk.env["stock.rule"].run_scheduler(company_id=desk.env.company.id)
    desk.env.cr.rollback()
    note = f"core's scheduler: {core.seconds:.0f} s, {core.queries} queries"
    ratio = core.seconds / refresh.seconds
    return at_least("B7scheduler", ratio, bar=10, unit="ratio", note=note)


def measure_one_receipt(desk):
    """Postpone one receipt: its product's lines change, and no others."""
    product = desk.backlog.calm_products[0]
    receipt = desk.get_receipts(product)[:1]
    desk.postpone(receipt, 3)
    before = desk.snapshot(product)
    with measured() as job:
        desk.evaluate()
    untouched = desk.snapshot(product) == before
    desk.postpone(receipt, 3)
    products, nothing = receipt.product_id, desk.env["stock.picking"]
    with measured() as cost:
        desk.env["sale.backorder.evaluation"]._evaluate(products, nothing)
        desk.env.cr.commit()
    lines = desk.env["sale.backorder"].search_count([("product_id", "=", product)])
    note = (
        f"{lines} lines in {cost.seconds:.2f} s; with the job around it"
        f" {job.queries} queries, {job.seconds:.2f} s"
    )
    yield at_most(f"B8/{desk.name}", cost.queries, 10 + lines / 500, "queries", note)
    yield at_most(f"B8others/{desk.name}", int(not untouched), 0, "changed")
    yield from measure_nothing(desk)


def measure_nothing(desk):
    desk.evaluate()
    with measured() as cost:
        desk.signals._cron_evaluate()
    note = f"of the job without a signal, {desk.backlog.lines} lines waiting"
    yield at_most(f"B8idleq/{desk.name}", cost.queries, 5, "queries", note)
    yield at_most(f"B8idle/{desk.name}", cost.seconds, 0.2, "s", note)


def measure_one_customer(desk):
    """Read until when one of the customers waits, as any list does."""

    def read(customer):
        desk.env.invalidate_all()
        with measured() as cost:
            found = desk.env["sale.backorder"].search_read(
                [("partner_id", "=", customer)], ["expected_date"]
            )
        return cost, len(found)

    read(desk.backlog.customers[0])
    costs = [read(customer) for customer in desk.backlog.customers[1:51]]
    seconds = statistics.median(cost.seconds for cost, _found in costs)
    note = (
        f"{costs[0][1]} lines of a customer, {desk.backlog.lines} of the product;"
        " median of 50"
    )
    yield at_most("B9", 1000 * seconds, bar=5, unit="ms", note=note)
    queries = max(cost.queries for cost, _found in costs)
    yield at_most("B9q", queries, bar=1, unit="queries")


def list_traces(name):
    """Return what an addon could leave behind: columns, jobs and templates."""
    with odoo_env.environment(name) as env:
        env.cr.execute(
            """
            SELECT table_name || '.' || column_name
              FROM information_schema.columns WHERE table_schema = 'public'
             UNION SELECT 'job ' || cron_name FROM ir_cron
             UNION SELECT model || ' ' || name FROM ir_model_data
             WHERE model IN ('mail.template', 'sms.template')
            """
        )
        return {trace for (trace,) in env.cr.fetchall()}
