"""A vendor who is late gets one mail, with all of it, however many workers write."""

import os
import time

import pytest

from . import odoo, scenes
from .test_purchase_dates import days_ahead
from .test_workers import fork

pytestmark = pytest.mark.slow
WORKERS = 3


@pytest.fixture(scope="module")
def prepared(request):
    """A database with the addon that chases vendors."""
    name = f"e2e_chase_{os.getpid()}"
    request.addfinalizer(lambda: odoo.drop(name))
    odoo.make(name, ["backorder_comms_purchase"])
    return name


# inside of the Odoo process


def chase(env):
    """What the job does, without the scheduler's lock that keeps a second one out."""
    env["purchase.chase"]._cron_chase()


def chase_at(moment):
    """Return a worker that waits for the others, so that they are at it together."""

    def chase_then(env):
        env["purchase.chase"]._get_due_vendors(env.company)  # all is loaded
        env.cr.commit()
        time.sleep(max(moment - time.time(), 0))
        chase(env)

    return chase_then


def chase_together(env, workers):
    """Have three lines of two orders be late, and let workers chase at once.

    :return: the workers' exit codes, and the results of the attempts
    """
    env.company.backorder_chase_mail = True
    create_late_purchases(env)
    scenes.run_jobs(env)
    worker = chase_at(time.time() + 3)
    children = [fork(env.cr.dbname, worker) for _number in range(workers)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    env.cr.commit()
    chase(env)
    scenes.run_core_jobs(env)
    attempts = env["purchase.chase.attempt"].search([])
    return codes, sorted(attempts.mapped("result"))


def create_late_purchases(env):
    env["res.lang"]._activate_lang("fr_FR")
    template = env.ref("backorder_comms_purchase.mail_template_chase_late")
    template.with_context(lang="fr_FR").subject = "En retard : {{ object.name }}"
    vendor = env["res.partner"].create(
        {"name": "Vic", "email": "vic@vendors.example.com", "lang": "fr_FR"}
    )
    desk, lamp, chair = [
        scenes.create_product(env, name) for name in ("Desk", "Lamp", "Chair")
    ]
    for products in ([desk, lamp], [chair]):
        line = {"product_qty": 5, "date_planned": days_ahead(-2)}
        lines = [(0, 0, {"product_id": product.id, **line}) for product in products]
        order = env["purchase.order"].create(
            {"partner_id": vendor.id, "order_line": lines}
        )
        order.button_confirm()
        order._portal_ensure_token()  # or that is what the workers collide at
    scenes.confirm_order(env, 1, (desk, 1), (lamp, 1), (chair, 1))
    env.cr.commit()


# the test


def test_vendor_gets_one_mail_in_his_language_about_all_that_is_late(database, sink):
    codes, results = database.run(chase_together, WORKERS, trouble=True)
    assert codes == [0] * WORKERS
    assert results == ["sent", "sent"]
    [mail] = [mail for mail in sink.messages if "vic@" in mail.recipients[0]]
    assert mail.recipients == ("vic@vendors.example.com",)
    assert mail.message["Subject"].startswith("En retard : ")
    text = mail.message.get_body(("html",)).get_content()
    assert all(name in text for name in ("Desk", "Lamp", "Chair"))
