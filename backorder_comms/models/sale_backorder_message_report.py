# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import models

from ..logic.masking import mask_addresses

_logger = logging.getLogger(__name__)


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """Reports that a template attaches: welcome, but no news waits for them.

    Core makes them in a process of its own, which may be missing, fail or hang.
    """

    _inherit = "sale.backorder.message"

    def _foresee_hang(self):
        """Count the try before reports are made, for one that hangs leaves no trace.

        Whatever ends it takes all with it that was not committed.
        """
        if risky := self.filtered(lambda message: message._has_reports()):
            for message in risky.try_lock_for_update():
                message.attempts += 1
            self.env["ir.cron"]._commit_progress()

    def _has_reports(self):
        template = self.rule_id.mail_template_id
        return self.channel == "mail" and template.report_template_ids

    def _add_reports(self, template, orders, letters, rendered):
        """Add the reports of a template to what was rendered, where they can be made.

        They are tried once: a mail that failed in spite of it, or because of it, goes
        without.
        """
        if not template.report_template_ids:
            return
        for order, letter in zip(orders, letters, strict=True):
            if max(letter.mapped("attempts")) > 1:
                _logger.warning("Message %s goes without its report", letter[0].id)
                continue
            try:
                with self.env.cr.savepoint():
                    reports = template._generate_template(
                        order.ids, ["report_template_ids"]
                    )
            except psycopg2.OperationalError:
                raise
            except Exception as error:
                text = mask_addresses(str(error))
                _logger.warning("No report for message %s: %s", letter[0].id, text)
            else:
                rendered[order.id]["attachments"] = reports[order.id]["attachments"]
