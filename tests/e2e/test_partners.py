"""Customers who cannot be written to, who become another one, and who are gone."""

import pytest

from . import scenes

pytestmark = pytest.mark.slow


# inside of the Odoo process


def order_for(env, **values):
    """Have a customer wait, as he or she is at the time when a message would go out."""
    order = scenes.confirm_order(env, 1, (scenes.create_product(env), 1))
    order.partner_id.write(values)
    env.cr.commit()
    return order


def tell(env, **values):
    """Try to tell such a customer, more often than a message is ever tried."""
    order_for(env, **values)
    for _attempt in range(4):
        scenes.run_jobs(env)
    return look(env)


def tell_without_address(env):
    return tell(env, email=False, phone=False)


def tell_archived(env):
    return tell(env, active=False)


def tell_for_archived(env):
    """Have somebody leave the company that he ordered for."""
    company = env["res.partner"].create(
        {"name": "Company", "is_company": True, "email": "office@example.com"}
    )
    result = tell(env, active=False, parent_id=company.id)
    scenes.run_core_jobs(env)
    return result


def look(env):
    """Return how things stand, and how often messages were tried."""
    messages = env["sale.backorder.message"].search([])
    return {"attempts": sum(messages.mapped("attempts")), **scenes.count(env)}


def merge(env):
    """Merge the customer with another entry of the same person, and go on.

    :return: names of the customers in our records before, after, and at the end
    """
    order = order_for(env)
    scenes.run_jobs(env)
    before = name_customers(env)
    other = env["res.partner"].create({"name": "The same", "email": "same@example.com"})
    wizard = env["base.partner.merge.automatic.wizard"].create({})
    wizard._merge([order.partner_id.id, other.id], dst_partner=other)
    env.invalidate_all()
    after = name_customers(env)
    scenes.set_stock(env, order.order_line.product_id, 1)
    scenes.run_jobs(env)
    scenes.run_core_jobs(env)
    return before, after, name_customers(env), look(env)


def name_customers(env):
    """Return whom backorders, messages and notifications are about and to."""
    messages = env["sale.backorder.message"].search([], order="id")
    return {
        "backorders": env["sale.backorder"].search([]).partner_id.mapped("name"),
        "messages": [message.partner_id.name for message in messages],
        "mails": [
            partner.name
            for message in messages
            for partner in message.mail_message_id.notification_ids.res_partner_id
        ],
    }


def delete(env):
    """Delete the customer: refused as long as there is an order, and not after.

    :return: how the refusal was called, and how things stand at the end
    """
    import psycopg2

    from odoo.tools import mute_logger

    order = order_for(env)
    scenes.run_jobs(env)
    partner = order.partner_id
    with mute_logger("odoo.sql_db"):
        try:
            with env.cr.savepoint():
                partner.unlink()
            refused = ""
        except psycopg2.IntegrityError as error:
            refused = error.diag.table_name
    order._action_cancel()
    env.cr.commit()
    order.unlink()
    partner.unlink()
    scenes.run_jobs(env)
    return refused, partner.exists().id, look(env)


# the tests


def test_customer_without_address_becomes_one_task(database, sink):
    result = database.run(tell_without_address)
    assert (result["states"], result["told"]) == (["failed"], [1, 1])
    assert (result["attempts"], result["activities"]) == (0, 1)
    assert "no usable email address" in result["reasons"][0]


def test_archived_customer_becomes_one_task(database, sink):
    result = database.run(tell_archived)
    assert (result["states"], result["told"]) == (["failed"], [1, 1])
    assert (result["attempts"], result["activities"]) == (0, 1)
    assert "is archived" in result["reasons"][0]


def test_company_hears_for_the_person_who_left_it(database, sink):
    result = database.run(tell_for_archived)
    assert (result["types"], result["activities"]) == (["opened"], 0)
    assert [mail.recipients for mail in sink.messages] == [("office@example.com",)]


def test_merged_customer_keeps_the_history_and_hears_on(database, sink):
    before, after, end, result = database.run(merge)
    assert before["messages"] == before["mails"] == ["Customer 1"]
    assert after == {key: ["The same"] for key in before}
    assert end["messages"] == ["The same", "The same"]
    assert (result["types"], result["told"]) == (["opened", "ready"], [2, 1])
    recipients = [mail.recipients for mail in sink.messages]
    assert ("same@example.com",) in recipients


def test_deleted_customer_is_gone_with_the_orders_and_not_before(database, sink):
    refused, partner, result = database.run(delete)
    assert refused
    assert partner is False
    assert (result["told"], result["backorders"]) == ([0, 0], 0)
