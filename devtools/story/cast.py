"""Who is in the story: a company with its people, its customers and what it sells."""

from typing import NamedTuple

COMPANY = {
    "name": "Linden & Oak",
    "street": "Lindenstraat 12",
    "zip": "9000",
    "city": "Ghent",
    "phone": "+32 9 243 89 50",
    "email": "hello@linden-oak.example",
    "website": "http://linden-oak.example",
}
COUNTRY = "base.be"
TIME_ZONE = "Europe/Brussels"
VIP = "VIP"


class Employee(NamedTuple):
    role: str
    login: str
    name: str
    phone: str
    groups: tuple


class Customer(NamedTuple):
    """`channels` is how he wants to hear of delays, `tag` how the company marks him."""

    name: str
    lang: str
    channels: tuple
    email: str
    phone: str
    city: str
    country: str
    tag: str | None = None


class Product(NamedTuple):
    """Its name, in each customer's language."""

    en_US: str
    fr_FR: str
    de_DE: str


SALESPERSON = Employee(
    role="a salesperson",
    login="sofie",
    name="Sofie Maes",
    phone="+32 9 243 89 54",
    groups=("sales_team.group_sale_salesman_all_leads",),
)
STOREKEEPER = Employee(
    role="a warehouse user",
    login="wim",
    name="Wim Peeters",
    phone="+32 9 243 89 57",
    groups=("stock.group_stock_user",),
)
CUSTOMERS = {
    "ann": Customer(
        name="Ann Baker",
        lang="en_US",
        channels=("mail",),
        email="ann@customer.example",
        phone="+44 7400 123456",
        city="Bristol",
        country="base.uk",
    ),
    "chloe": Customer(
        name="Chloé Martin",
        lang="fr_FR",
        channels=("sms",),
        email="chloe@customer.example",
        phone="+33 6 12 34 56 78",
        city="Lyon",
        country="base.fr",
    ),
    "jonas": Customer(
        name="Jonas Weber",
        lang="de_DE",
        channels=("mail", "sms"),
        email="jonas@customer.example",
        phone="+49 1512 3456789",
        city="Köln",
        country="base.de",
    ),
    "tom": Customer(
        name="Tom Reed",
        lang="en_US",
        channels=("mail", "sms"),
        email="tom@customer.example",
        phone="+44 7400 123457",
        city="Leeds",
        country="base.uk",
    ),
    "nora": Customer(
        name="Nora Quinn",
        lang="en_US",
        channels=("mail",),
        email="nora@customer.example",
        phone="+44 7400 123458",
        city="Bath",
        country="base.uk",
        tag=VIP,
    ),
}
PRODUCTS = {
    "desk": Product("Oak desk", "Bureau en chêne", "Eichenschreibtisch"),
    "lamp": Product("Desk lamp", "Lampe de bureau", "Schreibtischlampe"),
    "chair": Product("Armchair", "Fauteuil", "Sessel"),
    "shelf": Product("Bookshelf", "Étagère", "Bücherregal"),
    "table": Product("Coffee table", "Table basse", "Couchtisch"),
}
LOGINS = [
    ("an administrator", "admin", "admin"),
    (SALESPERSON.role, SALESPERSON.login, SALESPERSON.login),
    (STOREKEEPER.role, STOREKEEPER.login, STOREKEEPER.login),
    ("a portal customer", "ann", "ann"),
]


class Cast(NamedTuple):
    """The records of those above."""

    company: object
    warehouse: object
    salesperson: object
    storekeeper: object
    customers: dict
    products: dict


def create(env):
    """Create everybody; nothing of it comes from demo data.

    :rtype: Cast
    """
    company = set_up_company(env)
    customers = {
        key: create_customer(env, customer) for key, customer in CUSTOMERS.items()
    }
    create_user(env, "ann", "base.group_portal", partner_id=customers["ann"].id)
    warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)])
    # It ships at weekends too, so that the story is the same on whichever day it is.
    warehouse.backorder_calendar_id = False
    return Cast(
        company=company,
        warehouse=warehouse,
        salesperson=create_employee(env, SALESPERSON),
        storekeeper=create_employee(env, STOREKEEPER),
        customers=customers,
        products={
            key: create_product(env, product) for key, product in PRODUCTS.items()
        },
    )


def set_up_company(env):
    company = env["res.company"].search([], limit=1)
    company.write({**COMPANY, "country_id": env.ref(COUNTRY).id})
    company.partner_id.tz = TIME_ZONE
    # what moves in the story has settled: its acts follow each other within seconds
    company.backorder_comms_settle_minutes = 0
    switch_core_shipping_messages(company, on=False)
    return company


def switch_core_shipping_messages(company, on):
    """Switch core's own mail and text message about deliveries."""
    company.stock_move_email_validation = on
    company.stock_text_confirmation = on
    if "has_received_warning_stock_sms" in company._fields:
        # on the first delivery core asks once whether text messages may cost money
        company.has_received_warning_stock_sms = True


def create_employee(env, employee):
    return create_user(
        env,
        employee.login,
        *employee.groups,
        name=employee.name,
        email=f"{employee.login}@linden-oak.example",
        phone=employee.phone,
        tz=TIME_ZONE,
    )


def create_user(env, login, *groups, **values):
    users = env["res.users"].with_context(no_reset_password=True)
    group_ids = [env.ref(group).id for group in groups]
    return users.create(
        {"login": login, "password": login, "group_ids": group_ids, **values}
    )


def create_customer(env, customer):
    tags = env["res.partner.category"]
    return env["res.partner"].create(
        {
            "name": customer.name,
            "lang": customer.lang,
            "email": customer.email,
            "phone": customer.phone,
            "city": customer.city,
            "country_id": env.ref(customer.country).id,
            "backorder_by_mail": "mail" in customer.channels,
            "backorder_by_sms": "sms" in customer.channels,
            "category_id": tags.create({"name": customer.tag})
            if customer.tag
            else tags,
        }
    )


def create_product(env, product):
    record = env["product.product"].create(
        {
            "name": product.en_US,
            "type": "consu",
            "is_storable": True,
            "list_price": 120.0,
        }
    )
    for lang, name in product._asdict().items():
        record.with_context(lang=lang).name = name
    return record
