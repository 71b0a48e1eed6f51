# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

# A backorder that was told has its first date, if any, and its last one, if another.
# Up to now the day on which goods arrived took the last one's place, though nobody was
# told a date then: it is left out. Why the dates moved was not kept.
PROMISES = SQL(
    """
    WITH told AS (
        SELECT backorder.id, order_id, partner_id, product_id, company_id,
               first_promised_date AS first, promised_date AS last,
               COALESCE(opened_date, told_date) AS opened_date, told_date,
               EXISTS (
                   SELECT FROM sale_backorder_event AS event
                    WHERE event.backorder_id = backorder.id AND event.type = 'ready'
                      AND promised_date - event.date::date BETWEEN -1 AND 1
               ) AS is_last_arrival
          FROM sale_backorder AS backorder
         WHERE told_date IS NOT NULL
    ),
    promise AS (
        SELECT id, opened_date AS made_date, NULL::date AS previous, first AS day
          FROM told WHERE first IS NOT NULL
     UNION ALL
        SELECT id, told_date, first, last
          FROM told
         WHERE (first IS NULL OR last IS DISTINCT FROM first) AND NOT is_last_arrival
    )
    INSERT INTO sale_backorder_promise (
        backorder_id, order_id, partner_id, product_id, company_id, made_date,
        previous_date, date, days_moved, cause, create_uid, create_date, write_uid,
        write_date
    )
    SELECT told.id, order_id, partner_id, product_id, company_id, made_date,
           previous, day, COALESCE(day - previous, 0), 'told', %(uid)s,
           now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
      FROM promise JOIN told USING (id)
     ORDER BY told.id, made_date, previous NULLS FIRST
    """,
    uid=SUPERUSER_ID,
)
TOLD_READY = SQL(
    """
    UPDATE sale_backorder SET is_told_ready = true
     WHERE state = 'ready' AND told_date IS NOT NULL
    """
)


def migrate(cr, version):
    """Give those who were told already a history of promises."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(PROMISES)
    cr.execute(TOLD_READY)
    env.invalidate_all()
    backorders = env["sale.backorder.promise"].search([]).backorder_id
    for name in ("promise_count", "promise_state"):
        field = backorders._fields[name]
        for computed in backorders.pool.field_computed[field]:
            env.add_to_compute(computed, backorders)
    backorders.flush_recordset()
