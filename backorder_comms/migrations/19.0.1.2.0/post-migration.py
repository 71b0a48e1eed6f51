# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

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


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    remember_latest_days(env)


def remember_latest_days(env):
    """Keep on each backorder by when its current promise is to be kept."""
    env.cr.execute(PROMISED_LATEST)
    env.invalidate_all()
    promised = env["sale.backorder"].search([("promised_latest_date", "!=", False)])
    env.add_to_compute(promised._fields["at_risk"], promised)
    promised.flush_recordset()
