"""Customers whose language Odoo does not know, or who have none, hear all the same.

Scenario F23.
"""

import pytest

from . import scenes

pytestmark = [pytest.mark.slow, pytest.mark.faults]


# inside of the Odoo process


def write_in(env, *languages):
    """Write by mail and SMS to customers with such languages, one each.

    What an import, or another addon, left in the database Odoo itself would refuse.
    """
    scenes.create_short_orders(env, len(languages))
    customers = env["sale.order"].search([], order="id").partner_id
    env.flush_all()
    for customer, language in zip(customers, languages, strict=True):
        env.cr.execute(
            "UPDATE res_partner SET lang = %s WHERE id = %s", [language, customer.id]
        )
        customer.write(
            {"phone": f"+32470{customer.id:06}", "backorder_channel": "both"}
        )
    env.invalidate_all()
    return scenes.write(env)


def write_from_right_to_left(env):
    env["res.lang"]._activate_lang("ar_001")
    return write_in(env, "ar_001", "ar_001")


# the tests


def test_language_that_is_not_there_is_the_company_s(database, sink, sms_sink):
    languages = (None, "fr_FR", "xx_YY", "")
    result = database.run(write_in, *languages)
    assert result["states"] == {"sent": 2 * len(languages)}
    assert len(sink.messages) == len(sms_sink.messages) == len(languages)
    for mail in sink.messages:
        assert "some items are delayed" in mail.message["Subject"]


def test_language_that_is_read_from_right_to_left(database, sink, sms_sink):
    result = database.run(write_from_right_to_left)
    assert result["states"] == {"sent": 4}
    assert len(sink.messages) == len(sms_sink.messages) == 2
