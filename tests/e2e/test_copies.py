"""A copy of a database writes to nobody, until an administrator says it may.

F37 copied without a word, F38 neutralized, F39 a backup put in the original's place,
F43 uninstalled in a copy.
"""

import os
import time

import pytest

from devtools import postgres

from . import odoo, scenes

pytestmark = pytest.mark.slow
ORDERS = 4
COPY = f"e2e_copy_{os.getpid()}"


@pytest.fixture
def copied(database):
    """A plain copy of `database`, which has something at each station."""
    database.run(leave_something_at_each_station)
    with odoo.copy(database.name, COPY) as copied:
        yield copied


# inside of the Odoo process


def leave_something_at_each_station(env):
    """Have a mail, a SMS, a message, an event and a signal that wait."""
    scenes.create_short_orders(env, ORDERS - 1)
    texted = env["res.partner"].search([("name", "=", "Customer 0")])
    texted.write(
        {
            "phone": "+32470123456",
            "backorder_by_mail": False,
            "backorder_by_sms": True,
        }
    )
    scenes.run_jobs(env)
    late, pending = env["sale.backorder.message"].search(
        [("channel", "=", "mail")], order="id"
    )
    pending.mail_message_id.unlink()
    pending.state = "pending"
    late.event_ids.handled = False
    scenes.confirm_order(env, ORDERS - 1, (scenes.create_product(env), 1))


def work_all(env):
    """Do what all the jobs do, ours and core's, whether they are on or off."""
    env["sale.backorder.signal"]._cron_evaluate()
    env["sale.backorder.signal"]._cron_reconcile()
    env["sale.backorder.signal"]._cron_evaluate()
    env["sale.backorder.message"]._cron_communicate()
    send_queues(env)


def send_queues(env):
    env["mail.mail"].process_email_queue()
    env["sms.sms"]._process_queue()
    env.cr.commit()


def wake_jobs(env):
    for job in map(env.ref, (*scenes.OURS, *scenes.CORE)):
        job._trigger()


def wait_for_jobs(env):
    """Wait until the scheduler, which is another process, has nothing left to do."""
    due = [("call_at", "<=", env.cr.now())]
    while env["ir.cron.trigger"].search_count(due):
        env.cr.commit()
        time.sleep(0.5)


def order_in_copy(env):
    """Order something short, as one does who tries things out in a copy."""
    scenes.confirm_order(env, ORDERS, (scenes.create_product(env), 1))
    work_all(env)
    return scenes.count(env)


def go_on(env):
    """Press "This is the real database: go on"."""
    env.ref("backorder_comms.outbox").action_confirm()
    env.cr.commit()
    work_all(env)
    return scenes.count(env)


def go_on_leaving_out(env):
    """Press "Go on, and leave out what is older"."""
    env.ref("backorder_comms.outbox").action_confirm_leaving_out()
    env.cr.commit()
    work_all(env)
    return scenes.count(env)


def describe(env):
    """Return what an administrator sees."""
    env["sale.backorder.health"].action_open()
    check = env.ref("backorder_comms.health_outbox")
    return {
        "state": check.state,
        "calls": len(check.activity_ids),
        "administrators": len(env.ref("base.group_system").all_user_ids),
    }


def uninstall(env):
    module = env["ir.module.module"].search([("name", "=", "backorder_comms")])
    module.button_immediate_uninstall()


def rename(old, new):
    with postgres.connection() as cursor:
        cursor.execute(f'ALTER DATABASE "{old}" RENAME TO "{new}"')


# the tests


def test_copy_writes_to_nobody_until_it_is_confirmed(copied, sink, sms_sink):
    held = copied.run(order_in_copy)
    assert sink.messages == sms_sink.messages == []
    assert "pending" in held["states"]
    assert held["unhandled"] == 0

    seen = copied.run(describe)
    assert seen["state"] == "problem"
    assert seen["calls"] == seen["administrators"] > 0

    copied.run(go_on)
    assert len(sink.messages) == ORDERS
    assert len(sms_sink.messages) == 1
    assert copied.run(describe)["state"] == "ok"


def test_original_goes_on_while_there_is_a_copy(copied, database, sink, sms_sink):
    copied.run(order_in_copy)
    database.run(work_all)
    assert len(sink.messages) == ORDERS - 1
    assert len(sms_sink.messages) == 1


def test_scheduler_of_a_copy_sends_nothing(copied, sink, sms_sink):
    copied.run(wake_jobs)
    worker = copied.start_worker()
    try:
        copied.run(wait_for_jobs)
    finally:
        log = odoo.stop(worker)
    assert odoo.TROUBLE.findall(log) == []
    assert sink.messages == sms_sink.messages == []


def test_neutralized_copy_writes_to_nobody(copied, sink, sms_sink):
    copied.command("neutralize", "-d", copied.name)
    held = copied.run(order_in_copy, trouble=True)
    assert "pending" in held["states"]
    assert copied.run(describe)["state"] == "problem"
    assert sink.messages == sms_sink.messages == []


def test_restored_backup_says_nothing_again(copied, database, sink, sms_sink):
    """What waited when the backup was made is sent before it takes over."""
    database.run(work_all)
    told = len(sink.messages), len(sms_sink.messages)
    assert told == (ORDERS - 1, 1)

    lost, taken = f"{database.name}_lost", database.name
    rename(database.name, lost)
    rename(copied.name, taken)
    try:
        assert database.run(work_all) is None
        result = database.run(go_on_leaving_out)
    finally:
        rename(taken, copied.name)
        rename(lost, database.name)
    assert result["states"] == ["dropped"]
    assert (len(sink.messages), len(sms_sink.messages)) == told


def test_copy_without_the_addon_writes_to_nobody(copied, sink, sms_sink):
    copied.run(order_in_copy)
    copied.run(uninstall)
    copied.run(send_queues)
    assert sink.messages == sms_sink.messages == []
