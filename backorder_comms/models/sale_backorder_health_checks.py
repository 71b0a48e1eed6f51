# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from .sale_backorder_event import EVENT_TYPES
from .sale_backorder_signal import MAX_ATTEMPTS

JOBS = {
    "backorder_comms": ("evaluate", "communicate", "reconcile", "check"),
    "mail": ("mail_scheduler_action",),
    "sms": ("sms_scheduler_action",),
}
LATE = timedelta(hours=2)
RECENT = timedelta(days=7)
IN_A_ROW = 5
NAMES = 10
PROVIDER_TROUBLE = {
    "mail": ("mail_smtp", "unknown"),
    "sms": ("sms_server", "sms_credit", "sms_acc", "unknown"),
}


# A file for what is looked at, one for what is done about it.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderHealth(models.Model):
    """What is looked at.

    Each `_check_…` returns a dict of state, details and since, or nothing where all is
    well.
    """

    _inherit = "sale.backorder.health"

    def _examine(self):
        """Look at what the check is about.

        :rtype: dict
        """
        checks = {
            "outbox": self._check_outbox,
            "jobs": self._check_jobs,
            "signals": self._check_signals,
            "events": self._check_events,
            "messages": self._check_messages,
            "updates": self._check_updates,
            "failures": self._check_failures,
            "mail": self._check_provider,
            "sms": self._check_provider,
            "rules": self._check_rules,
            "senders": self._check_senders,
            "books": self._check_books,
        }
        return checks[self.code]() or {}

    def _check_outbox(self):
        outbox = self.env["sale.backorder.outbox"].search([], limit=1)
        if outbox.is_held:
            return {
                "state": "problem",
                "since": outbox.held_since,
                "details": self.env._(
                    "This is a copy of the database that customers hear from, or the "
                    "same one elsewhere. Nothing is sent to them. Messages that wait: "
                    "%(count)s",
                    count=outbox.waiting_count,
                ),
            }
        return None

    def _check_jobs(self):
        jobs = self._get_jobs()
        off = jobs.filtered(lambda job: not job.active)
        limit = fields.Datetime.now() - LATE
        late = (jobs - off).filtered(lambda job: job.nextcall < limit)
        failing = (jobs - off - late).filtered("failure_count")
        lines = [self.env._("%(job)s: switched off", job=job.name) for job in off]
        lines += [self.env._("%(job)s: late", job=job.name) for job in late]
        lines += [self.env._("%(job)s: fails", job=job.name) for job in failing]
        return lines and {
            "state": "problem",
            "since": min(late.mapped("nextcall"), default=None),
            "details": "\n".join(lines),
        }

    def _check_signals(self):
        stuck = self._get_stuck_signals()
        return stuck and {
            "state": "problem",
            "since": min(stuck.mapped("date")),
            "details": self.env._(
                "Could not be looked at: %(names)s",
                names=self._list_names(stuck.product_id or stuck.picking_id),
            ),
        }

    def _check_events(self):
        events = self.env["sale.backorder.event"]
        limit = fields.Datetime.now() - LATE
        waiting = (
            Domain("handled", "=", False)
            & events._get_released_domain()
            & Domain("date", "<", limit)
        )
        return self._report_backlog(events, waiting, "date")

    def _check_messages(self):
        if self.env["sale.backorder.outbox"]._is_held():
            return None
        messages = self.env["sale.backorder.message"]
        limit = fields.Datetime.now() - LATE
        waiting = (
            messages._get_due_domain()
            & Domain("create_date", "<", limit)
            & (Domain("send_after", "=", False) | Domain("send_after", "<", limit))
        )
        return self._report_backlog(messages, waiting, "create_date")

    def _check_updates(self):
        yesterday = fields.Date.today() - timedelta(days=1)
        late = Domain("state", "=", "waiting") & Domain(
            "next_update_date", "<", yesterday
        )
        return self._report_backlog(
            self.env["sale.backorder"], late, "next_update_date"
        )

    def _check_failures(self):
        finding = self._report_backlog(
            self.env["sale.backorder.message"],
            Domain(self._get_failures_domain()),
            "create_date",
        )
        return finding and {**finding, "state": "warning"}

    def _check_provider(self):
        """Look whether the last messages of a channel all failed for its provider."""
        last = self.env["mail.notification"].search(
            [
                ("notification_type", "=", "email" if self.code == "mail" else "sms"),
                ("notification_status", "in", ("sent", "pending", "exception")),
            ],
            order="id desc",
            limit=IN_A_ROW,
        )
        trouble = last.filtered(
            lambda notification: (
                notification.notification_status == "exception"
                and notification.failure_type in PROVIDER_TROUBLE[self.code]
            )
        )
        if len(trouble) < IN_A_ROW:
            return None
        return {
            "state": "problem",
            "since": trouble[-1].mail_message_id.date,
            "details": self.env._(
                "The last %(count)s failed: %(reason)s",
                count=IN_A_ROW,
                reason=trouble[0].format_failure_reason(),
            ),
        }

    def _check_rules(self):
        """Look for events without rules; archived rules are so on purpose."""
        rules = self.env["sale.backorder.rule"].with_context(active_test=False)
        known = {event for (event,) in rules._read_group([], ["event_type"])}
        labels = dict(
            self.env["sale.backorder.event"]
            ._fields["type"]
            ._description_selection(self.env)
        )
        missing = [labels[key] for key, _label in EVENT_TYPES if key not in known]
        return missing and {
            "state": "warning",
            "details": self.env._(
                "Customers hear nothing about: %(names)s", names=", ".join(missing)
            ),
        }

    def _check_senders(self):
        nameless = self.env["res.company"].search(
            [("backorder_comms_active", "=", True), ("email", "=", False)]
        )
        return nameless and {
            "state": "warning",
            "details": self.env._(
                "No email address: %(names)s", names=self._list_names(nameless)
            ),
        }

    # === WHAT THE CHECKS NEED === #

    def _get_jobs(self):
        jobs = self.env["ir.cron"].with_context(active_test=False)
        for module, names in JOBS.items():
            for name in names:
                xmlid = f"{module}.ir_cron_{name}"
                jobs |= self.env.ref(xmlid, raise_if_not_found=False) or jobs.browse()
        return jobs

    def _get_stuck_signals(self):
        return self.env["sale.backorder.signal"].search(
            [("attempts", ">=", MAX_ATTEMPTS)]
        )

    def _get_failures_domain(self):
        since = fields.Datetime.now() - RECENT
        return [("state", "in", ("failed", "unknown")), ("create_date", ">", since)]

    def _report_backlog(self, model, domain, date_field):
        """Return how many there are, since when and of which orders, however many."""
        [(count, since)] = model._read_group(
            domain, aggregates=["__count", f"{date_field}:min"]
        )
        oldest = model.search(domain, order=f"{date_field}, id", limit=NAMES)
        return count and {
            "state": "problem",
            "since": since,
            "details": self.env._(
                "%(count)s, of orders %(names)s",
                count=count,
                names=self._list_names(oldest.order_id, count > NAMES),
            ),
        }

    def _list_names(self, records, has_more=False):
        """Name the first few."""
        has_more = has_more or len(records) > NAMES
        names = records[:NAMES].mapped("display_name")
        return ", ".join(names) + (", …" if has_more else "")
