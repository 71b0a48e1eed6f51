"""SMS providers that are down, busy, lying or silent: no SMS goes out twice.

Scenarios F3 killed while the provider answers, F12 what it answers
instead, F13 its answer is lost, F35 and F36 delivery reports.
"""

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from . import odoo, scenes
from .test_story import wait_for_server
from .test_workers import fork

pytestmark = pytest.mark.slow
CUSTOMERS = 10
REPORTS = 10_000


# inside of the Odoo process


def write_sms(env, count=CUSTOMERS):
    return scenes.write_to(env, count, "sms")


def write_sms_with_little_patience(env):
    """Write to the customers, and do not wait long for the provider."""
    from odoo.addons.sms.tools.sms_api import SmsApi

    contact = SmsApi._contact_iap

    def contact_briefly(self, endpoint, params, timeout=0.5):
        return contact(self, endpoint, params, timeout)

    SmsApi._contact_iap = contact_briefly
    return write_sms(env)


def write_and_be_killed(env):
    """Kill the process while it waits for the provider; go on without it."""
    scenes.create_short_orders(env, CUSTOMERS)
    scenes.prefer_sms(env)
    scenes.run_jobs(env)
    child = fork(env.cr.dbname, scenes.run_core_jobs)
    time.sleep(1.5)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    before = scenes.write(env)
    messages = env["sale.backorder.message"].search([])
    messages.left_at = env.cr.now().replace(year=2020)
    return before, scenes.write(env)


def make_due_in(env):
    """Return in how many seconds the first message is tried again."""
    messages = env["sale.backorder.message"].search([("retry_at", "!=", False)])
    return (min(messages.mapped("retry_at")) - env.cr.now()).total_seconds()


def resend_all(env):
    """Do everything that the jobs would do for as long as anybody waits."""
    for _time in range(3):
        result = scenes.wait_and_write(env)
    return result


def write_for_two_companies(env):
    """Have customers of two companies wait for SMS at the same time."""
    other = env["res.company"].create({"name": "Second"})
    env["stock.warehouse"].create(
        {"name": "Second", "code": "SEC", "company_id": other.id}
    )
    env.user.company_ids |= other
    scenes.create_short_orders(env, 2)
    scenes.create_short_orders(
        env(context={**env.context, "allowed_company_ids": other.ids}), 2
    )
    scenes.prefer_sms(env)
    return scenes.write(env)


def multiply_sms(env, count):
    """Have so many SMS more in doubt: copies of the rows of one that is."""
    from benchmarks.backlog import clone

    [message] = env["sale.backorder.message"].search([])
    post = message.mail_message_id
    notification = post.notification_ids
    uuid = "lpad(to_hex(n + 1), 32, '0')"
    posts = clone(env.cr, "mail_message", post, count, {"message_id": uuid})
    of_post = {"mail_message_id": f"{posts} + n"}
    tracker = env["sms.tracker"].search([])
    sms = env["sms.sms"].search([])
    first = clone(env.cr, "mail_notification", notification, count, of_post)
    notified = {"mail_notification_id": f"{first} + n", "sms_uuid": uuid}
    clone(env.cr, "sms_tracker", tracker, count, notified)
    clone(env.cr, "sms_sms", sms, count, {"uuid": uuid, **of_post})
    occasion = {"occasion": "'opened:-' || n", **of_post}
    clone(env.cr, "sale_backorder_message", message, count, occasion)


def take_fingerprint(env):
    """Return what any write to the rows that reports are about would change."""
    tables = ("mail_notification", "sale_backorder_message", "sms_sms", "sms_tracker")
    result = []
    for table in tables:
        env.cr.execute(
            f"SELECT md5(string_agg(xmin::text || ctid::text, ' ' ORDER BY id))"
            f" FROM {table}"
        )
        result += env.cr.fetchone()
    return result


def get_uuids(env):
    trackers = env["sms.tracker"].search([], order="id")
    return trackers.mapped("sms_uuid")


# the tests


@pytest.mark.faults
@pytest.mark.parametrize("mode", ["html", "busy", "error", "refuse"])
def test_sms_that_the_provider_did_not_take_leave_once_later(database, sms_sink, mode):
    sms_sink.mode = mode
    before = database.run(write_sms, trouble=True)
    assert (before["states"], before["activities"]) == ({"queued": CUSTOMERS}, 0)
    assert before["waiting"] == CUSTOMERS
    sms_sink.mode = "ok"
    assert database.run(scenes.wait_and_write)["states"] == {"sent": CUSTOMERS}
    assert len(sms_sink.messages) == len({sms.uuid for sms in sms_sink.messages}) == 10


@pytest.mark.faults
def test_provider_that_wants_to_be_left_alone_is(database, sms_sink):
    sms_sink.mode, sms_sink.retry_after = "busy", 1800
    database.run(write_sms, trouble=True)
    assert 1500 < database.run(make_due_in) <= 1800


def test_provider_that_is_down_gets_them_later(database, sms_sink):
    port = sms_sink.port
    sms_sink.stop()
    before = database.run(write_sms, trouble=True)
    assert before["states"] == {"queued": CUSTOMERS}
    sms_sink.start(port)
    assert database.run(scenes.wait_and_write)["states"] == {"sent": CUSTOMERS}


@pytest.mark.faults
@pytest.mark.parametrize("mode", ["lost", "garbage"])
def test_sms_in_doubt_are_unknown_and_never_sent_again(database, sms_sink, mode):
    sms_sink.mode = mode
    before = database.run(write_sms, trouble=True)
    assert before["states"] == {"unknown": CUSTOMERS}
    sms_sink.mode = "ok"
    after = database.run(resend_all)
    assert after["states"] == {"unknown": CUSTOMERS}
    assert len(sms_sink.messages) == CUSTOMERS


@pytest.mark.faults
def test_provider_that_does_not_answer_leaves_them_in_doubt(database, sms_sink):
    sms_sink.mode = "stall"
    result = database.run(write_sms_with_little_patience, trouble=True)
    assert result["states"] == {"unknown": CUSTOMERS}


@pytest.mark.faults
def test_killed_while_the_provider_answers_no_sms_goes_out_twice(database, sms_sink):
    sms_sink.delay = 4
    before, after = database.run(write_and_be_killed)
    assert before["states"] == {"queued": CUSTOMERS}
    assert after["states"] == {"unknown": CUSTOMERS}
    time.sleep(3)
    assert len(sms_sink.messages) == CUSTOMERS


@pytest.mark.faults
def test_sms_of_two_companies_leave_from_one_queue(database, sms_sink):
    result = database.run(write_for_two_companies)
    assert result["states"] == {"sent": 4}
    assert len(sms_sink.messages) == 4


@pytest.mark.faults
class TestDeliveryReports:
    @pytest.fixture
    def server(self, database, free_port):
        process = odoo.start_server(database.name, free_port)
        wait_for_server(free_port)
        yield f"http://127.0.0.1:{free_port}"
        odoo.stop(process)

    def report(self, server, *statuses):
        """Report as the provider does: (status, uuids)."""
        params = {
            "message_statuses": [
                {"sms_status": status, "uuids": uuids} for status, uuids in statuses
            ]
        }
        call = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}
        answer = requests.post(f"{server}/sms/status", json=call, timeout=60)
        assert answer.status_code == 200
        return answer.json()

    def test_report_settles_what_was_in_doubt(self, database, sms_sink, server):
        sms_sink.mode = "lost"
        database.run(write_sms, trouble=True)
        uuids = database.run(get_uuids)
        for _duplicate in range(2):
            assert self.report(server, ("delivered", uuids[:6]))["result"] == "OK"
        self.report(server, ("sent", uuids[:6]), ("not_delivered", uuids[6:8]))
        self.report(server, ("delivered", ["0" * 32]))
        result = database.run(scenes.report)
        assert result["states"] == {"failed": 2, "sent": 6, "unknown": 2}
        assert result["activities"] == 2

    def test_report_of_failure_after_success_becomes_a_task(
        self, database, sms_sink, server
    ):
        assert database.run(write_sms, 2)["states"] == {"sent": 2}
        self.report(server, ("invalid_destination", database.run(get_uuids)[:1]))
        result = database.run(scenes.report)
        assert (result["states"], result["activities"]) == ({"failed": 1, "sent": 1}, 1)

    def report_all(self, server, status):
        """Report on many SMS from several machines at once, and of each twice."""
        uuids = [f"{number + 1:032x}" for number in range(REPORTS)]
        batches = [uuids[at : at + 100] for at in range(0, REPORTS, 100)] * 2
        random.shuffle(batches)
        with ThreadPoolExecutor(8) as clients:
            answers = clients.map(
                lambda batch: self.report(server, (status, batch)), batches
            )
            return {answer.get("result") for answer in answers}

    def test_very_many_reports_at_once(self, database, sms_sink, server):
        """F35: in any order, each twice; what changes nothing writes nothing."""
        sms_sink.mode = "lost"
        database.run(write_sms, 1, trouble=True)
        database.run(multiply_sms, REPORTS)
        start = time.monotonic()
        assert self.report_all(server, "delivered") == {"OK"}
        assert time.monotonic() - start < 60
        result = database.run(scenes.report)
        assert result["states"] == {"sent": REPORTS, "unknown": 1}

        before = database.run(take_fingerprint)
        assert self.report_all(server, "delivered") == {"OK"}
        assert self.report_all(server, "sent") == {"OK"}
        assert database.run(take_fingerprint) == before

    def test_report_during_the_call_rolls_nothing_back(
        self, database, sms_sink, server
    ):
        """What comes in while the provider still answers does not undo its answer."""
        take = sms_sink.take

        def take_and_report(batch, mode):
            results = take(batch, mode)
            uuids = [result["uuid"] for result in results]
            self.report(server, ("delivered", uuids[:5]))
            return results

        sms_sink.take = take_and_report
        result = database.run(write_sms, trouble=True)
        assert result["states"] == {"sent": CUSTOMERS}
        assert len(sms_sink.messages) == CUSTOMERS
