"""A vendor's spreadsheet moves dates: the customers whom that hits hear of it."""

import os
from contextlib import ExitStack
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import xlwt

from devtools import browser, odoo_process
from devtools.gallery import Picture
from devtools.photographer import Photographer

from . import odoo, scenes
from .test_purchase_dates import days_ahead

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not browser.find(), reason="needs chromium"),
]
LOGIN = "buyer"
DAYS = 40
ORDER = "/odoo/action-purchase.purchase_form_action/{order}"
ACTIONS = ".o_control_panel .o_cp_action_menus button"
FILE = ".modal [name=file]"
BADGES = """[...document.querySelectorAll(".modal [name=counts] .badge")]
    .map((badge) => badge.innerText.replace(/\\s+/g, " "))"""
CUSTOMERS = """[...document.querySelectorAll(
    ".modal [name=customer_ids] .o_data_row [name=partner_id]"
)].map((cell) => cell.innerText)"""
HEADER = ["Bestellnr.", "Artikelnr.", "Menge", "Liefertermin"]


@pytest.fixture(scope="module")
def prepared(request):
    """A database with the addon that takes vendors' spreadsheets."""
    name = f"e2e_spreadsheet_{os.getpid()}"
    request.addfinalizer(lambda: odoo.drop(name))
    odoo.make(name, ["backorder_comms_purchase"])
    return name


# inside of the Odoo process


def prepare_shop(env, base):
    """Have five customers wait for what three purchases bring, and write to them.

    The first gets the one desk that comes early, the next two those that come later;
    the others wait for a chair and a lamp.

    :return: the purchases' ids and names
    """
    env["ir.config_parameter"].set_param("web.base.url", base)
    env["stock.warehouse"].search([]).backorder_calendar_id = False
    env.company.backorder_comms_settle_minutes = 0  # dates move for good
    create_buyer(env)
    vendor = env["res.partner"].create({"name": "Vic"})
    desk, chair, lamp = (
        create_product(env, name) for name in ("Desk", "Chair", "Lamp")
    )
    purchases = [
        buy(env, vendor, {desk: 1}, days=5),
        buy(env, vendor, {desk: 2, chair: 1}, days=10),
        buy(env, vendor, {lamp: 1}, days=10),
    ]
    for number, product in enumerate([desk, desk, desk, chair, lamp]):
        scenes.confirm_order(env, number, (product, 1))
    scenes.write(env)
    return [[purchase.id, purchase.name] for purchase in purchases]


def create_buyer(env):
    env["res.users"].create(
        {
            "name": LOGIN,
            "login": LOGIN,
            "password": LOGIN,
            "group_ids": [(4, env.ref("purchase.group_purchase_user").id)],
        }
    )


def create_product(env, name):
    product = scenes.create_product(env, name)
    product.default_code = name.upper()
    return product


def buy(env, vendor, quantities, days):
    """Buy from a vendor what is to come in so many days."""
    lines = [
        {
            "product_id": product.id,
            "product_qty": quantity,
            "date_planned": days_ahead(days),
        }
        for product, quantity in quantities.items()
    ]
    purchase = env["purchase.order"].create(
        {"partner_id": vendor.id, "order_line": [(0, 0, line) for line in lines]}
    )
    purchase.button_confirm()
    return purchase


# outside


def write_file(folder, rows):
    """Write what the vendor sends, as the Excel of long ago does."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Termine")
    day_format = xlwt.easyxf(num_format_str="dd.mm.yyyy")
    for number, row in enumerate([HEADER, *rows]):
        for column, value in enumerate(row):
            style = [day_format] if isinstance(value, date) else []
            sheet.write(number, column, value, *style)
    file = folder / "Liefertermine.xls"
    book.save(str(file))
    return file


@pytest.fixture
def shop(database, free_port, sink):
    """A shop whose customers know when their goods come, and a browser in it."""
    purchases = database.run(prepare_shop, f"http://127.0.0.1:{free_port}")
    with ExitStack() as stack:
        base = stack.enter_context(odoo_process.serving(database.name, free_port))
        photographer = stack.enter_context(Photographer(base))
        yield SimpleNamespace(
            database=database,
            sink=sink,
            photographer=photographer,
            purchases=purchases,
        )


def check(shop, file):
    """Open the wizard on a purchase, give it a file, and return what it counts."""
    page = shop.photographer
    facts = {"database": shop.database.name, "order": shop.purchases[0][0]}
    page.open(Picture("order", ORDER, [ACTIONS], LOGIN), facts)
    page.click(ACTIONS)
    page.click(".o-dropdown--menu .o_menu_item", "Import Vendor Dates")
    page.wait_for([FILE])
    page.upload(f"{FILE} input[type=file]", file)
    page.wait_for([f"{FILE} input[type=text]"])
    page.click(".modal button[name=action_check]")
    page.wait_for([".modal [name=counts]"])
    return page.evaluate(BADGES)


def read_customers(shop):
    """Return who would be told."""
    shop.photographer.click(".modal .nav-link", "Customers")
    shop.photographer.wait_for([".modal [name=customer_ids]"])
    return shop.photographer.evaluate(CUSTOMERS)


def addresses(mails):
    return sorted(recipient for mail in mails for recipient in mail.recipients)


def test_vendor_s_new_dates_are_told_to_those_who_wait_for_them_and_once(
    shop, tmp_path
):
    assert len(shop.sink.messages) == 5
    _early, (_id, later), _lamp = shop.purchases
    moved, same = (date.today() + timedelta(days=days) for days in (DAYS, 10))
    file = write_file(
        tmp_path,
        [
            [later, "DESK", 2, moved],
            [later, "CHAIR", 1, same],
            ["P?", "LAMP", 1, moved],
        ],
    )
    assert check(shop, file) == [
        "Will Change: 1",
        "Unchanged: 1",
        "Unclear: 0",
        "Refused: 1",
        "Customers told: 2",
    ]
    assert read_customers(shop) == ["Customer 1", "Customer 2"]
    shop.photographer.click(".modal button[name=action_apply]")
    shop.photographer.wait_for([".modal .alert-success"])

    shop.database.run(scenes.write)
    mails = shop.sink.messages[5:]
    assert addresses(mails) == ["customer1@example.com", "customer2@example.com"]
    for mail in mails:
        text = mail.message.get_body(("html",)).get_content()
        assert f"{moved:%B} {moved.day}, {moved.year}" in text

    assert check(shop, file)[:2] == ["Will Change: 0", "Unchanged: 2"]
    assert read_customers(shop) == []
    shop.database.run(scenes.write)
    assert len(shop.sink.messages) == 7
