# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

# What was missing at the beginning stands in the event that says so.
BEGINNINGS = SQL(
    """
    UPDATE sale_backorder AS backorder
       SET opened_quantity = opened.quantity * line_unit.factor / unit.factor,
           opened_value = opened.quantity * line.price_subtotal
               / NULLIF(line.product_uom_qty, 0)
               / COALESCE(NULLIF(sale.currency_rate, 0), 1)
      FROM (SELECT DISTINCT ON (backorder_id)
                   backorder_id, new_value::float8 AS quantity
              FROM sale_backorder_event
             WHERE type = 'opened' AND backorder_id IS NOT NULL
          ORDER BY backorder_id, id) AS opened,
           sale_order_line AS line
      JOIN sale_order AS sale ON sale.id = line.order_id
      JOIN uom_uom AS line_unit ON line_unit.id = line.product_uom_id
      JOIN product_product AS product ON product.id = line.product_id
      JOIN product_template AS template ON template.id = product.product_tmpl_id
      JOIN uom_uom AS unit ON unit.id = template.uom_id
     WHERE opened.backorder_id = backorder.id
       AND line.id = backorder.order_line_id
       AND backorder.opened_quantity IS NULL
    """
)

# When a customer was told first stands in the ledger; whether he asked, in the chatter.
FIRST_NOTICES = SQL(
    """
    UPDATE sale_backorder AS backorder
       SET first_told_date = told.date,
           is_told_first = NOT EXISTS (
               SELECT
                 FROM mail_message AS note
                 JOIN res_partner AS author ON author.id = note.author_id
                 JOIN res_partner AS customer ON customer.id = backorder.partner_id
                WHERE note.model = 'sale.order'
                  AND note.res_id = backorder.order_id
                  AND note.message_type IN ('email', 'comment')
                  AND note.date BETWEEN backorder.opened_date AND told.date
                  AND author.commercial_partner_id = customer.commercial_partner_id
           )
      FROM (SELECT rel.sale_backorder_id AS id, MIN(message.create_date) AS date
              FROM sale_backorder_sale_backorder_message_rel AS rel
              JOIN sale_backorder_message AS message
                ON message.id = rel.sale_backorder_message_id
             WHERE message.audience = 'customer' AND message.state IN ('queued', 'sent')
          GROUP BY rel.sale_backorder_id) AS told
     WHERE told.id = backorder.id AND backorder.first_told_date IS NULL
    """
)


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    remember_figures(env)
    use_own_column(env)


def remember_figures(env):
    """Keep on each backorder what reports count, as far as it is known still."""
    env.flush_all()
    env.cr.execute(BEGINNINGS)
    env.cr.execute(FIRST_NOTICES)
    env.invalidate_all()


def use_own_column(env):
    """Have the rule look at the backorder itself, unless somebody made it another."""
    rule = env.ref("backorder_comms.sale_backorder_rule_own", raise_if_not_found=False)
    old = '["|", ("order_id.user_id", "=", user.id), ("order_id.user_id", "=", False)]'
    if rule and rule.domain_force == old:
        rule.domain_force = old.replace("order_id.user_id", "user_id")
