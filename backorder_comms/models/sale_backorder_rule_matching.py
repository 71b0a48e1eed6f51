# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import ast
import logging
from datetime import timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ..logic.rules import Facts, Rule, Timing, choose_rules, find_delay
from .sale_backorder_rule import CHANNELS, IMPERSONAL_CHANNELS

_logger = logging.getLogger(__name__)

# Which field holds the condition on which model.
DOMAIN_FIELDS = {"sale.order": "order_domain", "sale.backorder": "backorder_domain"}


class News(NamedTuple):
    """What there is to tell about an order, whoever is told.

    :param sale.order order:
    :param str event_type: see `sale.backorder.event`
    :param str occasion: that type and the event that it is about first of all
    :param sale.backorder.event events: what happened, all in one piece of news
    :param sale.backorder backorders: what it is about
    :param Facts facts: how bad it was, where it is told of the past
    """

    order: models.Model
    event_type: str
    occasion: str
    events: models.Model
    backorders: models.Model
    facts: Facts | None = None


class Notice(NamedTuple):
    """Who is told by which rule.

    :param sale.backorder.rule rule: none for a customer who cannot be reached
    :param str | bool channel: see `sale.backorder.message`, False likewise
    :param res.partner partner: empty when it goes to no person
    """

    rule: models.Model
    channel: str
    partner: models.Model

    def is_for_customer(self):
        return not self.channel or self.rule.audience == "customer"


# A file for what a rule is, another one for what is done with it.
# pylint: disable=consider-merging-classes-inherited
class SaleBackorderRule(models.Model):
    """Which rules apply to news, and whom these tell."""

    _inherit = "sale.backorder.rule"

    # === CHOOSING === #

    @api.model
    def _choose(self, news_list):
        """Return who is told of each piece of news, however many, in a few queries.

        :param list[News] news_list:
        :return: in the order of the news
        :rtype: list[list[Notice]]
        """
        rules = self._get_for_news(news_list)
        contacts = [news.order._get_backorder_contact() for news in news_list]
        # Read at once what is asked of each.
        self.env["res.partner"].union(*contacts).mapped("is_blacklisted")
        admitted = {rule: rule._find_admitted(news_list) for rule in rules}
        return [
            rules.filtered(
                lambda rule, news=news, number=number: (
                    rule.event_type == news.event_type
                    and rule.company_id in (news.order.company_id, rule.company_id[:0])
                    and number in admitted[rule]
                )
            )._get_notices(news)
            for number, news in enumerate(news_list)
        ]

    @api.model
    def _get_for_news(self, news_list):
        """Return the rules about news; those of a company come before common ones."""
        companies = {news.order.company_id.id for news in news_list}
        types = {news.event_type for news in news_list}
        domain = Domain("event_type", "in", types)
        domain &= Domain("company_id", "in", [False, *companies])
        return self.search(domain).sorted(lambda rule: not rule.company_id)

    def _get_notices(self, news):
        """Return who is told, the first rule that applies for each channel and target.

        A customer who would be told but cannot be reached is one without a channel.

        :param News news: that the domains of the rules admit
        :rtype: list[Notice]
        """
        contact = news.order._get_backorder_contact()
        preferred = contact._get_backorder_channels(news.event_type)
        chosen = choose_rules(
            [rule._to_logic() for rule in self],
            news.facts or self._get_facts(news),
            dict(CHANNELS) if preferred is None else preferred,
        )
        notices = {}
        unreachable = False
        for (_target, channel), logic in chosen.items():
            rule = logic.key
            recipients = rule._get_recipients(news, channel)
            for partner in recipients or [recipients]:
                if partner or channel in IMPERSONAL_CHANNELS:
                    key = (channel, partner, rule._get_impersonal_target())
                    notices.setdefault(key, Notice(rule, channel, partner))
            unreachable |= rule.audience == "customer" and not recipients
        told = any(notice.is_for_customer() for notice in notices.values())
        if unreachable and not told and preferred != set():
            return [*notices.values(), Notice(self.browse(), False, contact)]
        return list(notices.values())

    @api.model
    def _get_facts(self, news):
        """Return what the conditions on the delay and on the value look at.

        :rtype: Facts
        """
        waiting = news.backorders.filtered(lambda one: one.state == "waiting")
        waiting = waiting.with_prefetch(news.backorders._prefetch_ids)
        delay = find_delay(
            (backorder.expected_date, backorder.promised_date or backorder.due_date)
            for backorder in waiting or news.backorders.filtered("expected_date")
        )
        return Facts(delay, waiting._get_company_value())

    def _to_logic(self):
        """Return the rule as `choose_rules` wants to see it, domains aside.

        :rtype: Rule
        """
        self.ensure_one()
        channels = (self.channel,)
        if self.channel == "preferred":
            templates = {"mail": self.mail_template_id, "sms": self.sms_template_id}
            channels = tuple(filter(templates.get, templates))
        return Rule(
            self,
            (
                self.audience,
                self.audience == "partner" and self.partner_id.id,
                self._get_impersonal_target(),
            ),
            channels,
            self.channel == "preferred",
            self.min_delay,
            self.min_value,
        )

    def _get_impersonal_target(self):
        """Name what is told where it is no person, False otherwise."""
        self.ensure_one()
        if self.channel not in IMPERSONAL_CHANNELS:
            return False
        # Only administrators see which action it is.
        rule = self.sudo()
        is_action = rule.channel == "action"
        record = rule.server_action_id if is_action else rule.discuss_channel_id
        return f"{record._name},{record.id}"

    def _get_before(self):
        """Return which rules about the same event come before this one."""
        self.ensure_one()
        rules = self.search(
            [
                ("event_type", "=", self.event_type),
                ("company_id", "in", (self.company_id.id, False)),
            ]
        )
        position = self._get_position()
        return rules.filtered(lambda rule: rule._get_position() < position).sorted(
            lambda rule: rule._get_position()
        )

    def _get_position(self):
        """Return what the rules are sorted by; a new one comes after the others."""
        return (not self.company_id, self.sequence, self._origin.id or float("inf"))

    # === CONDITIONS === #

    def _get_domain(self, model):
        return Domain(ast.literal_eval(self[DOMAIN_FIELDS[model]] or "[]"))

    def _has_domain(self, *models):
        """Tell whether the rule is for some orders, or backorders, only."""
        self.ensure_one()
        domains = [self[DOMAIN_FIELDS[model]] for model in models or DOMAIN_FIELDS]
        return any((domain or "[]").strip() != "[]" for domain in domains)

    def _find_admitted(self, news_list):
        """Return which news the rule's domains admit, by their place in the list.

        They were right when the rule was saved. If they are no longer, because a field
        is gone, the rule stands back and says why; the others go on.

        :rtype: Container[int]
        """
        if not self._has_domain():
            return range(len(news_list))
        orders = self.env["sale.order"].union(*(news.order for news in news_list))
        backorders = self.env["sale.backorder"].union(
            *(news.backorders for news in news_list)
        )
        try:
            with self.env.cr.savepoint():
                orders = self._search_admitted(orders)
                backorders = self._search_admitted(backorders)
        except Exception as error:
            _logger.warning("The condition of rule %s is broken: %s", self.id, error)
            return ()
        has_to_match = self._has_domain("sale.backorder")
        return {
            number
            for number, news in enumerate(news_list)
            if news.order in orders
            and (news.backorders & backorders or not has_to_match)
        }

    def _search_admitted(self, records):
        """Keep the records that the rule's domain on their model admits."""
        domain = self._get_domain(records._name)
        # The rule decides, whoever the user is in whose name it is asked.
        return records.sudo().search(domain & Domain("id", "in", records.ids))

    def _find_error(self):
        """Return why the conditions cannot be checked, False if they can.

        :rtype: str | bool
        """
        self.ensure_one()
        for model in DOMAIN_FIELDS:
            try:
                if self._has_domain(model):
                    with self.env.cr.savepoint():
                        self.env[model].search(self._get_domain(model), limit=1)
            except Exception as error:
                return str(error)
        return False

    # === TIMING === #

    def _get_timing(self):
        """Return when and how often the rule may tell.

        :rtype: Timing
        """
        self.ensure_one()
        return Timing(
            timedelta(**{self.wait_unit: self.wait}),
            self.hour_from,
            self.hour_to,
            timedelta(hours=self.gap_hours),
            self.daily_cap,
        )
