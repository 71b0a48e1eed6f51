"""Rules that an administrator makes: who hears, by which channel, when it is bad."""

import pytest

from devtools.sinks import ChatSink

from . import scenes

pytestmark = pytest.mark.slow
PHONE = "+32470123456"


@pytest.fixture
def chat_sink(tmp_path):
    with ChatSink(tmp_path / "chat") as chat_sink:
        yield chat_sink


# inside of the Odoo process


def create_rules(env, url):
    """VIP customers: mail at once, SMS if later than a week, the chat tool at once."""
    vip = env["res.partner.category"].create({"name": "VIP"})
    order_model = env.ref("sale.model_sale_order")
    webhook = env["ir.actions.server"].create(
        {
            "name": "Chat tool",
            "model_id": order_model.id,
            "state": "webhook",
            "webhook_url": url,
            "webhook_field_ids": [
                (4, env.ref("sale.field_sale_order__name").id),
            ],
        }
    )
    common = {
        "event_type": "opened",
        "order_domain": f"[('partner_id.category_id', 'in', [{vip.id}])]",
        "sequence": 1,
    }
    env["sale.backorder.rule"].create(
        [
            {
                **common,
                "name": "VIP: mail",
                "channel": "mail",
                "mail_template_id": env.ref("backorder_comms.mail_template_opened").id,
            },
            {
                **common,
                "name": "VIP: SMS if later than a week",
                "channel": "sms",
                "min_delay": 8,
                "sms_template_id": env.ref("backorder_comms.sms_template_opened").id,
            },
            {
                **common,
                "name": "VIP: chat tool",
                "channel": "action",
                "server_action_id": webhook.id,
            },
        ]
    )
    return vip


def tell_customers(env, url):
    """Let a VIP wait for three days, another one for ten, and somebody else, too."""
    vip = create_rules(env, url)
    names = {}
    for number, (days, tags) in enumerate(((3, vip), (10, vip), (10, vip[:0]))):
        product = scenes.create_product(env, f"Desk {number}")
        receive(env, product, days)
        order = scenes.confirm_order(env, number, (product, 1))
        order.partner_id.write({"phone": PHONE, "category_id": [(6, 0, tags.ids)]})
        names[number] = order.name
    scenes.run_jobs(env)
    scenes.run_core_jobs(env)
    return {"names": names, **scenes.count(env)}


def receive(env, product, days):
    """Plan to receive one piece in so many days."""
    from datetime import timedelta

    from odoo import fields

    warehouse = env["stock.warehouse"].search([], limit=1)
    warehouse.backorder_calendar_id = False  # it ships every day
    locations = {
        "location_id": env.ref("stock.stock_location_suppliers").id,
        "location_dest_id": warehouse.lot_stock_id.id,
    }
    move = {"product_id": product.id, "product_uom_qty": 1, **locations}
    receipt = env["stock.picking"].create(
        {
            "picking_type_id": warehouse.in_type_id.id,
            "move_ids": [(0, 0, move)],
            **locations,
        }
    )
    receipt.action_confirm()
    receipt.scheduled_date = fields.Datetime.now() + timedelta(days=days)


def count_texts(env):
    """Return how many customers were told by SMS, of whom nobody prefers it."""
    return env["sale.backorder.message"].search_count([("channel", "=", "sms")])


# the tests


def test_vip_customers_hear_as_the_administrator_wants_it(database, sink, chat_sink):
    result = database.run(tell_customers, chat_sink.url)
    to = [recipient for mail in sink.messages for recipient in mail.recipients]
    assert sorted(to) == [f"customer{number}@example.com" for number in range(3)]
    assert database.run(count_texts) == 1
    told = sorted(post.content["name"] for post in chat_sink.messages)
    assert told == sorted(result["names"][number] for number in ("0", "1"))
    assert result["unhandled"] == 0


def test_chat_tool_that_does_not_answer_keeps_no_customer_waiting(
    database, sink, chat_sink
):
    chat_sink.delay = 5
    result = database.run(tell_customers, chat_sink.url, trouble=True)
    assert len(sink.messages) == 3
    assert len(chat_sink.messages) == 2
    assert result["states"] == ["queued", "sent"]
