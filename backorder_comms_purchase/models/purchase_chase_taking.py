# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from collections import defaultdict

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.backorder_comms.logic.masking import mask_addresses

from ..logic.chasing import get_days_late, get_next_mail

_logger = logging.getLogger(__name__)

LAYOUT = "backorder_comms.message_layout"
# No button and total before the greeting, and the company at the foot.
LAYOUT_CONTEXT = {
    "email_notification_allow_header": False,
    "email_notification_force_footer": True,
}
ACTIVITY_TYPE = "backorder_comms_purchase.mail_activity_type_chase"


# A file for finding steps, and one for taking them.
# pylint: disable=consider-merging-classes-inherited
class PurchaseChase(models.AbstractModel):
    """How steps are taken: a mail about all that is late, and activities."""

    _inherit = "purchase.chase"

    @api.model
    def _chase(self, company, vendor):
        """Take the steps that are due for a vendor.

        A mail that he already got today makes the next one wait until tomorrow.
        """
        facts = self._get_facts(company, vendor)
        due = self._get_due_steps(company, facts)
        mails = {line: step for line, step in due.items() if step.is_mail}
        attempts = self.env["purchase.chase.attempt"]
        if mails and not attempts._get_letter_of_today(vendor, company):
            mails |= self._get_companion_steps(company, facts)
            self._take_or_document(facts, mails, self._write_letter)
        calls = defaultdict(dict)
        for line, step in due.items():
            if not step.is_mail:
                calls[line.order_id, step][line] = step
        for steps in calls.values():
            self._take_or_document(facts, steps, self._schedule_activity)

    @api.model
    def _take_or_document(self, facts, steps, take):
        """Take steps and document them; if that fails, document why."""
        try:
            with self.env.cr.savepoint():
                attempts = self._create_attempts(facts, steps)
                take(attempts)
                for attempt in attempts:
                    attempt._post_note()
        except (psycopg2.errors.UniqueViolation, psycopg2.OperationalError):
            raise
        except Exception as error:
            reason = mask_addresses(str(error).partition("\n")[0])
            if not isinstance(error, UserError):
                _logger.warning("A step of the chase failed: %s", reason)
            attempts = self._create_attempts(facts, steps)
            attempts._note_failure(reason)

    @api.model
    def _create_attempts(self, facts, steps):
        """Document steps, an attempt for each step and purchase order.

        The first is of the order whose customers are hurt most.

        :param dict[purchase.order.line, ChasedLine] facts:
        :param dict[purchase.order.line, Step] steps:
        :rtype: purchase.chase.attempt
        """
        lines_of = defaultdict(self.env["purchase.order.line"].browse)
        harms = defaultdict(float)
        for line, step in steps.items():
            lines_of[line.order_id, step] |= line
            harms[line.order_id] += facts[line].harm
        ladder = self.env["purchase.chase.step"].browse(
            step.id for _order, step in lines_of
        )
        places = {step.id: place for place, step in enumerate(ladder.sorted())}
        weightiest_first = sorted(
            lines_of, key=lambda key: (-harms[key[0]], key[0].id, -places[key[1].id])
        )
        return self.env["purchase.chase.attempt"].create(
            [
                {
                    **self._prepare_attempt(order, step, lines_of[order, step], facts),
                    "is_letter": step.is_mail and not place,
                }
                for place, (order, step) in enumerate(weightiest_first)
            ]
        )

    @api.model
    def _prepare_attempt(self, order, step, lines, facts):
        today = order.company_id._backorder_today()
        return {
            "order_id": order.id,
            "line_ids": lines.ids,
            "partner_id": order.partner_id.commercial_partner_id.id,
            "step_id": step.id,
            "day": today,
            "days_late": max(
                get_days_late(facts[line].planned, today) for line in lines
            ),
            "harm": sum(facts[line].harm for line in lines),
            "result": "sent" if step.is_mail else "activity",
        }

    # === MAILS === #

    @api.model
    def _write_letter(self, attempts):
        """Post the mail of the last step on the order that matters most."""
        order = attempts.filtered("is_letter").order_id
        template = attempts.step_id.sorted()[-1:].mail_template_id
        if not order.partner_id.email:
            raise UserError(
                self.env._(
                    "%(vendor)s has no email address.", vendor=order.partner_id.name
                )
            )
        attempts.mail_message_id = order.with_context(
            **LAYOUT_CONTEXT
        ).message_post_with_source(
            template,
            email_layout_xmlid=LAYOUT,
            force_send=False,
            notify_skip_followers=True,
            subtype_xmlid="mail.mt_comment",
        )
        self.env["sale.backorder.signal"]._trigger("mail.ir_cron_mail_scheduler_action")

    @api.model
    def _check_may_write(self, order):
        """Refuse a second mail of the day to a vendor."""
        vendor = order.partner_id.commercial_partner_id
        attempts_sudo = self.env["purchase.chase.attempt"].sudo()  # of any company
        if attempts_sudo._get_letter_of_today(vendor, order.company_id):
            raise UserError(
                self.env._(
                    "%(vendor)s was already written to today, about all that is late. "
                    "One email a day is enough: call, or write again tomorrow.",
                    vendor=vendor.name,
                )
            )

    @api.model
    def _get_step_by_hand(self, order):
        """Return the step whose mail a buyer sends ahead of time.

        :rtype: Step | None
        """
        company = order.company_id
        ladder = self.env["purchase.chase.step"]._get_ladder(company, with_mails=True)
        today = company._backorder_today()
        asked = self._get_asked_lines(order)
        of_order = [known for line, known in asked.items() if line.order_id == order]
        steps = {get_next_mail(known, ladder, today) for known in of_order} - {None}
        return max(steps, key=ladder.index, default=None)

    @api.model
    def _take_by_hand(self, order, step_id):
        """Document the mail about all that is late which a buyer is about to send.

        :rtype: purchase.chase.attempt
        """
        self._check_may_write(order)
        company = order.company_id
        ladder = self.env["purchase.chase.step"]._get_ladder(company, with_mails=True)
        steps = {step.id: step for step in ladder}
        step = steps.get(step_id) or self._get_step_by_hand(order)
        asked = self._get_asked_lines(order)
        attempts = self.sudo()._create_attempts(asked, dict.fromkeys(asked, step))
        attempts.is_letter = False
        attempts.filtered(lambda attempt: attempt.order_id == order).is_letter = True
        return attempts

    # === ACTIVITIES === #

    @api.model
    def _schedule_activity(self, attempts):
        """Ask somebody to do what a step is for."""
        for attempt in attempts:
            user = attempt._get_assignee()
            lang = {"lang": user.lang}
            attempt.activity_id = attempt.order_id.with_context(
                **lang
            ).activity_schedule(
                ACTIVITY_TYPE,
                summary=attempt.with_context(**lang).step_id.name,
                note=attempt.with_context(**lang)._render_task(),
                user_id=user.id,
            )
