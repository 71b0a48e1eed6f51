# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_datetime, html2plaintext
from odoo.tools.misc import format_date

from ..logic.spreadsheet import write_texts


class EvidenceRow(NamedTuple):
    """Something that happened, was said or was promised, in words."""

    moment: datetime
    kind: str
    about: str
    details: str
    recipient: str = ""
    channel: str = ""
    result: str = ""
    text: str = ""


class SaleBackorderEvidence(models.TransientModel):
    """What was said about an order, when, on which facts, and what became of it.

    Of the records that the user may read: nothing here is read for others.
    """

    _name = "sale.backorder.evidence"
    _description = "Evidence About Backorders"
    _rec_name = "order_id"

    order_id = fields.Many2one(
        "sale.order", required=True, readonly=True, ondelete="cascade"
    )
    spreadsheet = fields.Binary(compute="_compute_spreadsheet")

    @api.depends("order_id")
    def _compute_spreadsheet(self):
        for evidence in self:
            header, *rows = evidence.order_id._get_backorder_evidence()
            content = write_texts(self.env._("Evidence"), header, rows)
            evidence.spreadsheet = base64.b64encode(content)

    # === ACTIONS === #

    def action_download_spreadsheet(self):
        self.ensure_one()
        name = self.env._("Evidence %(order)s", order=self.order_id.name)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/spreadsheet"
            f"?download=true&filename={name.replace('/', '-')}.xlsx",
            "target": "self",
        }

    def action_print(self):
        self.ensure_one()
        report = self.env.ref("backorder_comms.action_report_evidence")
        return report.report_action(self.order_id)

    # === BUSINESS METHODS === #

    @api.model
    def _get_rows(self, order):
        """Return all that is known, in the order in which it happened.

        :param sale.order order:
        :rtype: list[EvidenceRow]
        """
        order.check_access("read")
        backorders = order.backorder_ids
        rows = [
            *map(self._describe_event, order.backorder_event_ids.sorted("id")),
            *map(self._describe_message, order.backorder_message_ids.sorted("id")),
            *map(self._describe_promise, backorders.promise_ids.sorted("id")),
            *map(self._describe_update, backorders.update_ids.sorted("id")),
            *map(self._describe_decision, self._get_decisions(order)),
        ]
        return sorted(rows, key=lambda row: row.moment)

    def _get_decisions(self, order):
        """Return what the customer decided or was asked, not what colleagues raised."""
        decisions = order.backorder_decision_ids.sorted("id")
        return decisions.filtered(lambda decision: not decision.is_internal)

    @api.model
    def _get_header(self):
        """Return the names of the columns; times are those of the user's clock."""
        return [
            self.env._("When (%(zone)s)", zone=self.env.tz),
            self.env._("What"),
            self.env._("About"),
            self.env._("Details"),
            self.env._("Recipient"),
            self.env._("Channel"),
            self.env._("Result"),
            self.env._("Text"),
        ]

    @api.model
    def _to_texts(self, row):
        moment = format_datetime(self.env, row.moment, dt_format="yyyy-MM-dd HH:mm:ss")
        return [moment, *row[1:]]

    def _describe_event(self, event):
        return EvidenceRow(
            event.date,
            self.env._("Fact"),
            event.backorder_id.product_id.display_name or "",
            self._join(self._get_label(event, "type"), event.summary),
        )

    def _describe_message(self, message):
        post = message.mail_message_id
        return EvidenceRow(
            post.date or message.create_date,
            self.env._("Message"),
            ", ".join(message.backorder_ids.product_id.mapped("display_name")),
            self._get_label(message, "event_type"),
            message.partner_id.name or "",
            self._get_label(message, "channel"),
            self._join(self._get_label(message, "state"), message.reason),
            self._join(post.subject, html2plaintext(post.body or "")),
        )

    def _describe_promise(self, promise):
        day = format_date(self.env, promise.date) or self.env._("no date yet")
        return EvidenceRow(
            promise.made_date,
            self.env._("Date promised"),
            promise.product_id.display_name,
            self._join(day, promise.reason_id.name),
            channel=self._get_label(promise, "cause"),
            result=self._get_label(promise.backorder_id, "promise_state"),
        )

    def _describe_update(self, update):
        return EvidenceRow(
            update.made_date,
            self.env._("News promised"),
            update.product_id.display_name,
            format_date(self.env, update.date),
            result=self._get_label(update, "state"),
        )

    def _describe_decision(self, decision):
        return EvidenceRow(
            decision.answered_date or decision.asked_date or decision.create_date,
            self.env._("Decision"),
            decision.order_line_id.product_id.display_name or "",
            self._join(decision._get_title(), decision.effect),
            decision.answered_by_id.name or "",
            self._get_label(decision, "origin"),
            self._get_label(decision, "state"),
            decision.reason or "",
        )

    @api.model
    def _get_label(self, record, field):
        labels = dict(record._fields[field]._description_selection(self.env))
        return labels.get(record[field], "")

    @api.model
    def _join(self, *texts):
        return ": ".join(text for text in texts if text)
