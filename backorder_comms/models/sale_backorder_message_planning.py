# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import api, models
from odoo.fields import Command, Domain

from ..logic.news import choose_occasions
from .sale_backorder_event import INTERNAL_TYPES
from .sale_backorder_rule_matching import News

_logger = logging.getLogger(__name__)

INTERNAL = dict(INTERNAL_TYPES)

# What makes a message one of its kind, see `_once`.
KEY = ("order_id", "partner_id", "channel", "target", "occasion")


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """Which messages the orders' events call for."""

    _inherit = "sale.backorder.message"

    @api.model
    def _plan(self, orders):
        """Create the messages that orders' new events call for, and settle these.

        What one order meets is its own matter: if all together fail, each is tried
        alone.

        :param sale.order orders:
        """
        try:
            self.env["sale.backorder.decision"]._keep_up(orders)
            events = self.env["sale.backorder.event"]._get_unhandled(orders)
            events = events.try_lock_for_update()
            events -= events._hold()
            with self.env.cr.savepoint():
                self._plan_events(events)
        except psycopg2.OperationalError:
            self.env.cr.rollback()  # somebody is at work on it: the next run does it
            return
        except Exception as error:
            if len(orders) > 1:
                for order in orders:
                    self._plan(order)
                return
            if isinstance(error, psycopg2.errors.UniqueViolation):
                _logger.info("Order %s was told about this already", orders.id)
            else:
                _logger.exception(
                    "Cannot plan the backorder messages of order %s", orders.id
                )
        events.handled = True

    def _plan_events(self, events):
        """Create the messages about events, with what was to be told and did not leave.

        Such a message gives way to one about all that happened. Nobody hears first what
        is no longer so.
        """
        waiting = self._lock_pending(events.order_id)
        news_list = []
        for order, own in events.sorted("id").grouped("order_id").items():
            if order.company_id.backorder_comms_active:
                pending = waiting.filtered(
                    lambda one, order=order: one.order_id == order
                )
                news_list += self._get_news(order, own, pending)
        choices = self._choose_notices(news_list)
        plans = [
            (notice, self._prepare_message(news, notice))
            for news, notices in zip(news_list, choices, strict=True)
            for notice in notices
        ]
        kinds = {self._get_kind(event.order_id, event.type) for event in events}
        replaced = waiting.filtered(
            lambda one: self._get_kind(one.order_id, one.event_type) in kinds
        )
        plans = replaced._take_over(self._filter_new(plans, replaced))
        self._schedule(plans)
        messages = self.create([vals for _notice, vals in plans])
        messages.filtered(lambda one: one.state == "failed")._report_failure()

    @api.model
    def _choose_notices(self, news_list):
        """Return who is told of each piece of news.

        :param list[News] news_list:
        :rtype: list[list[Notice]]
        """
        return self.env["sale.backorder.rule"]._choose(news_list)

    def _lock_pending(self, orders):
        """Return the messages of orders that did not leave yet, nor are about to."""
        domain = Domain("order_id", "in", orders.ids) & Domain("state", "=", "pending")
        return self.search(domain).try_lock_for_update()

    @api.model
    def _get_kind(self, order, event_type):
        """Return what new messages replace: for customers all is of one kind."""
        return order, event_type if event_type in INTERNAL else "customer"

    @api.model
    def _get_news(self, order, events, pending):
        """Return what there is to tell about an order.

        To customers one thing, the weightiest that a rule tells; to colleagues also
        what is theirs alone.

        :param sale.backorder.event events: new ones
        :param sale.backorder.message pending: what is to be told yet, about older ones
        :rtype: list[News]
        """
        result = []
        public = events.filtered(lambda event: event.type not in INTERNAL)
        if public:
            public |= pending.event_ids.filtered(lambda one: one.type not in INTERNAL)
            public = public.with_prefetch(events._prefetch_ids)
            occasions = public._get_occasions()
            for occasion in choose_occasions(occasions.values()):
                leading = public.filtered(
                    lambda event, told=occasion: occasions[event] == told
                )
                result.append(self._make_news(order, occasion, leading, public))
        for event_type in INTERNAL:
            internal = events.filtered(lambda one, kind=event_type: one.type == kind)
            if internal._filter_still_true():
                internal |= pending.event_ids.filtered(
                    lambda one, kind=event_type: one.type == kind
                )
                result.append(self._make_news(order, event_type, internal, internal))
        return result

    @api.model
    def _make_news(self, order, event_type, leading, events):
        backorders = order.backorder_ids
        concerned = events.backorder_id | order._get_open_backorders()
        return News(
            order,
            event_type,
            f"{event_type}:{max(leading.ids)}",
            events,
            # A union alone would be read order by order.
            concerned.with_prefetch(backorders._prefetch_ids),
        )

    # === MESSAGES === #

    @api.model
    def _prepare_message(self, news, notice):
        """Prepare what tells one recipient by one channel.

        :param News news:
        :param Notice notice:
        :rtype: dict
        """
        vals = {
            "order_id": news.order.id,
            "partner_id": notice.partner.id,
            "audience": notice.rule.audience,
            "event_type": news.event_type,
            "occasion": self._get_occasion(news, notice),
            "channel": notice.channel,
            "rule_id": notice.rule.id,
            "target": notice.rule and notice.rule._get_impersonal_target(),
            "event_ids": [Command.set(news.events.ids)],
            "backorder_ids": [Command.set(news.backorders.ids)],
        }
        if not notice.channel:
            vals |= self._prepare_unreachable(notice.partner)
        return vals

    def _get_occasion(self, news, notice):
        """Return what the message is about, which is told to nobody twice.

        Colleagues hear once that a backorder opened, whether its customer, who hears
        first of all that he must wait, could be told or not.
        """
        if news.event_type == "opened" and notice.rule.audience != "customer":
            opened = news.backorders.event_ids.filtered(
                lambda one: one.type == "opened"
            )
            if opened and notice.channel:
                return f"opened:{max(opened.ids)}"
        return news.occasion

    def _prepare_unreachable(self, partner):
        if partner.active:
            reason = self.env._(
                "%(partner)s has no usable email address or phone number.",
                partner=partner.display_name,
            )
        else:
            reason = self.env._(
                "%(partner)s is archived.", partner=partner.display_name
            )
        return {"audience": "customer", "state": "failed", "reason": reason}

    @api.model
    def _filter_new(self, plans, replaced):
        """Leave out what was told already.

        :param list[tuple[Notice, dict]] plans:
        :param sale.backorder.message replaced: what the plans may take the place of
        """
        domain = Domain("order_id", "in", [vals["order_id"] for _notice, vals in plans])
        domain &= Domain(
            "occasion", "in", [vals["occasion"] for _notice, vals in plans]
        )
        known = {message._get_key() for message in self.search(domain) - replaced}
        return [
            (notice, vals)
            for notice, vals in plans
            if tuple(vals[name] for name in KEY) not in known
        ]

    def _take_over(self, plans):
        """Add to these messages what they can tell as well; the others are needless.

        :param list[tuple[Notice, dict]] plans:
        :return: what is to be told by new messages
        """
        by_slot = {
            (one.event_type, *one._get_key()[:-1]): one for one in self if one.rule_id
        }
        new = []
        kept = self.browse()
        for notice, vals in plans:
            slot = (vals["event_type"], *(vals[name] for name in KEY[:-1]))
            if message := by_slot.get(slot):
                kept |= message
                message.write(
                    {name: vals[name] for name in ("event_ids", "backorder_ids")}
                )
            else:
                new.append((notice, vals))
        (self - kept)._settle(
            "dropped",
            self.env._(
                "More happened before its turn came: this was not true any more, "
                "or is told with it."
            ),
        )
        return new

    def _get_key(self):
        """Return the values of `KEY` as `create` takes them."""
        self.ensure_one()
        values = (self[name] for name in KEY)
        return tuple(getattr(value, "id", value) for value in values)
