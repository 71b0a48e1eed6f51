"""Customers who press a button twice, and two who decide at once: it happens once."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from urllib.parse import urljoin

import pytest
import requests
from lxml import html

from devtools import odoo_process

from . import odoo, scenes
from .test_decisions import look

pytestmark = pytest.mark.slow
CLICKS = 6


# inside of the Odoo process


def order_what_is_missing(env, number):
    """Let a customer order desks, of which there are none, and a lamp, which there is.

    :return: the order's id, its token and the id of the line that waits
    """
    desk = scenes.create_product(env, "Desk")
    lamp = scenes.create_product(env, "Lamp", stock=1)
    order = scenes.confirm_order(env, number, (desk, 4), (lamp, 1))
    scenes.confirm_database(env)
    scenes.run_jobs(env)
    token = order._portal_ensure_token()
    env.cr.commit()
    return {"order": order.id, "token": token, "line": order.order_line[0].id}


# outside


@pytest.fixture(scope="module")
def shop(prepared, free_port):
    """A shop that is served to several customers at a time."""
    with (
        odoo.copy(prepared, f"{prepared}_at_once") as database,
        odoo_process.serving(database.name, free_port) as base,
    ):
        yield SimpleNamespace(database=database, base=base)


def open_form(shop, order, **params):
    """Open the page that asks to confirm, in a browser of its own.

    :return: what sends the form, and returns the answer to it
    """
    session = requests.Session()
    url = f"{shop.base}/my/backorders/{order['order']}/decide"
    params["access_token"] = order["token"]
    page = session.get(url, params=params, timeout=60)
    [form] = html.fromstring(page.content).xpath("//form[@name='backorder_decide']")
    return lambda: session.post(
        urljoin(shop.base, form.action),
        data=dict(form.fields),
        allow_redirects=False,
        timeout=120,
    )


def send_at_once(*forms):
    """Return the status of each answer, and where they lead to."""
    with ThreadPoolExecutor(len(forms)) as pool:
        answers = [answer.result() for answer in [pool.submit(form) for form in forms]]
    places = {answer.headers["Location"] for answer in answers if answer.is_redirect}
    return sorted(answer.status_code for answer in answers), places


def test_button_that_is_pressed_many_times_does_it_once(shop):
    order = shop.database.run(order_what_is_missing, 1)
    form = open_form(shop, order, option="cancel", line=order["line"])
    statuses, places = send_at_once(*[form] * CLICKS)
    assert (statuses, len(places)) == ([303] * CLICKS, 1)
    result = shop.database.run(look, order["order"])
    assert (result["ordered"]["Desk"], result["states"]) == (0, {"cancel": "done"})


def test_two_who_cancel_the_same_cancel_it_once(shop):
    order = shop.database.run(order_what_is_missing, 2)
    forms = [
        open_form(shop, order, option="cancel", line=order["line"]) for _visitor in "ab"
    ]
    statuses, _places = send_at_once(*forms)
    assert statuses == [303, 409]
    result = shop.database.run(look, order["order"])
    assert (result["ordered"]["Desk"], result["returns"]) == (0, 0)


def test_two_who_want_it_otherwise_get_what_the_last_one_saw(shop):
    order = shop.database.run(order_what_is_missing, 3)
    wait = open_form(shop, order, option="wait")
    cancel = open_form(shop, order, option="cancel", line=order["line"])
    statuses, _places = send_at_once(wait, cancel)
    assert statuses in ([200, 303], [303, 303], [303, 409])
    result = shop.database.run(look, order["order"])
    done = [option for option, state in result["states"].items() if state == "done"]
    assert len(done) == statuses.count(303)
    assert result["ordered"]["Desk"] == (0 if "cancel" in done else 4)
