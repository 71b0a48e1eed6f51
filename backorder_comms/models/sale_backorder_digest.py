# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from datetime import timedelta
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .sale_backorder import OPEN_STATES

_logger = logging.getLogger(__name__)

LIMIT = 30


class Item(NamedTuple):
    """A line of a digest: a record to look at, if any, and what to know of it."""

    text: str
    record: Any = None

    @property
    def url(self):
        """Return the address that mails of core have for a record."""
        base = self.record.get_base_url()
        return f"{base}/mail/view?model={self.record._name}&res_id={self.record.id}"


class Section(NamedTuple):
    """A part of a digest.

    :param str title:
    :param list[Item] items: the most urgent ones
    :param int more: how many there are beside these
    """

    title: str
    items: list
    more: int = 0


class SaleBackorderDigest(models.AbstractModel):
    """What a colleague has to do today, in one message; none if there is nothing."""

    _name = "sale.backorder.digest"
    _description = "Backorder Digest"

    @api.model
    def _cron_send(self):
        """Write to whom it concerns, once a day, in companies that want it."""
        if self.env["sale.backorder.outbox"]._hold_if_copied():
            return
        today = fields.Date.today()
        cron = self.env["ir.cron"]
        for company in self.env["res.company"].search(
            [("backorder_digest", "=", True)]
        ):
            digest = self.with_company(company)
            for user in digest._get_users(company):
                digest._send_alone(company, user, today)
                if not cron._commit_progress(1):
                    return
            if company.backorder_digest_date != today:
                company.backorder_digest_date = today
                digest._post(company)
                cron._commit_progress(1)

    @api.model
    def _get_users(self, company):
        """Return who may have something to do: a hook.

        :rtype: res.users
        """
        backorders = self.env["sale.backorder"]._read_group(
            Domain("company_id", "=", company.id)
            & Domain("next_action", "not in", (False, "wait")),
            ["next_action_user_id"],
        )
        users = self.env["res.users"].union(*(user for (user,) in backorders))
        warehouses = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)]
        )
        users |= warehouses.backorder_user_id
        return users.filtered(lambda user: user.active and not user.share)

    @api.model
    def _send_alone(self, company, user, today):
        """Write to a user; what goes wrong with one is no matter of the others."""
        if user.backorder_digest_date == today:
            return
        try:
            with self.env.cr.savepoint():
                user.backorder_digest_date = today
                self.with_context(lang=user.lang)._send(company, user)
        except Exception:
            _logger.exception("No digest for user %s", user.id)

    def _send(self, company, user):
        sections = [one for one in self._get_sections(company, user) if one.items]
        if not sections:
            return
        self.env["mail.thread"].with_context(lang=user.lang).message_notify(
            subject=self.env._(
                "Backorders today: %(titles)s",
                titles=", ".join(section.title for section in sections),
            ),
            body=self._render(sections),
            partner_ids=user.partner_id.ids,
            force_send=False,
        )

    def _post(self, company):
        """Tell a channel how much there is to do, by what it is."""
        channel = company.backorder_digest_channel_id
        items = self._get_counts(company)
        if channel and items:
            title = self.env._("To do about backorders")
            channel.message_post(
                body=self._render([Section(title, items)]),
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )

    def _render(self, sections):
        return self.env["ir.qweb"]._render(
            "backorder_comms.digest_body", {"sections": sections}
        )

    # === SECTIONS === #

    @api.model
    def _get_sections(self, company, user):
        """Return what a user is to know today, the most urgent first: a hook.

        :rtype: list[Section]
        """
        return [
            *self._get_action_sections(company, user),
            self._get_arrival_section(company, user),
            self._get_hold_section(company, user),
        ]

    def _get_action_sections(self, company, user):
        """Yield what the user is to do, by what it is."""
        model = self.env["sale.backorder"]
        labels = model._fields["next_action"]._description_selection(self.env)
        for action, label in labels:
            if action == "wait":
                continue
            backorders = model.search(
                Domain("company_id", "=", company.id)
                & Domain("next_action", "=", action)
                & Domain("next_action_user_id", "=", user.id),
                order="next_action_date, id",
            )
            yield self._prepare_section(label, backorders, self._prepare_action)

    def _get_arrival_section(self, company, user):
        """Return what arrives by tomorrow in the user's warehouse, and for whom."""
        supplies = self.env["sale.backorder.supply"].search(
            Domain("backorder_id.company_id", "=", company.id)
            & Domain("backorder_id.warehouse_id.backorder_user_id", "=", user.id)
            & Domain("backorder_id.state", "in", OPEN_STATES)
            & Domain("is_arrived", "=", False)
            & Domain("date", "<=", fields.Date.today() + timedelta(days=1)),
            order="date, id",
        )
        return self._prepare_section(
            self.env._("Arrives by tomorrow"), supplies, self._prepare_arrival
        )

    def _get_hold_section(self, company, user):
        """Return what is not to leave yet: its customer wants everything at once."""
        pickings = self.env["stock.picking"].search(
            Domain("company_id", "=", company.id)
            & Domain("picking_type_id.warehouse_id.backorder_user_id", "=", user.id)
            & Domain("picking_type_id.code", "=", "outgoing")
            & Domain("move_type", "=", "one")
            & Domain("state", "in", ("confirmed", "assigned"))
            & Domain("sale_id.backorder_ids.state", "=", "waiting"),
            order="scheduled_date, id",
        )
        return self._prepare_section(
            self.env._("Hold until complete"), pickings, self._prepare_held
        )

    def _get_counts(self, company):
        """Return how many backorders wait for which action, as items."""
        model = self.env["sale.backorder"]
        rows = model._read_group(
            Domain("company_id", "=", company.id)
            & Domain("next_action", "not in", (False, "wait")),
            ["next_action"],
            ["__count"],
        )
        labels = dict(model._fields["next_action"]._description_selection(self.env))
        return [Item(f"{labels[action]}: {count}") for action, count in rows]

    def _prepare_section(self, title, records, prepare_item):
        """Prepare a section of the first records, and the number of the others."""
        items = [prepare_item(record) for record in records[:LIMIT]]
        return Section(title, items, max(0, len(records) - LIMIT))

    def _prepare_action(self, backorder):
        day = backorder.next_action_date
        parts = [backorder.partner_id.display_name, day and format_date(self.env, day)]
        return Item(", ".join(filter(None, parts)), backorder)

    def _prepare_arrival(self, supply):
        backorder = supply.backorder_id
        text = self.env._(
            "%(quantity)s %(unit)s for %(customer)s, %(date)s",
            quantity=f"{supply.quantity:g}",
            unit=backorder.product_uom_id.display_name,
            customer=backorder.partner_id.display_name,
            date=format_date(self.env, supply.date),
        )
        return Item(text, backorder)

    def _prepare_held(self, picking):
        return Item(f"{picking.sale_id.name}, {picking.partner_id.name}", picking)
