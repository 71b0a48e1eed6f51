# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

_logger = logging.getLogger(__name__)

ACTIVITY_TYPE = "backorder_comms.mail_activity_type_health"


class SaleBackorderHealth(models.Model):
    """What may keep customers from hearing: a record for each thing to look at.

    Administrators get one activity when something becomes a problem, which goes away
    by itself when the problem does.
    """

    _name = "sale.backorder.health"
    _description = "Backorder Communication Health"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "severity desc, sequence, id"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    is_nightly = fields.Boolean(
        readonly=True, help="Whether it takes too long to be done at any time."
    )
    state = fields.Selection(
        selection=[
            ("ok", "In Order"),
            ("warning", "Look At It"),
            ("problem", "Problem"),
        ],
        required=True,
        default="ok",
        readonly=True,
    )
    severity = fields.Integer(compute="_compute_severity", store=True)
    details = fields.Text(readonly=True, help="What was found.")
    since = fields.Datetime(readonly=True)
    checked_date = fields.Datetime(string="Last Checked", readonly=True)
    advice = fields.Text(string="What to Do", translate=True, readonly=True)

    _code_unique = models.Constraint("UNIQUE(code)", "Each check has one record.")

    @api.depends("state")
    def _compute_severity(self):
        states = [state for state, _label in self._fields["state"].selection]
        for check in self:
            check.severity = states.index(check.state)

    # === ACTIONS === #

    @api.model
    def action_open(self):
        """Look at everything that takes no time, and show what is not in order."""
        self.browse().check_access("read")
        self.sudo().search([("is_nightly", "=", False)])._refresh()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "backorder_comms.sale_backorder_health_action"
        )

    def action_fix(self):
        """Do what an administrator would do about it, and look again."""
        self.ensure_one()
        self.check_access("read")
        check_sudo = self.sudo()  # jobs and signals are put right, nothing else
        check_sudo._fix()
        check_sudo._refresh()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_show(self):
        """Show what the check is about."""
        self.ensure_one()
        if self.code == "outbox":
            return self.env["sale.backorder.outbox"].search([], limit=1)._get_action()
        xmlid, domain = self._get_pages()[self.code]
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, **({"domain": domain, "context": {}} if domain else {})}

    # === CRON === #

    @api.model
    def _cron_check(self):
        """Look at everything, and ask administrators to help where they must."""
        self.search([("code", "!=", False)])._refresh()

    # === BUSINESS METHODS === #

    def _refresh(self):
        """Look again; what cannot be looked at is a problem of its own."""
        for check in self:
            try:
                with self.env.cr.savepoint():
                    finding = check._examine()
            except Exception as error:
                _logger.warning("Cannot check %s", check.code, exc_info=True)
                finding = {"state": "problem", "details": str(error)}
            check._note(finding)

    def _note(self, finding):
        """Keep a finding; a new problem becomes an activity, a solved one ends it.

        :param dict finding: what `_examine` returns
        """
        now = fields.Datetime.now()
        state = finding.get("state", "ok")
        since = state != "ok" and (
            finding.get("since") or (self.state == state and self.since) or now
        )
        turned = (self.state == "problem") != (state == "problem")
        self.write(
            {
                "state": state,
                "details": finding.get("details", False),
                "since": since,
                "checked_date": now,
            }
        )
        if turned and state == "problem":
            self._call_administrators()
        elif turned:
            self.activity_unlink([ACTIVITY_TYPE])

    def _call_administrators(self):
        """Plan an activity for each administrator, without a mail about it."""
        administrators = self.env.ref("base.group_system").all_user_ids
        for user in administrators.filtered(lambda user: user.active):
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY_TYPE,
                note=plaintext2html(self.details or ""),
                user_id=user.id,
            )

    def _get_pages(self):
        """Return where to see what each check is about: action and domain."""
        messages = "backorder_comms.sale_backorder_message_action"
        return {
            "failures": (messages, self._get_failures_domain()),
            "mail": ("base.action_ir_mail_server_list", None),
            "sms": (messages, [("channel", "=", "sms"), ("state", "=", "failed")]),
            "rules": ("backorder_comms.sale_backorder_rule_action", None),
            "senders": ("base.action_res_company_form", None),
        }

    def _fix(self):
        """Put right what can be put right by pressing a button."""
        trigger = self.env["sale.backorder.signal"]._trigger
        match self.code:
            case "jobs":
                self._get_jobs().active = True
                for job in self._get_jobs():
                    job._trigger()
            case "signals":
                self._get_stuck_signals().attempts = 0
                trigger("backorder_comms.ir_cron_evaluate")
            case "events" | "messages":
                trigger("backorder_comms.ir_cron_communicate")
            case "updates":
                trigger("backorder_comms.ir_cron_reconcile")
            case "books":
                pass  # looked at again
            case _:
                raise UserError(self.env._("No button can put this right."))
