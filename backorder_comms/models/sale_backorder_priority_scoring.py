# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..logic.priority import Facts, get_points, get_score
from ..logic.ranking import Claim, get_place
from .sale_backorder_promise import AGREED_CAUSES

_logger = logging.getLogger(__name__)

# Where the records are that the domains of a rule are about, by their model.
KEYS = {
    "sale.order": ["order_id"],
    "res.partner": ["partner_id", "commercial_partner_id"],
    "product.product": ["product_id"],
}


class Priority(NamedTuple):
    """What an order line's score is, and what it is made of.

    :param int old_score: the stored one
    :param int score: as it is right now
    :param dict points: of each rule that applies, by the rule
    :param Facts facts:
    """

    old_score: int
    score: int
    points: dict
    facts: Facts


# A file for how scores are kept, another one for what they are.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderPriority(models.AbstractModel):
    """What the rules give to order lines, for whole sets of lines in one query."""

    _inherit = "sale.backorder.priority"

    @api.model
    def _load(self, condition, weights=None):
        """Score order lines, in one query whatever the number of lines and rules.

        :param SQL condition: on `sale_order_line AS line`
        :param dict weights: `Weight` by rule, to score by others than the active ones
        :rtype: dict[int, Priority], by id of the line
        """
        # Whoever asks: what the rules give does not depend on it.
        priority = self.sudo()
        if weights is None:
            rules = priority.env["sale.backorder.priority.rule"]._search_active()
            weights = {rule: rule._to_weight() for rule in rules}
        rows = priority._load_rows(condition, weights)
        companies = priority.env["res.company"].browse({row[2] for row in rows})
        todays = {company.id: company._backorder_today() for company in companies}
        return {
            row[0]: priority._to_priority(row, weights, todays[row[2]]) for row in rows
        }

    def _to_priority(self, row, weights, today):
        """Return the priority for a row of `_load_rows`."""
        _line_id, old_score, company_id, ordered, due, ahead_days = row[:6]
        commitment, promised, slips, value, paid, *applies = row[6:]
        company = self.env["res.company"].browse(company_id)
        facts = Facts(
            queued=get_place(Claim(0, ordered, due, 0), ahead_days).queue_day,
            deadline=commitment and company._to_backorder_day(commitment),
            promised=promised,
            slips=slips or 0,
            value=float(value or 0.0),
            paid=min(1.0, float(paid or 0.0)),
        )
        points = {
            rule: get_points(weight, facts, today)
            for (rule, weight), does_apply in zip(weights.items(), applies, strict=True)
            if does_apply
        }
        score = get_score(points.values(), company.backorder_comms_score_cap)
        return Priority(old_score, score, points, facts)

    def _load_rows(self, condition, weights):
        """Return the facts about order lines, and whether each rule applies to them."""
        self._flush()
        kinds = {weight.kind for weight in weights.values()}
        return self.env.execute_query(
            SQL(
                """
                WITH waiting AS MATERIALIZED (
                    SELECT line.id, line.order_id, line.product_id, sale.partner_id,
                           customer.commercial_partner_id
                      FROM sale_order_line AS line
                      JOIN sale_order AS sale ON sale.id = line.order_id
                      JOIN res_partner AS customer ON customer.id = sale.partner_id
                     WHERE %s
                )
                SELECT line.id, COALESCE(line.backorder_score, 0), sale.company_id,
                       sale.date_order,
                       COALESCE(
                           sale.commitment_date,
                           sale.date_order + line.customer_lead * INTERVAL '1 day'
                       ),
                       company.backorder_comms_ahead_days,
                       sale.commitment_date, told.promised, told.slips,
                       sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1),
                       %s
                  FROM waiting
                  JOIN sale_order_line AS line ON line.id = waiting.id
                  JOIN sale_order AS sale ON sale.id = line.order_id
                  JOIN res_company AS company ON company.id = sale.company_id
                  LEFT JOIN LATERAL (%s) AS told ON TRUE
                """,
                condition,
                SQL(", ").join(
                    [
                        self._get_paid_column() if "paid" in kinds else SQL("0"),
                        *map(self._get_rule_condition, weights),
                    ]
                ),
                self._get_told_query(),
            )
        )

    def _flush(self):
        """Let the database know what the facts are read from."""
        self.env["sale.order.line"].flush_model()
        self.env["sale.order"].flush_model()
        self.env["sale.backorder"].flush_model(["first_promised_date", "slip_count"])
        self.env["sale.backorder.promise"].flush_model()
        self.env["res.company"].flush_model(["backorder_comms_ahead_days"])

    def _get_told_query(self):
        """Return what the customer of `sale_order_line AS line` was told.

        Of dates that he did not agree to, the first one counts: had putting it off
        taken points away, its date would be the later for it.
        """
        return SQL(
            """
            SELECT MAX(backorder.slip_count) AS slips,
                   MIN(COALESCE(
                       (SELECT promise.date
                          FROM sale_backorder_promise AS promise
                         WHERE promise.backorder_id = backorder.id
                           AND promise.cause IN %s
                           AND promise.date IS NOT NULL
                      ORDER BY promise.id DESC
                         LIMIT 1),
                       backorder.first_promised_date
                   )) AS promised
              FROM sale_backorder AS backorder
             WHERE backorder.order_line_id = line.id
               AND backorder.state IN ('waiting', 'ready')
            """,
            AGREED_CAUSES,
        )

    def _get_paid_column(self):
        """Return the share of `sale_order AS sale` that is paid, online or by invoice.

        What was paid online may be on an invoice, too: the greater one counts.
        """
        self.env["payment.transaction"].flush_model(["amount", "state"])
        self.env["account.move"].flush_model(["amount_residual", "amount_total"])
        return SQL(
            """
            GREATEST(
                (SELECT SUM(payment.amount)
                   FROM sale_order_transaction_rel AS link
                   JOIN payment_transaction AS payment
                     ON payment.id = link.transaction_id
                  WHERE link.sale_order_id = sale.id
                    AND payment.state IN ('authorized', 'done')),
                (SELECT SUM(billed.price_total
                            * CASE bill.move_type WHEN 'out_refund' THEN -1 ELSE 1 END
                            * (1 - bill.amount_residual
                                   / NULLIF(bill.amount_total, 0)))
                   FROM sale_order_line AS sibling
                   JOIN sale_order_line_invoice_rel AS link
                     ON link.order_line_id = sibling.id
                   JOIN account_move_line AS billed
                     ON billed.id = link.invoice_line_id
                   JOIN account_move AS bill ON bill.id = billed.move_id
                  WHERE sibling.order_id = sale.id AND bill.state = 'posted'),
                0
            ) / NULLIF(sale.amount_total, 0)
            """
        )

    def _get_rule_condition(self, rule):
        """Return whether a rule applies to `sale_order_line AS line`, one of `waiting`.

        A condition that was right when it was saved, and is no longer because a field
        is gone, does not hold; the other rules go on.
        """
        conditions = [SQL("TRUE")]
        if rule.company_id:
            conditions.append(SQL("sale.company_id = %s", rule.company_id.id))
        try:
            conditions += [
                self._get_domain_condition(model, rule._get_domain(model), columns)
                for model, columns in KEYS.items()
                if not rule._get_domain(model).is_true()
            ]
        except Exception as error:
            _logger.warning("The condition of rule %s is broken: %s", rule.id, error)
            return SQL("FALSE")
        return SQL("(%s)", SQL(" AND ").join(conditions))

    def _get_domain_condition(self, model, domain, columns):
        """Return whether a record of a model matches that is in one of the columns.

        Asked once for all of `waiting`, not for each row of it, nor of the database.
        """
        records = self.env[model].with_context(active_test=False)
        names = [SQL("waiting.%s", SQL.identifier(column)) for column in columns]
        matching = SQL(
            "SELECT id FROM (%s) AS matching (id) WHERE id IN (%s)",
            records._search(domain).select(),
            SQL(" UNION ").join(SQL("SELECT %s FROM waiting", name) for name in names),
        )
        return SQL(
            "(%s)",
            SQL(" OR ").join(SQL("%s IN (%s)", name, matching) for name in names),
        )
