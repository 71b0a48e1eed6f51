# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

PENDING = "backorder_comms.signals"
BATCH_SIZE = 100
MAX_ATTEMPTS = 5


class SaleBackorderSignal(models.Model):
    """Append-only: "look at this product", written in the user's transaction.

    A signal says where to look, never what happened: the transaction that wrote it may
    have been in the middle of things. It is consumed after the commit.
    """

    _name = "sale.backorder.signal"
    _description = "Backorder Signal"
    _order = "id"
    _log_access = False

    date = fields.Datetime(default=lambda self: self.env.cr.now(), readonly=True)
    product_id = fields.Many2one("product.product", ondelete="cascade", readonly=True)
    picking_id = fields.Many2one(
        "stock.picking",
        ondelete="cascade",
        readonly=True,
        help="A shipment that the customer must be told about, because core's own "
        "message about it was left out.",
    )
    attempts = fields.Integer(default=0, readonly=True)

    # === IN THE USER'S TRANSACTION === #

    @api.model
    def _notice(self, products=(), pickings=()):
        """Remember to look at products, and at shipments, after the commit.

        Costs nothing now and one insert before the commit, however often it is called.

        :param product.product products: whose supply or demand changed
        :param stock.picking pickings: shipments to tell about in any case
        """
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.data[PENDING] = set()
            precommit.add(self.sudo()._append)
        precommit.data[PENDING].update((product.id, None) for product in products)
        precommit.data[PENDING].update((None, picking.id) for picking in pickings)

    @api.model
    def _append(self):
        """Write what was noticed; whatever goes wrong must not reach the user.

        Runs before the commit and at every savepoint on the way there. The cursor's
        cache is emptied when a savepoint is rolled back, as the rows written in it are.
        """
        cr = self.env.cr
        written = cr.cache.setdefault(PENDING, set())
        rows = cr.precommit.data.pop(PENDING, set()) - written
        if not rows:
            return
        self._insert(rows, wake=not written)
        written |= rows

    def _insert(self, rows, wake):
        """Insert in one round trip, guarded by a savepoint of its own.

        What the transaction deleted after it was noticed is left out.

        :param set rows: pairs of product id and picking id, one of them None
        :param bool wake: whether the cron does not know of the transaction yet
        """
        noticed = SQL(", ").join(
            SQL("(%s::int4, %s::int4)", *row) for row in sorted(rows, key=str)
        )
        cr = self.env.cr
        try:
            cr.execute(
                SQL(
                    """
                    SAVEPOINT backorder_signal;
                    INSERT INTO sale_backorder_signal
                                (date, product_id, picking_id, attempts)
                    SELECT %s, product.id, picking.id, 0
                      FROM (VALUES %s) AS noticed (product_id, picking_id)
                      LEFT JOIN product_product AS product
                        ON product.id = noticed.product_id
                      LEFT JOIN stock_picking AS picking
                        ON picking.id = noticed.picking_id
                     WHERE product.id IS NOT NULL OR picking.id IS NOT NULL;
                    INSERT INTO ir_cron_trigger (cron_id, call_at)
                    SELECT cron.id, %s
                      FROM ir_cron AS cron
                      JOIN ir_model_data AS name
                        ON name.model = 'ir.cron' AND name.res_id = cron.id
                     WHERE name.module = 'backorder_comms'
                       AND name.name = 'ir_cron_evaluate'
                       AND %s;
                    RELEASE SAVEPOINT backorder_signal
                    """,
                    fields.Datetime.now(),
                    noticed,
                    fields.Datetime.now(),
                    wake,
                ),
                log_exceptions=False,
            )
        except psycopg2.Error as error:
            cr.execute("ROLLBACK TO SAVEPOINT backorder_signal")
            _logger.warning("Changes left to the reconcile job: %s", error)
        else:
            if wake:
                cr.postcommit.add(self.env["ir.cron"]._notifydb)

    @api.model
    def _trigger(self, cron_xmlid, at=None):
        """Wake up a cron now, or at a given moment, if nobody deleted it.

        What core's `_trigger` does, in one query instead of three.
        """
        if cron_id := self.env["ir.model.data"]._xmlid_to_res_id(cron_xmlid):
            self.env["ir.cron.trigger"].sudo().create(
                {"cron_id": cron_id, "call_at": at or fields.Datetime.now()}
            )
            self.env.cr.postcommit.add(self.env["ir.cron"]._notifydb)

    # === CRON === #

    @api.model
    def _cron_evaluate(self):
        """Look at what was signalled, a batch of products per transaction.

        Each product is looked at once, however often it was signalled.
        """
        cron = self.env["ir.cron"]
        domain = [("attempts", "<", MAX_ATTEMPTS)]
        cron._commit_progress(remaining=self.search_count(domain))
        last_id = 0
        while signals := self.search([*domain, ("id", ">", last_id)], limit=BATCH_SIZE):
            last_id = signals[-1].id
            signals |= self.search(
                [*domain, ("product_id", "in", signals.product_id.ids)]
            )
            if self.env["sale.backorder.priority"]._refresh(signals.product_id):
                cron._commit_progress()  # nobody has to wait for these order lines
            signals.try_lock_for_update()._consume()
            self.env["sale.backorder"]._announce_changes()
            if not cron._commit_progress(len(signals)):
                return
        if not self.search_count([("attempts", "=", 0)], limit=1):
            self.env["res.company"]._finish_backorder_baseline()

    @api.model
    def _cron_reconcile(self):
        """Look at everything, send the news that is due, and look after questions."""
        self.env["sale.backorder.terms"]._cancel_late()
        self.env["sale.backorder.priority"]._forget()
        self.env["sale.backorder.decision"]._end_rushes()
        self._notice_everything()
        self.env["sale.backorder"]._remind_of_promised_updates()
        self.env["sale.backorder.message"]._note_unread()
        self.env["sale.backorder.decision"]._follow_up()
        self.env["sale.backorder"]._note_reviews()

    @api.model
    def _notice_everything(self):
        """Signal each product that a customer waits for, in one statement."""
        self.env["stock.move"].flush_model(["product_id", "sale_line_id", "state"])
        self.env["sale.backorder"].flush_model(["product_id", "state"])
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO sale_backorder_signal (date, product_id, attempts)
                SELECT %s, product_id, 0
                  FROM stock_move
                 WHERE sale_line_id IS NOT NULL
                   AND state NOT IN ('draft', 'done', 'cancel')
                 UNION
                SELECT %s, product_id, 0
                  FROM sale_backorder
                 WHERE state IN ('waiting', 'ready')
                """,
                fields.Datetime.now(),
                fields.Datetime.now(),
            )
        )
        self._trigger("backorder_comms.ir_cron_evaluate")

    # === AFTER THE COMMIT === #

    def _consume(self):
        """Hand out what is free, evaluate what the signals point to and delete them.

        A product that cannot be evaluated does not stop the others: it is tried alone,
        again later, and left in place for an administrator after `MAX_ATTEMPTS`.
        """
        try:
            self.env["sale.backorder.offer"]._offer(self.product_id)
            self.env["sale.backorder.terms"]._cancel_rests(self.product_id)
            with self.env.cr.savepoint():
                self.env["sale.backorder.evaluation"]._evaluate(
                    self.product_id, self.picking_id
                )
        except psycopg2.OperationalError:
            # A concurrent update: look at these again in a new transaction.
            self.env.cr.rollback()
            self._trigger("backorder_comms.ir_cron_evaluate")
            return
        except Exception:
            if len(self) > 1:
                for signal in self:
                    signal._consume()
                return
            _logger.exception("Cannot evaluate backorders of signal %s", self.id)
            self.attempts += 1
            return
        self.unlink()
