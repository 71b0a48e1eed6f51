"""The portal's pages are for everybody: WCAG 2.1, level AA, as axe-core checks it."""

import json
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from devtools import browser, linting, odoo_process
from devtools.gallery import Picture
from devtools.photographer import Photographer

from . import odoo, scenes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not browser.find(), reason="needs chromium"),
]
LOGIN = "customer"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SCREENS = {"desktop": {"width": 1400}, "phone": {"width": 390, "phone": True}}
FULL = "#backorder_page"
PAGES = {
    "list": Picture("list", "/my/backorders", [FULL], LOGIN),
    "order": Picture("order", "{order}", [FULL], LOGIN),
    "order by link": Picture("order", "{order_link}", [FULL]),
    "section of the order": Picture("section", "{section}", ["#backorder_delivery"]),
    "preferences": Picture("form", "/my/backorders/preferences", [FULL], LOGIN),
    "preferences by link": Picture("form", "{preferences_link}", [FULL]),
    "fewer messages": Picture("unsubscribe", "{unsubscribe}", [FULL]),
    "question": Picture("decide", "{decide}", ["[name=backorder_decide]"]),
    "effect": Picture("decision", "{decision}", ["[name=backorder_effect]"]),
}
KEYBOARD_PAGES = ["list", "order", "preferences", "fewer messages", "question"]
CHECK = """axe.run(%s, %s).then((found) =>
    found.violations.flatMap((rule) =>
        rule.nodes.map((node) => `${rule.id}: ${node.html}`)
    )
)"""
REACHABLE = "a[href], button, input:not([type=hidden]), select, summary"
MISSED = f"""[...document.querySelectorAll("#wrap :is({REACHABLE})")]
    .filter((element) => element.checkVisibility() && !element.dataset.reached)
    .map((element) => element.outerHTML)"""


# inside of the Odoo process


def create_customer(env, login):
    """Let a customer wait, with a history, and be able to log in.

    :return: the addresses of the pages about his order
    """
    lamp = scenes.create_product(env, "Lamp", stock=2)
    desk, chair = (scenes.create_product(env, name) for name in ("Desk", "Chair"))
    order = scenes.confirm_order(env, 1, (desk, 10), (chair, 3), (lamp, 2))
    env["res.users"].create(
        {
            "name": order.partner_id.name,
            "login": login,
            "password": login,
            "partner_id": order.partner_id.id,
            "group_ids": [(6, 0, [env.ref("base.group_portal").id])],
        }
    )
    env.company.backorder_comms_policy_url = "https://shop.example.com/late"
    scenes.run_jobs(env)
    scenes.validate(env, order.picking_ids.id)
    scenes.set_stock(env, chair, 3)
    scenes.run_jobs(env)
    token = order._portal_ensure_token()
    choices = order._get_backorder_choices()
    [cancel] = [
        one for one in choices[order.order_line[0].id] if one.option == "cancel"
    ]
    decision = order._backorder_decide("cancel", line=order.order_line[0], quantity=1)
    env.cr.commit()
    return {
        "decide": order._get_backorder_path("/decide", token, **cancel.to_params()),
        "decision": order._get_backorder_path(f"/decisions/{decision.id}", token),
        "order": order._get_backorder_path(),
        "order_link": order._get_backorder_path(access_token=token),
        "section": order.get_portal_url(),
        "preferences_link": order._get_backorder_path("/preferences", token),
        "unsubscribe": order.partner_id._get_backorder_unsubscribe_path(),
    }


# outside


@pytest.fixture(scope="module")
def visit(prepared, free_port):
    """A browser at a shop whose customer waits, the facts, and the checker's code."""
    with ExitStack() as stack:
        database = stack.enter_context(odoo.copy(prepared, f"{prepared}_axe"))
        facts = database.run(create_customer, LOGIN)
        base = stack.enter_context(odoo_process.serving(database.name, free_port))
        photographer = stack.enter_context(Photographer(base))
        axe = linting.ensure_node() / "node_modules" / "axe-core" / "axe.min.js"
        yield SimpleNamespace(
            photographer=photographer,
            facts={**facts, "database": database.name},
            axe=axe.read_text(),
        )


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("page", PAGES)
def test_page_is_for_everybody(visit, page, screen):
    picture = PAGES[page]._replace(**SCREENS[screen])
    visit.photographer.open(picture, visit.facts)
    visit.photographer.evaluate(visit.axe)
    options = {"runOnly": {"type": "tag", "values": LEVELS}}
    part = picture.shows[0] if page == "section of the order" else "#wrap"
    check = CHECK % (json.dumps(part), json.dumps(options))
    assert visit.photographer.evaluate(check) == []


@pytest.mark.parametrize("page", KEYBOARD_PAGES)
def test_everything_on_a_page_can_be_reached_with_the_keyboard(visit, page):
    visit.photographer.open(PAGES[page], visit.facts)
    for _key in range(100):
        visit.photographer.press("Tab")
        visit.photographer.evaluate("document.activeElement.dataset.reached = 1")
    assert visit.photographer.evaluate(MISSED) == []
