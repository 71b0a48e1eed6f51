# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict
from datetime import date, timedelta
from functools import partial

from odoo import fields, models
from odoo.tools import split_every

from ..logic.news import DATE_NEWS
from ..logic.replay import AGREED, FLUSH, Clock, Happening, Leaving, replay
from ..logic.rules import find_delay
from ..models.sale_backorder_event import EVENT_TYPES
from ..models.sale_backorder_rule_matching import News

BATCH = 100  # orders: so many are in memory at once


class SaleBackorderRuleReplay(models.TransientModel):
    """What the rules as they are now would have sent of late; nothing is sent."""

    _name = "sale.backorder.rule.replay"
    _description = "Dry Run of Backorder Communication Rules"

    days = fields.Integer(
        default=30,
        required=True,
        help="How many days to look back. What happened in them is on record; it is "
        "gone through again with the rules and settings as they are now.",
    )
    line_ids = fields.One2many("sale.backorder.rule.replay.line", "replay_id")

    _days_positive = models.Constraint(
        "CHECK(days BETWEEN 1 AND 366)", "Look back from one day to a year."
    )

    # === ACTIONS === #

    def action_run(self):
        """Show what would have been sent, beside what was."""
        self.ensure_one()
        self.line_ids.unlink()
        since = fields.Datetime.subtract(fields.Datetime.now(), days=self.days)
        told = defaultdict(list)
        for order_ids in split_every(BATCH, self._get_order_ids(since)):
            orders = self.env["sale.order"].browse(order_ids)
            self.line_ids.create(
                [
                    {"replay_id": self.id, **values}
                    for order in orders
                    for values in self._prepare_lines(order, since, told)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "backorder_comms.sale_backorder_rule_replay_line_action"
        )
        return {**action, "domain": [("replay_id", "=", self.id)]}

    # === BUSINESS METHODS === #

    def _get_order_ids(self, since):
        """Return the orders to which anything happened since then."""
        groups = self.env["sale.backorder.event"]._read_group(
            [
                ("company_id", "in", self.env.companies.ids),
                ("company_id.backorder_comms_active", "=", True),
                ("date", ">=", since),
            ],
            ["order_id"],
        )
        return [order.id for [order] in groups]

    def _prepare_lines(self, order, since, told):
        """Prepare a line per message about an order: would-be, real, or both.

        :param dict told: what leaves when, as `_find_moment` of messages wants it
        """
        sent = order.backorder_message_ids.filtered(
            lambda message: message.channel and message.create_date >= since
        )
        lines = []
        replay(
            self._get_happenings(order),
            self._get_clock(order.company_id),
            partial(self._tell, order, lines, told),
            fields.Datetime.now() + FLUSH,
        )
        lines = [line for line in lines if line["date"] >= since]
        for line in lines:
            message = self._find_message(line, sent)
            sent -= message
            line["message_id"] = message.id
            line["outcome"] = self._compare(line, message)
            leaves = line.pop("leaves")
            line["held_until"] = leaves > line["date"] and leaves
            del line["events"], line["notice"]
        sent = sent.filtered(lambda message: message.state != "dropped")
        return lines + [self._prepare_gone(message) for message in sent]

    def _tell(self, order, lines, told, telling):
        """Note whom the rules would tell when, instead of what did not leave yet.

        :rtype: Leaving
        """
        waiting = self._withdraw(lines, told, telling.moment)
        if not telling.occasion:
            return Leaving()
        events = self.env["sale.backorder.event"].browse(telling.numbers)
        backorders = events.backorder_id | order._get_open_backorders()
        news = News(order, telling.occasion, "", events, backorders)
        news = news._replace(facts=self._get_facts(news, telling.dates))
        [notices] = self.env["sale.backorder.rule"]._choose([news])
        new = [
            self._prepare_line(news, notice, telling.moment, waiting, told)
            for notice in notices
        ]
        lines += [line for line in new if line["channel"]]
        heard = [line["leaves"] for line in new if line["notice"].is_for_customer()]
        return Leaving(
            min(heard, default=None),
            max((line["leaves"] for line in new), default=None),
        )

    def _get_facts(self, news, dates):
        """Return how bad it was then; what the goods are worth is known as of now.

        :param dict dates: see `Telling`
        :rtype: Facts
        """
        facts = self.env["sale.backorder.rule"]._get_facts(news)
        if not dates:
            return facts
        delay = find_delay(
            (expected, promised or backorder.due_date)
            for backorder, (expected, promised) in zip(
                news.backorders.browse(dates), dates.values(), strict=True
            )
        )
        return facts._replace(delay=delay)

    def _withdraw(self, lines, told, moment):
        """Take out the lines that did not leave yet, and return them by their slots."""
        waiting = {}
        for line in [line for line in lines if line["leaves"] > moment]:
            lines.remove(line)
            notice, order = line["notice"], line["events"].order_id
            told[notice.rule, notice.partner].remove((line["leaves"], order))
            waiting[self._get_slot(line)] = line
        return waiting

    def _get_slot(self, line):
        target = line["notice"].rule._get_impersonal_target()
        return line["event_type"], line["channel"], line["partner_id"], target

    def _prepare_line(self, news, notice, moment, waiting, told):
        """Prepare a line; what is told with a waiting message leaves when that does."""
        line = {
            "order_id": news.order.id,
            "partner_id": notice.partner.id,
            "event_type": news.event_type,
            "channel": notice.channel,
            "rule_id": notice.rule.id,
            "date": moment,
            "leaves": moment,
            "notice": notice,
            "events": news.events,
        }
        if not notice.channel:
            return line
        if before := waiting.get(self._get_slot(line)):
            line |= {"date": before["date"], "leaves": before["leaves"]}
        else:
            messages = self.env["sale.backorder.message"]
            line["leaves"] = messages._find_moment(notice, news.order, moment, told)
        told[notice.rule, notice.partner].append((line["leaves"], news.order))
        return line

    # === WHAT HAPPENED === #

    def _get_clock(self, company):
        return Clock(
            to_day=company._to_backorder_day,
            to_moment=company._to_backorder_moment,
            settle=timedelta(minutes=company.backorder_comms_settle_minutes),
            days=company.backorder_comms_threshold,
            share=company.backorder_comms_threshold_share,
        )

    def _get_happenings(self, order):
        """Return what is on record of an order, without what is not to be told.

        :rtype: list[Happening]
        """
        events = order.backorder_event_ids.filtered(
            lambda event: (
                event.type in dict(EVENT_TYPES) and not event.backorder_id.silent
            )
        )
        first = self._get_first_dates(events)
        happenings = [
            Happening(
                event.date,
                event.id,
                event.type,
                event.backorder_id.id or None,
                first[event] if event in first else self._to_date(event.new_value),
                event.must_tell,
            )
            for event in events
        ]
        agreed = events.backorder_id.promise_ids.filtered(
            lambda promise: promise._is_agreed()
        )
        return happenings + [
            Happening(
                promise.made_date,
                -promise.id,
                AGREED,
                promise.backorder_id.id,
                promise.date or None,
            )
            for promise in agreed
        ]

    def _get_first_dates(self, events):
        """Return the date of each backorder when it was opened.

        It is what the first move of the date was from; without a move, what it is now.

        :rtype: dict[sale.backorder.event, date | None]
        """
        moves = events.sorted("id").filtered(lambda event: event.type in DATE_NEWS)
        by_backorder = moves.grouped("backorder_id")
        dates = {}
        for event in events.filtered(lambda event: event.type == "opened"):
            backorder = event.backorder_id
            move = by_backorder.get(backorder, moves.browse())[:1]
            dates[event] = (
                self._to_date(move.old_value) if move else backorder.expected_date
            ) or None
        return dates

    def _to_date(self, value):
        """Read a date of an event; its other values are quantities."""
        is_date = value and value.count("-") == 2
        return date.fromisoformat(value) if is_date else None

    # === WHAT WAS REALLY SENT === #

    def _find_message(self, line, sent):
        """Return the real message about it to the same person, if there is one."""
        return sent.filtered(
            lambda message: (
                message.channel == line["channel"]
                and message.partner_id.id == line["partner_id"]
                and message.event_ids & line["events"]
            )
        )[:1]

    def _compare(self, line, message):
        if not message:
            return "new"
        is_same = message.event_type == line["event_type"] and (
            message.rule_id.id == line["rule_id"]
        )
        return "same" if is_same else "other"

    def _prepare_gone(self, message):
        return {
            "order_id": message.order_id.id,
            "partner_id": message.partner_id.id,
            "event_type": message.event_type,
            "channel": message.channel,
            "date": message.create_date,
            "message_id": message.id,
            "outcome": "gone",
        }
