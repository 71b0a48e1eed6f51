"""What happens inside of the Odoo processes: functions of an environment.

They are called with `Database.run`, so arguments and results are plain values.
"""

from types import SimpleNamespace

OURS = ("backorder_comms.ir_cron_evaluate", "backorder_comms.ir_cron_communicate")
CORE = ("mail.ir_cron_mail_scheduler_action", "sms.ir_cron_sms_scheduler_action")
TO_CUSTOMERS = [
    ("model", "=", "sale.order"),
    ("mail_message_id.message_type", "!=", "user_notification"),
]


def point_at_sinks(env, smtp_port, sms_url):
    """Let mails and SMS go to sinks that run in the tests' process."""
    from devtools import sinks

    sinks.configure(
        env,
        SimpleNamespace(host="127.0.0.1", port=smtp_port),
        SimpleNamespace(url=sms_url),
    )
    env.company.partner_id.email = "shop@example.com"
    confirm_database(env)


def confirm_database(env):
    """Say that customers hear from this copy; without it, nothing leaves."""
    env.ref("backorder_comms.outbox").action_confirm()


def create_product(env, name="Desk", stock=0):
    product = env["product.product"].create(
        {"name": name, "type": "consu", "is_storable": True}
    )
    if stock:
        set_stock(env, product, stock)
    return product


def set_stock(env, product, quantity):
    """Correct the stock as a warehouse user does in an inventory."""
    quants = env["stock.quant"].with_context(inventory_mode=True)
    quants.create(
        {
            "product_id": product.id,
            "location_id": env.ref("stock.stock_location_stock").id,
            "inventory_quantity": quantity,
        }
    ).action_apply_inventory()


def confirm_order(env, number, *lines):
    """Confirm the order of a new customer.

    :param lines: (product, quantity)
    """
    partner = env["res.partner"].create(
        {"name": f"Customer {number}", "email": f"customer{number}@example.com"}
    )
    order = env["sale.order"].create(
        {
            "partner_id": partner.id,
            "user_id": env.ref("base.user_admin").id,
            "order_line": [
                (0, 0, {"product_id": product.id, "product_uom_qty": quantity})
                for product, quantity in lines
            ],
        }
    )
    order.action_confirm()
    return order


def create_short_orders(env, count):
    """Confirm orders of so many customers, none of which can ship.

    A transaction each, as in life: so each leaves a signal of its own.
    """
    products = [create_product(env, name) for name in ("Desk", "Lamp", "Chair")]
    for number in range(count):
        confirm_order(env, number, (products[number % len(products)], 1))
        env.cr.commit()


def create_partly_short_order(env):
    """Confirm an order of which one line of two is there; return its delivery."""
    order = confirm_order(
        env,
        1,
        (create_product(env, "Lamp", stock=5), 2),
        (create_product(env, "Desk"), 1),
    )
    return order.picking_ids.id


def validate(env, delivery_id):
    """Ship what is there and keep the rest to be shipped, as its user does."""
    delivery = env["stock.picking"].browse(delivery_id)
    return delivery.with_context(skip_backorder=True, skip_sms=True).button_validate()


def run_jobs(env, jobs=OURS):
    """Run jobs as the scheduler does: again, if they stopped for lack of time."""
    for job in map(env.ref, jobs):
        again = True
        while again:
            env.cr.commit()
            job.method_direct_trigger()
            env.cr.commit()
            again = env["ir.cron.trigger"].search_count(
                [("cron_id", "=", job.id), ("call_at", "<=", env.cr.now())]
            )


def run_core_jobs(env):
    """Let what is in core's queues leave the house."""
    run_jobs(env, CORE)


def write(env):
    """Write to whoever is to be written to, and let it leave the house."""
    run_jobs(env)
    run_core_jobs(env)
    return report(env)


def write_to(env, count, channel="mail"):
    """Have so many customers wait, and write to them."""
    create_short_orders(env, count)
    if channel == "sms":
        prefer_sms(env)
    return write(env)


def prefer_sms(env):
    """Have all customers want their news by SMS, each at a number of their own."""
    partners = env["sale.order"].search([]).partner_id
    partners.write({"backorder_by_mail": False, "backorder_by_sms": True})
    for partner in partners:
        partner.write({"phone": f"+32470{partner.id:06}"})
    env.cr.commit()


def wait_and_write(env):
    """Let the time pass until the next try, and do what happens then."""
    messages = env["sale.backorder.message"].search([("retry_at", "!=", False)])
    messages.retry_at = env.cr.now()
    return write(env)


def report(env):
    """Return how many messages are in which state, why, and what came of it."""
    run_jobs(env, OURS[1:])
    messages = env["sale.backorder.message"].search([])
    states = messages.mapped("state")
    return {
        "states": {state: states.count(state) for state in sorted(set(states))},
        "reasons": sorted(set(filter(None, messages.mapped("reason")))),
        "retries": sum(messages.mapped("retries")),
        "waiting": len(messages.filtered("retry_at")),
        "dead": messages.partner_id.filtered("is_backorder_email_dead").mapped("name"),
        "activities": env["mail.activity"].search_count(
            [("res_model", "=", "sale.order")]
        ),
    }


def count_after_jobs(env):
    run_jobs(env)
    return count(env)


def count(env):
    """Return how things stand in our outbox and in core's queue.

    :return: by order and event type how many messages and how many mails there are
        (the highest number of each), what waits to be done, and the messages' states
    """
    env.cr.execute(
        """
        SELECT message.order_id, message.event_type, count(DISTINCT message.id),
               count(mail.id)
          FROM sale_backorder_message message
     LEFT JOIN mail_mail mail USING (mail_message_id)
      GROUP BY message.order_id, message.event_type
        """
    )
    rows = env.cr.fetchall()
    messages = env["sale.backorder.message"].search([])
    return {
        "told": [len(rows), max([row[2] for row in rows], default=0)],
        "mails": [
            env["mail.mail"].search_count(TO_CUSTOMERS),
            max([row[3] for row in rows], default=0),
        ],
        "types": sorted(set(messages.mapped("event_type"))),
        "states": sorted(set(messages.mapped("state"))),
        "reasons": sorted(set(filter(None, messages.mapped("reason")))),
        "signals": env["sale.backorder.signal"].search_count([]),
        "unhandled": len(env["sale.backorder.event"]._get_unhandled()),
        "backorders": env["sale.backorder"].search_count([]),
        "activities": env["mail.activity"].search_count(
            [("res_model", "=", "sale.order")]
        ),
    }
