# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from typing import NamedTuple

import psycopg2

from odoo import api, models
from odoo.tools import SQL

from ..logic.priority import Facts, get_points, get_score
from ..logic.ranking import Claim, get_place
from .sale_backorder_priority_rule import DOMAIN_FIELDS
from .sale_backorder_promise import AGREED_CAUSES
from .sale_order import OPEN_MOVE_STATES

_logger = logging.getLogger(__name__)


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


class SaleBackorderPriority(models.AbstractModel):
    """Score the order lines that wait, whole sets of them in one query.

    Points are written in transactions of the jobs, never in a user's. Lines that a user
    is just changing are left for the next look.
    """

    _name = "sale.backorder.priority"
    _description = "Backorder Priority"

    # === KEEPING THE SCORES === #

    @api.model
    def _schedule(self):
        """Score everything soon: the rules are not what they were."""
        self.env["sale.backorder.signal"]._trigger("backorder_comms.ir_cron_reconcile")

    @api.model
    def _refresh(self, products):
        """Score whoever waits for products, before goods and dates go by it.

        What goes wrong with it must not keep anybody from hearing: the scores stay as
        they were until the next look.

        :param product.product products:
        :return: whether any score changed
        :rtype: bool
        """
        rules = self.env["sale.backorder.priority.rule"]
        if not products or not rules._is_anything_scored():
            return False
        try:
            with self.env.cr.savepoint():
                return self._update_scores(products)
        except psycopg2.OperationalError:
            return False  # a user was faster: the next look finds out
        except Exception:
            _logger.exception("Cannot score who waits for products %s", products.ids)
            return False

    def _update_scores(self, products):
        found = self._load(self._get_waiting_condition(products))
        changed = {
            line_id: priority.score
            for line_id, priority in found.items()
            if priority.score != priority.old_score
        }
        return bool(changed) and self._write_scores(changed)

    def _write_scores(self, scores):
        """Write scores past the ORM: nothing else of the lines changes.

        :param dict[int, int] scores: by id of the order line
        :return: whether any was written
        :rtype: bool
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE sale_order_line AS line
                   SET backorder_score = scored.score
                  FROM UNNEST(%s::int[], %s::int[]) AS scored (id, score)
                 WHERE line.id = scored.id
                   AND line.id IN (
                       SELECT id FROM sale_order_line
                        WHERE id = ANY(%s)
                          FOR NO KEY UPDATE SKIP LOCKED
                   )
                """,
                list(scores),
                list(scores.values()),
                list(scores),
            ),
            log_exceptions=False,
        )
        written = self.env.cr.rowcount
        lines = self.env["sale.order.line"]
        lines.invalidate_model(["backorder_score"], flush=False)
        return bool(written)

    @api.model
    def _forget(self):
        """Take the points from what does not wait any more, or from all without rules.

        Else they would count when somebody raises a quantity after years.
        """
        is_scored = self.env["sale.backorder.priority.rule"]._is_anything_scored()
        waiting = SQL("sale_line_id = line.id AND state IN %s", OPEN_MOVE_STATES)
        lines = self.env.execute_query(
            SQL(
                """
                SELECT line.id
                  FROM sale_order_line AS line
                 WHERE line.backorder_score <> 0
                   AND NOT (%s AND EXISTS (SELECT FROM stock_move WHERE %s))
                """,
                is_scored,
                waiting,
            )
        )
        try:
            with self.env.cr.savepoint():
                self._write_scores({line_id: 0 for [line_id] in lines})
        except psycopg2.OperationalError:
            return  # a user was faster: the next time will do

    def _get_waiting_condition(self, products):
        """Return whether `sale_order_line AS line` waits for any of the products."""
        self.env["stock.move"].flush_model(["product_id", "sale_line_id", "state"])
        return SQL(
            """
            line.id IN (
                SELECT sale_line_id FROM stock_move
                 WHERE product_id IN %s AND state IN %s
            )
            """,
            products._ids,
            OPEN_MOVE_STATES,
        )

    # === SCORING === #

    @api.model
    def _get_scores(self, lines):
        """Return what the score of order lines is, or would be once they are confirmed.

        :param sale.order.line lines:
        :rtype: dict[int, int], by id of the line
        """
        found = {}
        if lines and self.env["sale.backorder.priority.rule"]._is_anything_scored():
            found = self._load(SQL("line.id IN %s", lines._ids))
        return {line_id: priority.score for line_id, priority in found.items()}

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
        return {row[0]: priority._to_priority(row, weights) for row in rows}

    def _to_priority(self, row, weights):
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
        today = company._backorder_today()
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
                  FROM sale_order_line AS line
                  JOIN sale_order AS sale ON sale.id = line.order_id
                  JOIN res_company AS company ON company.id = sale.company_id
                  JOIN res_partner AS customer ON customer.id = sale.partner_id
                  LEFT JOIN LATERAL (%s) AS told ON TRUE
                 WHERE %s
                """,
                SQL(", ").join(
                    [
                        self._get_paid_column() if "paid" in kinds else SQL("0"),
                        *map(self._get_rule_condition, weights),
                    ]
                ),
                self._get_told_query(),
                condition,
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
        """Return whether a rule applies to `sale_order_line AS line` with our joins.

        A condition that was right when it was saved, and is no longer because a field
        is gone, does not hold; the other rules go on.
        """
        conditions = [SQL("TRUE")]
        if rule.company_id:
            conditions.append(SQL("sale.company_id = %s", rule.company_id.id))
        keys = {
            "sale.order": SQL("sale.id"),
            "res.partner": SQL("customer.id, customer.commercial_partner_id"),
            "product.product": SQL("line.product_id"),
        }
        try:
            conditions += [
                self._get_domain_condition(model, rule._get_domain(model), keys[model])
                for model in DOMAIN_FIELDS
                if not rule._get_domain(model).is_true()
            ]
        except Exception as error:
            _logger.warning("The condition of rule %s is broken: %s", rule.id, error)
            return SQL("FALSE")
        return SQL("(%s)", SQL(" AND ").join(conditions))

    def _get_domain_condition(self, model, domain, keys):
        """Return whether a record of a model matches, one look per row by its id."""
        records = self.env[model].with_context(active_test=False)
        return SQL(
            "EXISTS (SELECT FROM (%s) AS matching (id) WHERE matching.id IN (%s))",
            records._search(domain).select(),
            keys,
        )
