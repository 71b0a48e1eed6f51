"""Core's mail queue with ours in it: several at work, and those that die at it.

Scenarios F1 and F2 killed, F6 out of time, F14 two at once, F15 a person at the same
time, F40 a database that cannot be written or is gone, F41 a large backlog.
"""

import os
import random
import signal
import time
from collections import Counter

import pytest

from devtools import postgres

from . import odoo, scenes
from .test_mail_outages import everybody, recipients
from .test_workers import fork

pytestmark = [pytest.mark.slow, pytest.mark.faults]
MAILS = 40
KILLS = 8
BACKLOG = 100_000
SENDER = "sender"
SECONDS = 25  # enough to load all addons, and to send a mail, on a busy machine


# inside of the Odoo process


def queue_mails(env, count=MAILS):
    """Have so many mails of ours wait in core's queue."""
    scenes.create_short_orders(env, count)
    scenes.run_jobs(env)


def send_queue(env):
    env["mail.mail"].process_email_queue()


def press_send(env):
    """Do what the button "Send Now" of the only mail does."""
    env["mail.mail"].search(scenes.TO_CUSTOMERS).send()


def send_together(env, count):
    """Let so many send the queue at once; return their exit codes."""
    queue_mails(env)
    children = [fork(env.cr.dbname, send_queue) for _number in range(count)]
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def send_beside_a_person(env):
    queue_mails(env, 1)
    children = []
    for work in (send_queue, press_send):
        children.append(fork(env.cr.dbname, work))
        time.sleep(0.3)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def send_and_be_killed(env, kills):
    """Kill whoever sends the queue, again and again; return how often."""
    queue_mails(env)
    killed = 0
    for _number in range(kills):
        child = fork(env.cr.dbname, send_queue)
        time.sleep(random.uniform(0.2, 0.6))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    return killed


def take_from_backlog(env):
    """Have a huge backlog; return what is taken of it, and what that costs."""
    queue_mails(env, 1)
    [message] = env["sale.backorder.message"].search([])
    env.cr.execute(
        """
        INSERT INTO sale_backorder_message (
            order_id, company_id, partner_id, rule_id, event_type, audience, channel,
            occasion, state)
        SELECT order_id, company_id, partner_id, rule_id, event_type, audience, channel,
               'opened:' || -number, 'pending'
          FROM sale_backorder_message, generate_series(1, %s) AS number
         WHERE id = %s
        """,
        [BACKLOG, message.id],
    )
    env.cr.commit()
    before, start = read_memory(), time.monotonic()
    taken = message._take_due()
    return len(taken), time.monotonic() - start, read_memory() - before


def fill_disk(env):
    """Let the database say what it says of a full disk when mails are written on."""
    env.cr.execute(
        """
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'disk full' USING ERRCODE = 'disk_full'; END $$;
        CREATE TRIGGER full_disk BEFORE UPDATE ON mail_mail EXECUTE FUNCTION fail();
        CREATE TRIGGER full_disk BEFORE UPDATE ON mail_notification
        EXECUTE FUNCTION fail()
        """
    )
    env.cr.commit()


def free_disk(env):
    env.cr.execute("DROP FUNCTION fail CASCADE")
    env.cr.commit()


def send_until_cut_off(env):
    """Send the queue in a process whose connection can be told from ours.

    :return: its exit code
    """

    def send(env):
        env.cr.execute("SET application_name = %s", [SENDER])
        send_queue(env)

    child = fork(env.cr.dbname, send)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def describe_job(env):
    """Return whether core thinks that the job which sends mails failed."""
    job = env.ref(scenes.CORE[0])
    return {"active": job.active, "failures": job.failure_count}


def read_memory():
    """Return how many MB of memory this process uses."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


# the tests


def cut_off(where):
    """End connections to the database, as an administrator or a broken line does."""
    with postgres.connection() as cursor:
        cursor.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {where}"
        )


def assert_nothing_lost(sink, twins):
    """Check that each mail came, and that what came twice can be told by its id."""
    ids = Counter(mail.message["Message-Id"] for mail in sink.messages)
    assert len(ids) == MAILS
    assert len(sink.messages) - MAILS <= twins


def test_two_queue_runners_send_each_mail_once(database, sink):
    sink.delay = 0.02
    assert database.run(send_together, 2, trouble=True) == [0, 0]
    assert recipients(sink) == everybody(MAILS)
    assert database.run(scenes.report)["states"] == {"sent": MAILS}


def test_person_who_presses_send_meanwhile_sends_nothing_twice(database, sink):
    sink.delay = 1
    assert database.run(send_beside_a_person, trouble=True) == [0, 0]
    assert len(sink.messages) == 1


def test_killed_while_sending_nothing_is_lost_and_twins_can_be_told(database, sink):
    sink.delay = 0.02
    killed = database.run(send_and_be_killed, KILLS, trouble=True)
    assert killed
    assert database.run(scenes.write)["states"] == {"sent": MAILS}
    assert_nothing_lost(sink, twins=killed)


def test_nothing_leaves_as_long_as_nothing_can_be_written_down(database, sink):
    database.run(queue_mails, 3)
    database.run(fill_disk)
    database.run(send_queue, trouble=True)
    assert sink.messages == []
    database.run(free_disk)
    assert database.run(scenes.write)["states"] == {"sent": 3}
    assert recipients(sink) == everybody(3)


def test_sender_who_loses_the_database_sends_no_more(database, sink):
    """F40: it ends, and the next one goes on; one mail may have a twin."""
    database.run(queue_mails)

    def cut_off_at_tenth(_mail):
        if len(sink.messages) == 9:
            cut_off(f"application_name = '{SENDER}'")
        return "ok"

    sink.mode_for = cut_off_at_tenth
    assert database.run(send_until_cut_off, trouble=True) != 0
    assert len(sink.messages) == 10
    assert database.run(scenes.write)["states"] == {"sent": MAILS}
    assert_nothing_lost(sink, twins=1)


def has_reached_everybody(sink):
    return set(recipients(sink)) == set(everybody(MAILS))


def wake_until_sent(database, sink, seconds):
    """Call the scheduler again and again: by itself it sleeps longer than it may."""
    deadline = time.monotonic() + seconds
    while not has_reached_everybody(sink) and time.monotonic() < deadline:
        with postgres.connection() as cursor:
            cursor.execute(f"NOTIFY cron_trigger, '{database.name}'")
        time.sleep(1)


def test_scheduler_that_loses_the_database_goes_on_by_itself(database, sink):
    database.run(queue_mails)

    def cut_off_at_tenth(_mail):
        if len(sink.messages) == 9:
            cut_off(f"datname = '{database.name}'")
        return "ok"

    sink.mode_for = cut_off_at_tenth
    worker = database.start_worker()
    try:
        sink.wait_for(MAILS + 1, seconds=100)
        time.sleep(2)  # time to write the last one down
    finally:
        odoo.stop(worker)
    assert database.run(scenes.report)["states"] == {"sent": MAILS}
    assert_nothing_lost(sink, twins=1)


def test_queue_that_takes_longer_than_a_job_may_is_sent_all_the_same(database, sink):
    """F6: the job is killed for it again and again, and never counts as failed."""
    database.run(queue_mails)
    sink.delay = SECONDS / 10
    options = ("--workers=1", f"--limit-time-real-cron={SECONDS}")
    worker = database.start_worker(*options)
    try:
        wake_until_sent(database, sink, seconds=400)
        time.sleep(2)
    finally:
        log = odoo.stop(worker)
    assert has_reached_everybody(sink)
    killed = log.count(f"timeout after {SECONDS}s")
    assert killed > 2
    assert database.run(describe_job) == {"active": True, "failures": 0}
    assert database.run(scenes.write)["states"] == {"sent": MAILS}
    assert_nothing_lost(sink, twins=killed)


def test_large_backlog_is_taken_in_portions(database):
    taken, seconds, megabytes = database.run(take_from_backlog)
    assert taken == 2000 - 1  # one left within the hour
    assert (seconds < 10, megabytes < 64) == (True, True), (seconds, megabytes)
