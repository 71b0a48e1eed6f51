"""Several processes at once, and processes that die: each customer is told once."""

import os
import random
import signal
import time

import pytest

from . import odoo, scenes

pytestmark = pytest.mark.slow
ORDERS = 60
KILLS = 10


def addresses(mails):
    return sorted(recipient for mail in mails for recipient in mail.recipients)


def everybody(count):
    return sorted(f"customer{number}@example.com" for number in range(count))


# inside of the Odoo process


def fork(database, function):
    """Call `function(env)` in a child process; return its id.

    A fork costs nothing where a new Odoo process costs seconds; it has its own
    connections, so for the database it is another process in every respect.
    """
    from odoo import sql_db
    from odoo.modules.registry import Registry

    from devtools import odoo_env

    if child := os.fork():
        return child
    code = 1
    try:
        # The parent's connections are not used, but kept: to forget is to close them.
        registry = Registry(database)
        _inherited = registry._db, sql_db._Pool
        sql_db._Pool = None
        registry._db = sql_db.db_connect(database)
        with odoo_env.environment(database) as env:
            function(env)
        code = 0
    finally:
        os._exit(code)


def evaluate(env):
    """What the job does, without the scheduler's lock that keeps a second one out."""
    env["sale.backorder.signal"]._cron_evaluate()


def communicate(env):
    env["sale.backorder.message"]._cron_communicate()


def work(env):
    evaluate(env)
    communicate(env)


def work_together(env, workers):
    """Let so many processes work at once, job by job.

    :return: their exit codes, and how things stand afterwards
    """
    scenes.create_short_orders(env, ORDERS)
    codes = []
    for job in (evaluate, communicate):
        children = [fork(env.cr.dbname, job) for _number in range(workers)]
        codes += [
            os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children
        ]
    return codes, scenes.count_after_jobs(env)


def work_and_be_killed(env, kills):
    """Kill the process that works at a random moment, again and again.

    :return: how often it was killed before it was through, and how things stand when
        the work is done in the end
    """
    scenes.create_short_orders(env, ORDERS)
    killed = 0
    for _number in range(kills):
        child = fork(env.cr.dbname, work)
        time.sleep(random.uniform(0.05, 0.5))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    result = scenes.count_after_jobs(env)
    scenes.run_core_jobs(env)
    return killed, result


# the tests


def assert_told_once(result):
    assert (result["told"], result["mails"]) == ([ORDERS, 1], [ORDERS, 1])
    assert (result["signals"], result["unhandled"]) == (0, 0)


def test_processes_at_once_tell_each_customer_once(database):
    codes, result = database.run(work_together, 3, trouble=True)
    assert codes == [0] * 6
    assert_told_once(result)


def test_two_schedulers_tell_each_customer_once(database, sink):
    database.run(scenes.create_short_orders, ORDERS)
    workers = [database.start_worker(), database.start_worker()]
    try:
        sink.wait_for(ORDERS, seconds=120)
        time.sleep(2)  # time for what comes twice
    finally:
        logs = [odoo.stop(worker) for worker in workers]
    assert addresses(sink.messages) == everybody(ORDERS)
    assert [odoo.TROUBLE.findall(log) for log in logs] == [[], []]


def test_killed_at_any_moment_nothing_is_lost_or_told_twice(database, sink):
    killed, result = database.run(work_and_be_killed, KILLS)
    assert killed, "it was through before it could be killed"
    assert_told_once(result)
    assert addresses(sink.messages) == everybody(ORDERS)
