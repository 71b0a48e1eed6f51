"""What those who work the queue of backorders look at, with a hundred thousand open.

Copied rows: backorders of a thousand products and customers, ten on an order; as many
again are closed. A third is late, half is something to do, for fifty people in turns.
Neither messages, promises nor moves stand behind them.
`BENCH_EXPLAIN=1` also prints how the database finds the first of them.
"""

import os
import statistics

from benchmarks.backlog import LINES_PER_ORDER, clone, in_turns
from devtools import odoo_env, postgres
from devtools.benchmarking import at_most, benchmark, figure, measured
from devtools.console import say

OPEN_COUNT = int(os.environ.get("BENCH_OPEN", 100_000))
PEOPLE = 50
LIMIT = 80
ROUNDS = 11
COUNT_LIMIT = 10_001
"""Up to where the web client counts."""

OPEN = ("state", "in", ("waiting", "ready"))
QUESTIONS = {
    "late": [OPEN, ("delay_days", ">", 0)],
    "overdue": [OPEN, ("due_date", "<", "today")],
    "open": [OPEN],
    "to do": [OPEN, ("next_action", "not in", (False, "wait"))],
    "for me": [OPEN, ("next_action_user_id", "=", "me")],
}
STORED = (
    "quantity",
    "due_date",
    "expected_date",
    "delay_days",
    "promised_date",
    "state",
    "next_action",
    "next_action_date",
)
NAMED = ("partner_id", "order_id", "product_id")
COMPUTED = ("promise_status", "status")


def fill(env):
    """Copy a backorder that Odoo made, and commit; return who works the queue."""
    products = env["product.product"].create(
        [{"name": f"Product {n}", "is_storable": True} for n in range(1000)]
    )
    partners = env["res.partner"].create(
        [{"name": f"Customer {n}"} for n in range(1000)]
    )
    people = env["res.users"].create(
        [create_values(env, number) for number in range(PEOPLE)]
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
    # All that they refer to is there.
    env.cr.execute("SET session_replication_role = replica")
    clone_rows(env.cr, order, line, backorder, products, partners, people)
    env.cr.execute("SET session_replication_role = DEFAULT")
    env.cr.commit()
    return people.ids


def create_values(env, number):
    group = "group_sale_salesman" if number else "group_sale_salesman_all_leads"
    return {
        "name": f"Salesperson {number}",
        "login": f"bench_sales_{number}",
        "group_ids": [(6, 0, [env.ref(f"sales_team.{group}").id])],
    }


def clone_rows(cr, order, line, backorder, products, partners, people):
    count = 2 * OPEN_COUNT
    user = in_turns(people.ids, f"n / {LINES_PER_ORDER}")
    customer = in_turns(partners.ids, f"n / {LINES_PER_ORDER}")
    product = in_turns(products.ids, "n")
    orders = clone(
        cr,
        "sale_order",
        order,
        count // LINES_PER_ORDER,
        {
            "access_token": "NULL",
            "name": "'BENCH' || n",
            "partner_id": in_turns(partners.ids, "n"),
            "user_id": in_turns(people.ids, "n"),
        },
    )
    its_order = f"{orders} + n / {LINES_PER_ORDER}"
    values = {"order_id": its_order, "product_id": product}
    lines = clone(cr, "sale_order_line", line, count, values)
    turn = PEOPLE * LINES_PER_ORDER
    is_open, is_to_do = f"mod(n / {turn}, 2) = 0", f"mod(n / {2 * turn}, 2) = 0"
    days = "CASE WHEN mod(n, 3) = 0 THEN 1 + mod(n, 20) ELSE 0 END"
    due = f"now()::date - 30 + n * 60 / {count}"

    def if_to_do(value):
        return f"CASE WHEN {is_open} AND {is_to_do} THEN {value} END"

    clone(
        cr,
        "sale_backorder",
        backorder,
        count,
        {
            **values,
            "order_line_id": f"{lines} + n",
            "partner_id": customer,
            "user_id": user,
            "state": f"CASE WHEN {is_open} THEN 'waiting' ELSE 'done' END",
            "closed_date": f"CASE WHEN NOT {is_open} THEN now() END",
            "due_date": due,
            "queue_date": f"{due} - mod(n, 9)",
            "expected_date": f"{due} + {days}",
            "delay_days": days,
            "next_action": f"""CASE WHEN {is_open} THEN
                CASE WHEN {is_to_do} THEN 'call' ELSE 'wait' END END""",
            "next_action_date": if_to_do(due),
            "next_action_user_id": if_to_do(user),
        },
    )


def count_and_read(env, domain):
    """Count, and read the first: the work of the database."""
    backorders = env["sale.backorder"]
    backorders.search_count(domain, limit=COUNT_LIMIT)
    backorders.search_read(domain, [*NAMED, *STORED], limit=LIMIT, load=None)


def show(env, domain):
    """Do what the web client asks for: names and words, too."""
    specification = {
        **{name: {} for name in (*STORED, *COMPUTED)},
        **{name: {"fields": {"display_name": {}}} for name in NAMED},
    }
    env["sale.backorder"].web_search_read(
        domain, specification, limit=LIMIT, count_limit=COUNT_LIMIT
    )


def look(env, function, domain):
    """Return the usual milliseconds and the most queries, with cold caches."""
    costs = []
    for _round in range(ROUNDS):
        env.invalidate_all()
        with measured() as cost:
            function(env, domain)
        costs.append(cost)
    seconds = statistics.median(cost.seconds for cost in costs[1:])
    return 1000 * seconds, max(cost.queries for cost in costs[1:])


@benchmark
def queue(bench):
    with bench.scratch() as name:
        with odoo_env.environment(name) as env, measured() as cost:
            people = fill(env)
        yield figure(
            "B10fill", cost.seconds, "s", f"{OPEN_COUNT:,} open, as many closed"
        )
        with postgres.connection(name) as cursor:
            cursor.execute("VACUUM ANALYZE sale_backorder")
        with odoo_env.environment(name) as env:
            for role, user in (("all", people[0]), ("own", people[1])):
                yield from measure_questions(env(user=user), role)


def measure_questions(env, role):
    for question, words in QUESTIONS.items():
        domain = [
            (field, operator, env.uid if value == "me" else value)
            for field, operator, value in words
        ]
        found = env["sale.backorder"].search_count(domain)
        time, queries = look(env, count_and_read, domain)
        note = f"{found:,} found"
        yield at_most(f"B10 {question}/{role}", time, bar=50, unit="ms", note=note)
        yield at_most(f"B10q {question}/{role}", queries, bar=4, unit="queries")
        time, queries = look(env, show, domain)
        note = f"as the web client, {queries} queries"
        yield figure(f"B10web {question}/{role}", time, "ms", note)
        if os.getenv("BENCH_EXPLAIN"):
            say(explain(env, domain))


def explain(env, domain):
    """Return how the database finds the first."""
    from odoo.tools import SQL

    backorders = env["sale.backorder"]
    query = backorders._search(domain, limit=LIMIT, order=backorders._order)
    plan = env.execute_query(SQL("EXPLAIN (ANALYZE) %s", query.select()))
    return "\n".join(line for (line,) in plan)
