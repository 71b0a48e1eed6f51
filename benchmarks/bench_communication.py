"""What it takes to tell customers: mails, text messages, and the user in between.

A backlog of a thousand orders of three lines, each of another customer, is told of at
once. `BENCH_MESSAGES=100` measures fewer, `BENCH_OUTBOX=10000` a smaller outbox.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from odoo.fields import Command, Domain

from benchmarks import backlog
from devtools import odoo_env, odoo_process, sinks
from devtools.benchmarking import (
    at_least,
    at_most,
    benchmark,
    figure,
    interleaved,
    measured,
)

MESSAGES = int(os.getenv("BENCH_MESSAGES", "1000"))
OUTBOX = int(os.getenv("BENCH_OUTBOX", "100000"))
LINES_PER_ORDER = 3
PRODUCTS = 1000
PAIRS = 3
POLLS = 21
PLANNING_SIZE = 100
RUN_SIZE = 10_000
"""Orders and messages that the job takes at once, as in `sale.backorder.message`."""

DELIVERIES = 60
SAMPLES = 20
"""Orders that are confirmed one by one, until each customer has his mail."""

LAYOUT = "backorder_comms.message_layout"
STOCK_SAMPLE = 20
"""Messages that core posts one by one, as stock does, for the comparison."""


class Outbox:
    """A database where customers are to be told, and what jobs and users do there."""

    def __init__(self, env):
        self.env = env
        self.messages = env["sale.backorder.message"]
        company = env["res.company"].search([])
        company.write(
            {
                "backorder_comms_active": True,
                "backorder_comms_baseline_done": True,
                "backorder_comms_hourly_limit": 1_000_000,
                "backorder_comms_settle_minutes": 0,
                "email": "shop@example.com",
                "stock_move_email_validation": False,
                "stock_text_confirmation": False,
            }
        )
        env["ir.config_parameter"].set_param("web.base.url", "https://shop.example")

    def fill(self):
        """Let a thousand customers wait, each of whom can be reached by all means."""
        with patch.object(backlog, "LINES_PER_ORDER", LINES_PER_ORDER):
            made = backlog.make_backlog(self.env, MESSAGES * LINES_PER_ORDER, PRODUCTS)
        self.env.cr.execute(
            """
            UPDATE res_partner
               SET email = 'customer' || id || '@example.com',
                   email_normalized = 'customer' || id || '@example.com',
                   phone = '+32470' || (100000 + MOD(id, 899999)),
                   phone_sanitized = '+32470' || (100000 + MOD(id, 899999))
             WHERE id = ANY(%s)
            """,
            [made.customers],
        )
        self.env.cr.execute("UPDATE sale_order SET access_token = gen_random_uuid()")
        self.env.cr.commit()
        self.env.invalidate_all()
        signals = self.env["sale.backorder.signal"]
        signals._cron_reconcile()
        while signals.search_count([("attempts", "=", 0)], limit=1):
            self.run("evaluate")

    def run(self, job):
        self.env.ref(f"backorder_comms.ir_cron_{job}").method_direct_trigger()
        self.env.cr.commit()
        self.env.invalidate_all()

    def plan(self):
        """Turn the events into messages, and leave these where they are."""
        orders = self.env["sale.backorder.event"]._get_unhandled().order_id
        for start in range(0, len(orders), PLANNING_SIZE):
            self.messages._plan(orders[start : start + PLANNING_SIZE])
            self.commit()

    def commit(self):
        """Do what ends a batch."""
        self.env.cr.commit()
        self.env.invalidate_all()

    def get_pending(self):
        domain = self.messages._get_due_domain() & Domain("audience", "=", "customer")
        return self.messages.search(domain, order="id", limit=MESSAGES)

    def deliver(self):
        """Hand over all that is pending, batch by batch, without the commits."""
        for batch in self.get_pending()._split_into_batches():
            batch._deliver()
            self.env.flush_all()
            self.env.invalidate_all()

    def deliver_and_undo(self):
        self.deliver()
        self.undo()

    def undo(self):
        self.env.cr.rollback()
        self.env.invalidate_all()

    def use_channel(self, channel):
        """Let all pending messages leave by a channel, from now on."""
        self.get_pending().channel = channel
        self.commit()


@contextmanager
def open_outbox(bench, filled=True):
    with bench.scratch() as name, odoo_env.environment(name) as env:
        outbox = Outbox(env)
        if filled:
            outbox.fill()
            outbox.plan()
        env.cr.commit()
        yield outbox


@benchmark
def notices(bench):
    with open_outbox(bench) as outbox:
        yield from measure_mails(outbox)
        outbox.use_channel("sms")
        yield from measure_text_messages(outbox)
        outbox.use_channel("mail")
        yield from measure_claims(outbox)


@contextmanager
def open_shop(bench):
    """Give an empty outbox whose mails and SMS reach true servers, and these."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        mail = stack.enter_context(sinks.MailSink(f"{folder}/mail"))
        sms = stack.enter_context(sinks.SmsSink(f"{folder}/sms"))
        outbox = stack.enter_context(open_outbox(bench, filled=False))
        sinks.configure(outbox.env, mail, sms)
        yield outbox, mail, sms


@benchmark
def end_to_end(bench):
    with open_shop(bench) as (outbox, mail, _sms):
        outbox.fill()
        yield from measure_pass(outbox, mail)
        yield from measure_latency(outbox, mail)


@benchmark
def stalled_providers(bench):
    with open_shop(bench) as (outbox, mail, sms):
        mail.mode = sms.mode = "stall"
        outbox.commit()
        yield from measure_validation(outbox)


# the rows


def measure_mails(outbox):
    """Compare with core's `send_mail_batch`, which leaves no trace on the orders."""
    orders = outbox.get_pending().order_id
    template = outbox.env.ref("backorder_comms.mail_template_opened")

    def send_batch():
        template.with_context(email_notification_force_footer=True).send_mail_batch(
            orders.ids, email_layout_xmlid=LAYOUT
        )
        outbox.env.flush_all()
        outbox.undo()

    outbox.deliver_and_undo()  # warms up
    with measured() as cost:
        outbox.deliver()
    queued = outbox.messages.search_count([("state", "=", "queued")])
    outbox.undo()
    with measured() as core:
        send_batch()
    per_mail = 1000 * cost.seconds / len(orders)
    note = (
        f"{queued} of {len(orders)} mails, {per_mail:.1f} ms each,"
        f" {cost.queries} queries, memory +{cost.growth:.0f} MB"
    )
    yield at_most("B5q", cost.queries / len(orders), 0.35, "q/mail", note)
    note = f"core: {1000 * core.seconds / len(orders):.1f} ms each"
    yield figure("B5coreq", core.queries / len(orders), "q/mail", note)
    result = interleaved(send_batch, outbox.deliver_and_undo, PAIRS)
    yield at_most("B5", result.ratio, 1.15, "ratio", result.note)
    yield from compare_with_stock(outbox, cost, len(orders))


def compare_with_stock(outbox, cost, count):
    """Compare with a message posted for each order, as stock does on Validate."""
    sample = outbox.get_pending()[:STOCK_SAMPLE].order_id
    template = outbox.env.ref("backorder_comms.mail_template_opened")
    with measured() as core:
        for order in sample:
            order.message_post_with_source(
                template,
                email_layout_xmlid=LAYOUT,
                force_send=False,
                subtype_xmlid="mail.mt_comment",
            )
        outbox.env.flush_all()
    outbox.undo()
    queries, seconds = core.queries / len(sample), core.seconds / len(sample)
    note = f"core: {queries:.0f} queries, {1000 * seconds:.1f} ms each"
    yield at_least("B5stockq", queries / (cost.queries / count), 80, "ratio", note)
    yield at_least("B5stock", seconds / (cost.seconds / count), 3.5, "ratio", note)


def measure_text_messages(outbox):
    orders = outbox.get_pending().order_id
    template = outbox.env.ref("backorder_comms.sms_template_opened")

    def schedule():
        orders._message_sms_schedule_mass(template=template)
        outbox.env.flush_all()
        outbox.undo()

    outbox.deliver_and_undo()
    with measured() as cost:
        outbox.deliver()
    queued = outbox.messages.search_count([("state", "=", "queued")])
    outbox.undo()
    with measured() as core:
        schedule()
    per_sms = 1000 * cost.seconds / len(orders)
    note = f"{queued} SMS, {per_sms:.1f} ms each, {cost.queries} queries"
    yield at_most("B6q", cost.queries / len(orders), 0.2, "q/SMS", note)
    note = f"core: {1000 * core.seconds / len(orders):.1f} ms each"
    yield figure("B6coreq", core.queries / len(orders), "q/SMS", note)
    result = interleaved(schedule, outbox.deliver_and_undo, PAIRS)
    yield at_most("B6", result.ratio, 1.1, "ratio", result.note)


def measure_claims(outbox):
    """Look into the outbox when it is empty, and when a lot has piled up."""
    messages = outbox.messages
    sample = outbox.get_pending()[:1]
    outbox.get_pending().write({"state": "dropped"})
    outbox.commit()
    with measured() as job:
        messages._cron_communicate()
    with measured() as poll:
        messages._take_due(limit=RUN_SIZE)
    polls = sorted(poll_seconds(messages) for _poll in range(POLLS))
    note = f"the whole job: {job.queries} queries, {1000 * job.seconds:.1f} ms"
    yield at_most("B13idleq", poll.queries, 1, "queries", note)
    yield at_most("B13idle", 1000 * polls[POLLS // 2], 2, "ms")
    backlog.clone(
        outbox.env.cr,
        "sale_backorder_message",
        sample,
        OUTBOX,
        {"occasion": "'bench:' || n", "state": "'pending'"},
    )
    outbox.commit()
    outbox.env.cr.execute("ANALYZE sale_backorder_message")
    with measured() as cost:
        due = messages._take_due(limit=RUN_SIZE)
        for batch in due._split_into_batches():
            batch.try_lock_for_update()
            outbox.env.invalidate_all()
    outbox.undo()
    note = f"a run of the job, {OUTBOX} pending: {cost.seconds:.2f} s"
    yield at_most("B13claim", 1e6 * cost.seconds / len(due), 25, "µs/row", note)
    yield at_most("B13memory", cost.growth, 32, "MB")


def poll_seconds(messages):
    start = time.perf_counter()
    messages._take_due(limit=RUN_SIZE)
    return time.perf_counter() - start


def measure_pass(outbox, mail):
    """From the events to the sink, by the jobs that do it."""
    with measured() as planning:
        outbox.plan()
    count = len(outbox.get_pending())
    with measured() as delivery:
        outbox.run("communicate")
    with measured() as queue:
        outbox.env["mail.mail"].process_email_queue()
        arrived = len(mail.wait_for(count, seconds=60))
    ours = planning.seconds + delivery.seconds
    note = (
        f"{arrived} of {count} arrived: planning {planning.seconds:.1f} s,"
        f" delivery {delivery.seconds:.1f} s, core's queue {queue.seconds:.1f} s"
    )
    share = 100 * ours / (ours + queue.seconds)
    yield at_most("B14", share, 25, "%", note)
    share = 100 * delivery.seconds / (delivery.seconds + queue.seconds)
    yield figure("B14delivery", share, "%", "the same without planning")


def measure_latency(outbox, mail):
    """Confirm orders one by one, and wait for their mails, with a real worker."""
    env = outbox.env
    product = env["product.product"].create(
        {"name": "Late", "type": "consu", "is_storable": True}
    )
    outbox.commit()
    with job_worker(env.cr.dbname):
        delays = []
        for number in range(SAMPLES + 1):
            partner = env["res.partner"].create(
                {"name": f"Late {number}", "email": f"late{number}@example.com"}
            )
            line = {"product_id": product.id, "product_uom_qty": 1}
            env["sale.order"].create(
                {"partner_id": partner.id, "order_line": [Command.create(line)]}
            ).action_confirm()
            outbox.commit()
            start = time.perf_counter()
            wait_for_mail_to(mail, partner.email)
            delays.append(time.perf_counter() - start)
    delays = sorted(delays[1:])  # the worker starts during the first
    note = f"median {delays[len(delays) // 2]:.2f} s, {len(delays)} orders"
    yield at_most("B13latency", delays[int(0.95 * len(delays))], 2, "s p95", note)


def wait_for_mail_to(mail, address, seconds=120):
    end = time.perf_counter() + seconds
    while not any(address in received.recipients for received in mail.messages):
        if time.perf_counter() > end:
            raise TimeoutError(f"no mail to {address}")
        mail.wait_for(len(mail.messages) + 1, seconds=0.05)


@contextmanager
def job_worker(database):
    """Run an Odoo that does nothing but jobs."""
    options = ("--no-http", "--max-cron-threads=1", "--log-level=critical")
    worker = subprocess.Popen(
        [sys.executable, "-m", "odoo", "server", "-d", database, *options],
        env=odoo_process.environment(),
        stdin=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def measure_validation(outbox):
    """Validate partly, with mails and SMS to servers that never answer, or without."""
    env = outbox.env
    pairs = DELIVERIES // 3
    deliveries = iter(create_deliveries(env, 4 * pairs + 2))
    env.cr.commit()

    def validate(told):
        env.company.write(
            {
                "backorder_comms_active": told,
                "stock_move_email_validation": told,
                "stock_text_confirmation": told,
            }
        )
        env.flush_all()
        next(deliveries).button_validate()
        outbox.commit()

    calls = []
    connect = socket.socket.connect

    def counting(self, address):
        calls.append(address)
        return connect(self, address)

    validate(told=False)  # warms up
    with patch.object(socket.socket, "connect", counting):
        validate(told=True)
    result = interleaved(lambda: validate(False), lambda: validate(True), pairs)
    noise = abs(result.control - 1) + 0.1
    note = f"{result.note}; mail and SMS servers never answer"
    yield at_most("B4", result.ratio, 1 + noise, "ratio", note)
    yield at_most("B4calls", len(calls), 0, "calls", "in the user's transaction")


def create_deliveries(env, count):
    """Confirm orders of ten pieces, of which six are picked, for a customer with both
    an address and a phone."""
    warehouse = env["stock.warehouse"].search([], limit=1)
    warehouse.out_type_id.create_backorder = "always"
    product = env["product.product"].create(
        {"name": "Desk", "type": "consu", "is_storable": True}
    )
    env["stock.quant"]._update_available_quantity(
        product, warehouse.lot_stock_id, 10 * count
    )
    partner = env["res.partner"].create(
        {
            "name": "Customer",
            "email": "customer@example.com",
            "phone": "+32470123456",
            "backorder_by_sms": True,
        }
    )
    line = {"product_id": product.id, "product_uom_qty": 10}
    orders = env["sale.order"].create(
        [{"partner_id": partner.id, "order_line": [Command.create(line)]}] * count
    )
    orders.action_confirm()
    orders.picking_ids.move_ids.write({"quantity": 6, "picked": True})
    return orders.picking_ids
