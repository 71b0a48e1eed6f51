# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL
from odoo.tools.sql import column_exists

# How long the current promise is kept was read from the promises each time.
PROMISED_LATEST = SQL(
    """
    UPDATE sale_backorder AS backorder
       SET promised_latest_date = COALESCE(promise.latest_date, promise.date)
      FROM (SELECT DISTINCT ON (backorder_id) backorder_id, latest_date, date
              FROM sale_backorder_promise
          ORDER BY backorder_id, id DESC) AS promise
     WHERE promise.backorder_id = backorder.id
    """
)

# Contacts had two boxes to tick, of which the email was ticked for everybody.
PREFERENCES = SQL(
    """
    UPDATE res_partner
       SET backorder_channel = CASE
               WHEN backorder_by_mail AND backorder_by_sms THEN 'both'
               WHEN backorder_by_sms THEN 'sms'
               ELSE 'none'
           END
     WHERE backorder_channel IS NULL
       AND (backorder_by_sms IS TRUE OR backorder_by_mail IS FALSE)
    """
)


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    remember_latest_days(env)
    let_rules_follow_preferences(env)
    turn_wishes_into_preferences(env)
    renew_words_of_status(env)


def remember_latest_days(env):
    """Keep on each backorder by when its current promise is to be kept."""
    env.cr.execute(PROMISED_LATEST)
    env.invalidate_all()
    promised = env["sale.backorder"].search([("promised_latest_date", "!=", False)])
    env.add_to_compute(promised._fields["at_risk"], promised)
    promised.flush_recordset()


def let_rules_follow_preferences(env):
    """Say of each rule that it does as the customer prefers, as all of them did.

    Two rules that came with the addon, for the email and the SMS about an event, are
    one now, as in a new database, unless somebody tuned one of them.
    """
    rules = env["sale.backorder.rule"].with_context(active_test=False)
    rules.search([("channel", "in", ("mail", "sms"))]).channel = "preferred"
    for event_type in rules._fields["event_type"].get_values(env):
        name = f"backorder_comms.sale_backorder_rule_{event_type}"
        by_mail = env.ref(f"{name}_mail", raise_if_not_found=False)
        by_sms = env.ref(f"{name}_sms", raise_if_not_found=False)
        if by_mail and by_sms and is_one_rule(by_mail, by_sms):
            by_mail.sms_template_id = by_sms.sms_template_id
            messages = env["sale.backorder.message"]
            messages.search([("rule_id", "=", by_sms.id)]).rule_id = by_mail
            by_sms.unlink()


def is_one_rule(by_mail, by_sms):
    """Tell whether two rules only differ in their channel."""
    return not by_mail.sms_template_id and all(
        by_mail[name] == by_sms[name]
        for name in ("active", "company_id", "event_type", "name", "sequence")
    )


def turn_wishes_into_preferences(env):
    """Make one preference of the two boxes; whoever had the usual ones has none."""
    if not column_exists(env.cr, "res_partner", "backorder_by_mail"):
        return
    env.cr.execute(PREFERENCES)
    env.cr.execute(
        SQL(
            "ALTER TABLE res_partner"
            " DROP COLUMN backorder_by_mail, DROP COLUMN backorder_by_sms"
        )
    )
    env.invalidate_all()


def renew_words_of_status(env):
    """Let reminders not deny a date, unless somebody wrote their words."""
    for kind in ("mail", "sms"):
        template = env.ref(
            f"backorder_comms.{kind}_template_still_waiting", raise_if_not_found=False
        )
        if template and template.write_uid.id == SUPERUSER_ID:
            template.reset_template()
