"""What a customer's look into the portal costs, beside core's own pages.

Served by real servers, once with the addon and once without: how many queries a page
takes is what they write into their logs. `BENCH_LINES=100` leaves out longer orders.
"""

import os
import re
import socket
import statistics
import time

import requests

from odoo.fields import Command

from devtools import cache, odoo_env, odoo_process, postgres
from devtools.benchmarking import at_most, benchmark, figure

MOST_LINES = int(os.getenv("BENCH_LINES", "1000"))
SIZES = [size for size in (1, 10, 100, 1000) if size <= MOST_LINES]
LOGIN = "customer"
ROUNDS = 7
ANSWERED = re.compile(r'"GET (\S+) HTTP[^"]*" 200 - (\d+) ')
"""What a server logs of a page: its address, and how many queries it took."""

ORDER, LIST = "/my/orders/%s", "/my/orders"
OUR_ORDER, OUR_LIST = "/my/backorders/%s", "/my/backorders"


def create_orders(env):
    """Confirm an order of each size, none of which can ship, for one who logs in.

    :return: id by number of lines
    """
    partner = env["res.partner"].create({"name": "Customer", "email": "c@example.com"})
    env["res.users"].create(
        {
            "name": partner.name,
            "login": LOGIN,
            "password": LOGIN,
            "partner_id": partner.id,
            "group_ids": [Command.set(env.ref("base.group_portal").ids)],
        }
    )
    products = env["product.product"].create(
        [
            {"name": f"Product {number}", "type": "consu", "is_storable": True}
            for number in range(max(SIZES))
        ]
    )
    orders = {}
    for size in SIZES:
        lines = [
            Command.create({"product_id": product.id, "product_uom_qty": 3})
            for product in products[:size]
        ]
        order = env["sale.order"].create(
            {"partner_id": partner.id, "order_line": lines}
        )
        order.action_confirm()
        order._portal_ensure_token()
        orders[size] = order.id
    return orders


def tell(env):
    """Have the customer told, so that there is a history."""
    if "sale.backorder" not in env:
        return
    for name in ("evaluate", "communicate"):
        env.ref(f"backorder_comms.ir_cron_{name}").method_direct_trigger()


class Visitor:
    """Somebody who looks at the pages of a server, and what that costs."""

    def __init__(self, base, database):
        self.base = base
        self.database = database
        self.log = cache.home() / "logs" / f"{database}.server.log"
        self.session = requests.Session()
        credentials = {"db": database, "login": LOGIN, "password": LOGIN}
        self.session.post(
            f"{base}/web/session/authenticate", json={"params": credentials}
        ).raise_for_status()

    def measure(self, path):
        """Return how many queries a page takes, and how many milliseconds.

        :rtype: tuple[int, float]
        """
        self._look(path)  # what is compiled and cached once
        times = [self._look(path) for _round in range(ROUNDS)]
        counts = [
            int(count)
            for address, count in ANSWERED.findall(self.log.read_text())
            if address == path
        ]
        return statistics.median_low(counts[-ROUNDS:]), statistics.median(times)

    def _look(self, path):
        start = time.perf_counter()
        answer = self.session.get(self.base + path, allow_redirects=False)
        seconds = time.perf_counter() - start
        if answer.status_code != 200:
            raise ValueError(f"{path} answers {answer.status_code}")
        return 1000 * seconds

    def count_written(self, path):
        """Return how many rows of the database are other ones after a look."""
        before = self._count_rows()
        self._look(path)
        return self._count_rows() - before

    def _count_rows(self):
        time.sleep(2)  # a process of the database reports once it is idle
        with postgres.connection(self.database) as cursor:
            cursor.execute(
                "SELECT SUM(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables"
            )
            return int(cursor.fetchone()[0])


def look_around(bench, with_addon, patterns):
    """Return what each page costs.

    :param patterns: paths; those of orders are measured for each of them
    :return: by path pattern and number of lines, None for lists; and the rows that are
        written by one look at each
    """
    with bench.scratch(with_addon) as name:
        with odoo_env.environment(name) as env:
            orders = create_orders(env)
            env.cr.commit()
            tell(env)
        odoo_env.disconnect(name)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with odoo_process.serving(name, port) as base:
            visitor = Visitor(base, name)
            costs = {}
            for pattern in patterns:
                pages = orders.items() if "%s" in pattern else [(None, None)]
                for size, order_id in pages:
                    path = pattern % order_id if order_id else pattern
                    costs[pattern, size] = visitor.measure(path)
            written = sum(
                visitor.count_written(p % orders[1] if "%s" in p else p)
                for p in patterns
            )
    return costs, written


@benchmark
def portal_pages(bench):
    core, _written = look_around(bench, False, [ORDER, LIST])
    ours, written = look_around(bench, True, [OUR_ORDER, OUR_LIST])
    counts = {size: ours[OUR_ORDER, size][0] for size in SIZES}
    extra = {size: counts[size] - core[ORDER, size][0] for size in SIZES}
    note = ", ".join(
        f"{size}: {counts[size]} ({extra[size]:+} to core)" for size in SIZES
    )
    yield at_most("B11", max(extra.values()), 6, "queries", f"by lines {note}")
    spread = max(counts.values()) - min(counts.values())
    yield at_most("B11c", spread, 0, "queries", "most and least, by lines of the order")
    of_core = core[LIST, None]
    queries, milliseconds = ours[OUR_LIST, None]
    note = f"core's list of orders {of_core[0]}"
    yield at_most("B11l", queries, 18, "queries", note)
    yield at_most("B11w", written, 0, "rows", "that looking at order and list writes")
    for size in SIZES:
        yield figure(
            f"B11t{size}",
            ours[OUR_ORDER, size][1],
            "ms",
            f"order of {size} lines; core's page {core[ORDER, size][1]:.0f} ms",
        )
    note = f"list of {sum(SIZES)} lines; core's of {len(SIZES)} orders {of_core[1]:.0f}"
    yield figure("B11tl", milliseconds, "ms", f"{note} ms")
