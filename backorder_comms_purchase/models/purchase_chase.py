# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from datetime import timedelta

import psycopg2

from odoo import api, models
from odoo.fields import Domain

from ..logic.chasing import (
    ChasedLine,
    get_companion_step,
    get_due_step,
    is_worth_asking,
)

_logger = logging.getLogger(__name__)


class PurchaseChase(models.AbstractModel):
    """Which steps are due: the facts about purchase lines, held against the ladder."""

    _name = "purchase.chase"
    _description = "Chasing of Vendors"

    # === CRON === #

    @api.model
    def _cron_chase(self):
        """Take the steps that are due, vendor by vendor; each is his own matter."""
        if self.env["sale.backorder.outbox"]._hold_if_copied():
            return
        cron = self.env["ir.cron"]
        attempts = self.env["purchase.chase.attempt"]
        attempts._read_results()
        attempts._close_needless()
        harms = {
            (company, vendor): harm
            for company in self.env["res.company"].search([])
            for vendor, harm in self._get_due_vendors(company).items()
        }
        cron._commit_progress(remaining=len(harms))
        for company, vendor in sorted(harms, key=harms.get, reverse=True):
            self._chase_alone(company, vendor)
            if not cron._commit_progress(1):
                return

    @api.model
    def _chase_alone(self, company, vendor):
        """Chase a vendor without being in anybody's way."""
        try:
            with self.env.cr.savepoint():
                self.with_company(company)._chase(company, vendor)
        except psycopg2.errors.UniqueViolation:
            return  # somebody else just did it
        except psycopg2.OperationalError:
            self.env.cr.rollback()  # somebody is at work on it: the next run does it
        except Exception:
            _logger.exception("Vendor %s could not be chased", vendor.id)

    @api.model
    def _get_due_vendors(self, company):
        """Return the vendors about whose lines a step is due, and the greatest harm.

        :rtype: dict[res.partner, float]
        """
        facts = self._get_facts(company)
        due = self._get_due_steps(company, facts)
        harms = {}
        for line in due:
            vendor = line.partner_id.commercial_partner_id
            harms[vendor] = max(harms.get(vendor, 0), facts[line].harm)
        return harms

    # === FACTS === #

    @api.model
    def _get_facts(self, company, vendor=None, order=None):
        """Return what there is to know about the lines that may have to be chased.

        :param res.partner vendor: only his; a commercial partner
        :param purchase.order order: whose lines count even if no customer waits
        :rtype: dict[purchase.order.line, ChasedLine]
        """
        impacts = self._get_impacts(company, vendor)
        lines = impacts.purchase_line_id
        if company.backorder_chase_unawaited or order:
            domain = self._get_line_domain(company, vendor)
            if not company.backorder_chase_unawaited:
                domain &= Domain("order_id", "=", order.id)
            lines |= self.env["purchase.order.line"].search(domain)
        lines = lines._filter_backorder_open().sorted(
            lambda line: (line.date_planned, line.id)
        )
        harms = {impact.purchase_line_id: impact.harm for impact in impacts}
        tried = self.env["purchase.chase.attempt"]._get_of_lines(lines)
        return {
            line: ChasedLine(
                planned=company._to_backorder_day(line.date_planned),
                is_confirmed=line._is_backorder_confirmed(),
                harm=harms.get(line, 0.0),
                attempts=tried[line],
            )
            for line in lines
        }

    @api.model
    def _get_impacts(self, company, vendor=None):
        domain = Domain("company_id", "=", company.id) & Domain(
            "date_planned", "<=", self._get_horizon(company)
        )
        if vendor:
            domain &= Domain("partner_id.commercial_partner_id", "=", vendor.id)
        return self.env["purchase.backorder.impact"].search(domain)

    @api.model
    def _get_line_domain(self, company, vendor=None):
        domain = (
            Domain("company_id", "=", company.id)
            & Domain("order_id.state", "=", "purchase")
            & Domain("order_id.receipt_status", "in", ("pending", "partial"))
            & Domain("date_planned", "<=", self._get_horizon(company))
        )
        if vendor:
            domain &= Domain("partner_id.commercial_partner_id", "=", vendor.id)
        return domain

    @api.model
    def _get_horizon(self, company):
        """Return until when goods are expected that any step may be about."""
        ladder = self.env["purchase.chase.step"]._get_ladder(company, with_mails=True)
        ahead = max(
            (step.days for step in ladder if step.moment == "before"), default=0
        )
        day = company._backorder_today() + timedelta(days=ahead + 1)
        return company._to_backorder_moment(day)

    # === STEPS === #

    @api.model
    def _get_due_steps(self, company, facts):
        """Return the step of each line for which one is due.

        :rtype: dict[purchase.order.line, Step]
        """
        ladder = self.env["purchase.chase.step"]._get_ladder(company)
        today = company._backorder_today()
        steps = {
            line: get_due_step(known, ladder, today) for line, known in facts.items()
        }
        return {line: step for line, step in steps.items() if step}

    @api.model
    def _get_companion_steps(self, company, facts):
        """Return the steps of further lines that a mail takes along."""
        ladder = self.env["purchase.chase.step"]._get_ladder(company)
        today = company._backorder_today()
        steps = {
            line: get_companion_step(known, ladder, today)
            for line, known in facts.items()
        }
        return {line: step for line, step in steps.items() if step}

    @api.model
    def _get_asked_lines(self, order):
        """Return what a mail about an order asks its vendor about: all that is late.

        :rtype: dict[purchase.order.line, ChasedLine]
        """
        company = order.company_id
        ladder = self.env["purchase.chase.step"]._get_ladder(company, with_mails=True)
        today = company._backorder_today()
        facts = self._get_facts(company, order.partner_id.commercial_partner_id, order)
        return {
            line: known
            for line, known in facts.items()
            if is_worth_asking(known, ladder, today)
        }
