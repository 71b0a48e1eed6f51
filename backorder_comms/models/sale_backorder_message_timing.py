# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict
from datetime import timedelta
from functools import partial

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from ..logic.rules import find_moment


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """When a message may be sent."""

    _inherit = "sale.backorder.message"

    @api.model
    def _schedule(self, plans):
        """Put off the messages whose rules want it, and wake up the job for them then.

        :param list[tuple[Notice, dict]] plans: notices, and the messages' values
        """
        plans = [(notice, vals) for notice, vals in plans if notice.channel]
        now = fields.Datetime.now()
        sent = self._load_sent(plans, now)
        moments = set()
        for notice, vals in plans:
            order = self.env["sale.order"].browse(vals["order_id"])
            moment = self._find_moment(notice, order, now, sent)
            sent[notice.rule, notice.partner].append((moment, order))
            if moment > now:
                vals["send_after"] = moment
                moments.add(moment)
        for moment in moments:
            self.env["sale.backorder.signal"]._trigger(
                "backorder_comms.ir_cron_communicate", at=moment
            )

    @api.model
    def _find_moment(self, notice, order, now, sent):
        """Return when a message may go, in the time of its recipient.

        :param dict sent: see `_load_sent`
        :rtype: datetime
        """
        partner = notice.partner.with_company(order.company_id)
        company_zone = order.company_id._get_backorder_zone()
        before = sent[notice.rule, notice.partner]
        find = partial(
            find_moment,
            zone=pytz.timezone(partner.tz) if partner.tz else company_zone,
            sent=[moment for moment, _order in before],
            last=max((day for day, other in before if other == order), default=None),
        )
        timing = notice.rule._get_timing()
        moment = find(timing, now)
        if not partner or not notice.is_for_customer():
            return moment
        is_essential = partner._is_backorder_essential(notice.rule.event_type)
        undisturbed = partner._get_backorder_send_moment(moment, is_essential)
        if undisturbed == moment:
            return moment
        return find(timing._replace(wait=timedelta()), undisturbed)

    @api.model
    def _load_sent(self, plans, now):
        """Return what rules that limit it have sent, and are going to, in one query.

        :return: by rule and recipient the moments and orders
        :rtype: dict[tuple, list[tuple[datetime, sale.order]]]
        """
        sent = defaultdict(list)
        limited = self.env["sale.backorder.rule"].union(
            *(
                notice.rule
                for notice, _vals in plans
                if notice.rule.gap_hours or notice.rule.daily_cap
            )
        )
        if not limited:
            return sent
        hours = max(48, *limited.mapped("gap_hours"))
        messages = self.search(
            Domain("rule_id", "in", limited.ids)
            & Domain("state", "not in", ("failed", "dropped"))
            & Domain(
                "partner_id", "in", [vals["partner_id"] for _notice, vals in plans]
            )
            & (
                Domain("create_date", ">=", now - timedelta(hours=hours))
                | Domain("send_after", ">=", now - timedelta(hours=hours))
            )
        )
        for message in messages:
            moment = message.send_after or message.create_date
            sent[message.rule_id, message.partner_id].append((moment, message.order_id))
        return sent
