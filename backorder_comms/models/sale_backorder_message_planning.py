# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

import psycopg2

from odoo import api, models
from odoo.fields import Command

from ..logic.news import choose_occasion

_logger = logging.getLogger(__name__)


# A file for each step of a message.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderMessage(models.Model):
    """Which messages an order's events call for."""

    _inherit = "sale.backorder.message"

    @api.model
    def _plan_order(self, order):
        """Create the messages that an order's new events call for, and settle these.

        :param sale.order order:
        """
        try:
            events = self.env["sale.backorder.event"]._get_unhandled(order)
            events = events.try_lock_for_update()
            events -= events._hold()
            with self.env.cr.savepoint():
                self.create(self._prepare_messages(order, events))
        except psycopg2.errors.UniqueViolation:
            _logger.info("Order %s was told about these events already", order.id)
        except psycopg2.OperationalError:
            self.env.cr.rollback()  # somebody is at work on it: the next run does it
            return
        except Exception:
            _logger.exception(
                "Cannot plan the backorder messages of order %s", order.id
            )
        events.handled = True

    def _prepare_messages(self, order, events):
        """Prepare one message per channel about the weightiest news, if any."""
        if not order.company_id.backorder_comms_active:
            return []
        occasions = events._get_occasions()
        occasion = choose_occasion(occasions.values())
        if not occasion:
            return []
        if occasion == "opened" and order._has_pending_backorder_message():
            return []  # that one will say how things are when it goes out
        leading = max(event.id for event in events if occasions[event] == occasion)
        partner = order._get_backorder_contact()
        channels = partner._get_backorder_channels()
        common = {
            "order_id": order.id,
            "partner_id": partner.id,
            "event_type": occasion,
            "occasion": f"{occasion}:{leading}",
            "event_ids": [Command.set(events.ids)],
            "backorder_ids": [
                Command.set((events.backorder_id | order._get_open_backorders()).ids)
            ],
        }
        if channels is None:
            return [{**common, **self._prepare_unreachable(order, partner)}]
        rules = self.env["sale.backorder.rule"]._get_for_event(
            order.company_id, occasion
        )
        return [
            {**common, "channel": channel, "rule_id": rules[channel].id}
            for channel in sorted(channels & rules.keys())
        ]

    def _prepare_unreachable(self, order, partner):
        if partner.active:
            reason = self.env._(
                "%(partner)s has no usable email address or phone number.",
                partner=partner.display_name,
            )
        else:
            reason = self.env._(
                "%(partner)s is archived.", partner=partner.display_name
            )
        order._warn_about_backorder_message(reason)
        return {"state": "failed", "reason": reason}
