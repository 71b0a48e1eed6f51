"""What managers look at, over all backorders that a company ever had.

Copied rows: a million backorders of a thousand products and customers over three years,
by their customers' orders, each of ten lines; one in a hundred is open. They hold what
reports read; neither messages, promises nor moves stand behind them.
"""

import os
import statistics
import time

from benchmarks.backlog import clone, in_turns
from devtools import odoo_env, postgres
from devtools.benchmarking import at_most, benchmark, figure, measured

BACKORDERS = int(os.environ.get("BENCH_BACKORDERS", 1_000_000))
LINES_PER_ORDER = 10
OPEN = "mod(n, 100) = 0"
ROUNDS = 5

# What a manager's dashboard groups by, and the columns of the same for the database.
QUESTIONS = {
    "reason_id": "reason_id",
    "product_id": "product_id",
    "partner_id": "partner_id",
    "warehouse_id": "warehouse_id",
    "opened_date:month": "date_trunc('month', opened_date)",
}
MEASURES = ("__count", "value:sum", "late_days:avg", "first_kept_rate:avg")
RAW = """
    SELECT {column}, COUNT(*), SUM(opened_value),
           AVG(CASE WHEN state <> 'cancel' AND first_promised_date IS NOT NULL
                    THEN GREATEST(0, COALESCE(shipped_date, now()::date)
                                     - first_promised_date) END),
           AVG(CASE first_promise_state WHEN 'kept' THEN 1.0 WHEN 'broken' THEN 0.0
               END::float8)
      FROM sale_backorder WHERE company_id IN (1) GROUP BY 1 ORDER BY 1
"""
TILES = {
    "open": [("state", "in", ("waiting", "ready"))],
    "at risk": [("at_risk", "=", True)],
}


def fill(env):
    """Copy a backorder that Odoo made a million times, and commit."""
    product_values = {"type": "consu", "is_storable": True, "list_price": 10}
    products = env["product.product"].create(
        [{"name": f"Product {n}", **product_values} for n in range(1000)]
    )
    partners = env["res.partner"].create(
        [{"name": f"Customer {n}"} for n in range(1000)]
    )
    order = env["sale.order"].create({"partner_id": partners[0].id})
    line = env["sale.order.line"].create(
        {"order_id": order.id, "product_id": products[0].id, "product_uom_qty": 2}
    )
    order.action_confirm()
    backorder = env["sale.backorder"].create(
        {"order_line_id": line.id, "product_id": products[0].id}
    )
    env.flush_all()
    clone_rows(env, order, line, backorder, products, partners)
    env.cr.commit()
    env.invalidate_all()


def clone_rows(env, order, line, backorder, products, partners):
    cr = env.cr
    cr.execute(
        "SET session_replication_role = replica"
    )  # all that it refers to is there
    count = BACKORDERS // LINES_PER_ORDER
    orders = clone(
        cr,
        "sale_order",
        order,
        count,
        {"access_token": "NULL", "partner_id": in_turns(partners.ids, "n")},
    )
    lines = clone(
        cr,
        "sale_order_line",
        line,
        BACKORDERS,
        {
            "order_id": f"{orders} + n / {LINES_PER_ORDER}",
            "product_id": in_turns(products.ids, "n"),
        },
    )
    began = f"now() at time zone 'utc' - n * interval '1000 days' / {BACKORDERS}"
    reasons = env["sale.backorder.reason"].search([]).ids
    promised = f"({began})::date + mod(n, 20)"
    ended = f"{began} + interval '9 days'"
    shipped = f"{promised} + mod(n, 3)"
    clone(
        cr,
        "sale_backorder",
        backorder,
        BACKORDERS,
        {
            "order_line_id": f"{lines} + n",
            "order_id": f"{orders} + n / {LINES_PER_ORDER}",
            "partner_id": in_turns(partners.ids, f"n / {LINES_PER_ORDER}"),
            "product_id": in_turns(products.ids, "n"),
            "reason_id": f"(ARRAY{reasons})[1 + mod(n / 7, {len(reasons)})]",
            "state": f"CASE WHEN {OPEN} THEN 'waiting' ELSE 'done' END",
            "at_risk": "mod(n, 1000) = 0",
            "opened_date": began,
            "closed_date": f"CASE WHEN NOT {OPEN} THEN {ended} END",
            "opened_quantity": "2",
            "opened_value": "10 + mod(n, 500)",
            "first_promised_date": promised,
            "first_told_date": f"{began} + mod(n, 60) * interval '1 minute'",
            "is_told_first": "mod(n, 9) > 0",
            "shipped_date": f"CASE WHEN NOT {OPEN} THEN {shipped} END",
            "promise_state": f"CASE WHEN {OPEN} THEN 'open' ELSE 'kept' END",
            "first_promise_state": f"""
                CASE WHEN {OPEN} THEN 'open' WHEN mod(n, 3) = 0 THEN 'kept'
                     ELSE 'broken' END
            """,
        },
    )
    cr.execute("SET session_replication_role = DEFAULT")


def vacuum(name):
    with postgres.connection(name) as cursor:
        for table in ("sale_backorder", "sale_order", "sale_order_line"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def seconds(function, *arguments):
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


def ask(env, question):
    env.invalidate_all()
    return env["sale.backorder.report"].web_read_group(
        [], [question], MEASURES, limit=80
    )


def ask_raw(env, column):
    env.cr.execute(RAW.format(column=column))
    return env.cr.fetchall()


@benchmark
def backorder_report(bench):
    with bench.scratch() as name:
        with odoo_env.environment(name) as env, measured() as cost:
            fill(env)
        yield figure("B12fill", cost.seconds, "s", f"{BACKORDERS:,} backorders")
        vacuum(name)
        with odoo_env.environment(name) as env:
            manager = env["res.users"].create(
                {
                    "name": "Manager",
                    "login": "bench_manager",
                    "group_ids": [(4, env.ref("sales_team.group_sale_manager").id)],
                }
            )
            env.cr.commit()
            yield from measure_questions(env(user=manager.id))
            yield from measure_tiles(env(user=manager.id))
            yield from measure_rare_questions(env(user=manager.id))


def measure_questions(env):
    worst, ratios, notes = 0, [], []
    for question, column in QUESTIONS.items():
        ask(env, question)
        ours, raw, again = [], [], []
        for _round in range(ROUNDS):
            ours.append(seconds(ask, env, question))
            raw.append(seconds(ask_raw, env, column))
            again.append(seconds(ask_raw, env, column))
        own, plain = statistics.median(ours), statistics.median(raw)
        worst = max(worst, own)
        ratios.append(own / plain)
        control = statistics.median(again) / plain
        notes.append(f"{question} {own:.2f} s, raw {plain:.2f} s (A/A {control:.2f})")
    yield at_most("B12", worst, bar=0.5, unit="s", note="; ".join(notes))
    yield at_most("B12raw", max(ratios), bar=3.5, unit="ratio")


def measure_tiles(env):
    for name, domain in TILES.items():
        backorders = env["sale.backorder"]
        backorders.search_count(domain)
        found = [seconds(backorders.search_count, domain) for _ in range(ROUNDS)]
        value = 1000 * statistics.median(found)
        yield at_most(f"B12tile {name}", value, bar=50, unit="ms")


def measure_rare_questions(env):
    """Those that need other tables: by category, team or segment."""
    for question in ("categ_id", "team_id", "segment_id"):
        ask(env, question)
        value = statistics.median(seconds(ask, env, question) for _ in range(3))
        yield figure(f"B12 {question}", value, "s", "a table more is joined")
