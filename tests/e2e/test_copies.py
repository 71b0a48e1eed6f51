"""A neutralized copy of a database writes to nobody."""

import pytest

from . import scenes

pytestmark = pytest.mark.slow


def leave_something_at_each_station(env):
    """Have a mail in core's queue, a message, an event and a signal in ours."""
    scenes.create_short_orders(env, 2)
    scenes.run_jobs(env)
    late, pending = env["sale.backorder.message"].search([], order="id")
    pending.mail_message_id.unlink()
    pending.state = "pending"
    late.event_ids.handled = False
    scenes.confirm_order(env, 2, (scenes.create_product(env), 1))


def work_all(env):
    """Do what the jobs do; they themselves are switched off."""
    env["sale.backorder.signal"]._cron_evaluate()
    env["sale.backorder.signal"]._cron_reconcile()
    env["sale.backorder.signal"]._cron_evaluate()
    env["sale.backorder.message"]._cron_communicate()
    env["mail.mail"].process_email_queue()


def order_in_copy(env):
    """Order something short, as one does who tries things out in a copy."""
    scenes.confirm_order(env, 3, (scenes.create_product(env), 1))
    work_all(env)
    env.cr.commit()


def test_neutralized_copy_writes_to_nobody(database, sink):
    database.run(leave_something_at_each_station)
    database.command("neutralize", "-d", database.name)
    before = database.run(scenes.count)
    assert before["states"] == ["dropped", "queued"]
    database.run(order_in_copy, trouble=True)
    after = database.run(scenes.count)
    assert after["backorders"] > before["backorders"]
    assert (after["told"], after["unhandled"]) == (before["told"], 0)
    assert sink.messages == []
